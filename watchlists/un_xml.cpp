#include "text_forms.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <expat.h>

#include <array>
#include <memory>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;
using facts::PartialDate;

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxElements = 8192;           ///< Of one record.
constexpr std::size_t kMaxRecordText = 512U << 10U;  ///< Bytes of one record.

/// An element of the record being read. Element 0 is the record itself.
struct Element {
    std::string name;
    std::string text;
    std::size_t parent{0};
};

/// One INDIVIDUAL or ENTITY as a flat tree.
class Record final {
public:
    std::vector<Element> elements;

    [[nodiscard]] std::string text(std::size_t parent, std::string_view name) const {
        for (std::size_t i = parent + 1; i < elements.size(); ++i) {
            if (elements[i].parent == parent && elements[i].name == name) {
                const std::string folded = fold_blanks(elements[i].text);
                return is_filler(folded) ? std::string{} : folded;
            }
        }
        return {};
    }
    [[nodiscard]] std::vector<std::size_t> children(std::size_t parent,
                                                    std::string_view name) const {
        std::vector<std::size_t> found;
        for (std::size_t i = parent + 1; i < elements.size(); ++i) {
            if (elements[i].parent == parent && elements[i].name == name) {
                found.push_back(i);
            }
        }
        return found;
    }
};

NameQuality quality_of(std::string_view word) {
    return core::ascii_lower(word) == "low" ? NameQuality::kLow : NameQuality::kStrong;
}

void add_primary(const Record& record, ListEntry& entry) {
    std::string joined;
    for (const std::string_view part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}) {
        const std::string text = record.text(0, part);
        joined += joined.empty() || text.empty() ? text : " " + text;
    }
    ListedName name;
    name.text = Redacted<std::string>{joined};
    name.original = Redacted<std::string>{record.text(0, "NAME_ORIGINAL_SCRIPT")};
    entry.names.push_back(std::move(name));
}

void add_aliases(const Record& record, std::string_view element, ListEntry& entry) {
    for (const std::size_t at : record.children(0, element)) {
        const std::string quality = record.text(at, "QUALITY");
        const std::string listed = record.text(at, "ALIAS_NAME");
        for (const std::string_view piece : core::split(listed, ';')) {
            const std::string text = fold_blanks(piece);
            if (is_filler(text)) {
                continue;
            }
            ListedName name;
            name.text = Redacted<std::string>{text};
            name.quality = quality_of(quality);
            name.kind = quality == "f.k.a." ? NameKind::kFormer : NameKind::kAlias;
            entry.names.push_back(std::move(name));
        }
    }
}

PartialDate iso_date(std::string_view text) {
    const auto date = PartialDate::parse(text.substr(0, 10));
    return date ? *date : PartialDate{};
}

void add_births(const Record& record, ListEntry& entry) {
    for (const std::size_t at : record.children(0, "INDIVIDUAL_DATE_OF_BIRTH")) {
        const std::string type = record.text(at, "TYPE_OF_DATE");
        PartialDate from = iso_date(record.text(at, "DATE"));
        if (!from.is_known()) {
            from = iso_date(record.text(at, "YEAR"));
        }
        PartialDate to = from;
        if (!from.is_known()) {
            from = iso_date(record.text(at, "FROM_YEAR"));
            to = iso_date(record.text(at, "TO_YEAR"));
        }
        if (!from.is_known()) {
            from = to = parse_english_date(record.text(at, "NOTE"));
        }
        if (!from.is_known() || !to.is_known() || to.year < from.year) {
            continue;  // The element says nothing, or only a note, which the remarks keep.
        }
        const auto single =
            type == "APPROXIMATELY" ? DatePrecision::kApproximate : DatePrecision::kExact;
        entry.births.push_back(make_birth(from, to, from == to ? single : DatePrecision::kRange));
    }
}

void add_documents(const Record& record, ListEntry& entry) {
    for (const std::size_t at : record.children(0, "INDIVIDUAL_DOCUMENT")) {
        ListedDocument document;
        document.kind = record.text(at, "TYPE_OF_DOCUMENT");
        document.number = Redacted<std::string>{record.text(at, "NUMBER")};
        document.issuer = record.text(at, "ISSUING_COUNTRY");
        if (document.issuer.empty()) {
            document.issuer = record.text(at, "COUNTRY_OF_ISSUE");
        }
        if (!document.number.reveal().empty()) {
            entry.documents.push_back(std::move(document));
        }
    }
}

void add_places(const Record& record, ListEntry& entry) {
    for (const std::size_t at : record.children(0, "NATIONALITY")) {
        for (const std::size_t value : record.children(at, "VALUE")) {
            const std::string text = fold_blanks(record.elements[value].text);
            if (!is_filler(text)) {
                entry.nationalities.push_back(text);
            }
        }
    }
    for (const std::size_t at : record.children(0, "INDIVIDUAL_PLACE_OF_BIRTH")) {
        std::string place;
        for (const std::string_view part : {"CITY", "STATE_PROVINCE", "COUNTRY"}) {
            const std::string text = record.text(at, part);
            place += place.empty() || text.empty() ? text : ", " + text;
        }
        if (!place.empty()) {
            entry.birth_places.emplace_back(std::move(place));
        }
    }
}

/// Whatever has no field of its own stays readable in the remarks: comments, designations, titles,
/// and the notes beside dates and documents.
std::string remarks_of(const Record& record) {
    std::string remarks;
    for (const Element& element : record.elements) {
        const std::string& parent = record.elements[element.parent].name;
        const bool is_kept = element.name == "COMMENTS1" || element.name == "NOTE" ||
                             element.name == "TITLE" || parent == "DESIGNATION" ||
                             parent == "TITLE";
        const std::string text = is_kept ? fold_blanks(element.text) : "";
        if (!is_filler(text)) {
            remarks += remarks.empty() ? text : "; " + text;
        }
    }
    return cut_utf8(remarks, kMaxListedRemarks);
}

ListEntry to_entry(const Record& record) {
    ListEntry entry;
    const bool is_person = record.elements[0].name == "INDIVIDUAL";
    entry.id = record.text(0, "REFERENCE_NUMBER");
    entry.kind = is_person ? EntryKind::kPerson : EntryKind::kOrganisation;
    entry.source = "UN";
    entry.programme = record.text(0, "UN_LIST_TYPE");
    entry.listed_on = iso_date(record.text(0, "LISTED_ON"));
    entry.sex = parse_sex(record.text(0, "GENDER"));
    add_primary(record, entry);
    add_aliases(record, is_person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS", entry);
    add_births(record, entry);
    add_documents(record, entry);
    add_places(record, entry);
    entry.remarks = Redacted<std::string>{remarks_of(record)};
    return entry;
}

/// What expat's callbacks fill. They run inside XML_Parse, on its caller's thread.
struct Import {
    XML_Parser parser{nullptr};
    const EntrySink* sink{nullptr};
    ImportReport report;
    core::Status status;
    std::size_t depth{0};
    Record record;
    std::vector<std::size_t> open;  ///< Elements of the record not yet closed.
    std::size_t record_text{0};
    std::uint64_t record_line{0};
    bool is_in_record{false};
    bool is_too_large{false};

    void stop(Errc code, std::string_view why) {
        if (status) {
            status = Error{
                code,
                core::cat(
                    "UN list, line ", std::uint64_t{XML_GetCurrentLineNumber(parser)}, ": ", why)};
        }
        XML_StopParser(parser, XML_FALSE);
    }

    void start(const char* name) {
        if (++depth > kMaxDepth) {
            stop(Errc::kInvalid, "elements nest deeper than 32");
            return;
        }
        const std::string_view tag{name};
        if (!is_in_record && (tag == "INDIVIDUAL" || tag == "ENTITY")) {
            is_in_record = true;
            is_too_large = false;
            record_text = 0;
            record_line = XML_GetCurrentLineNumber(parser);
            record.elements.assign(1, Element{std::string{tag}, "", 0});
            open.assign(1, 0);
        } else if (is_in_record) {
            is_too_large = is_too_large || record.elements.size() >= kMaxElements;
            const std::size_t parent = open.back();
            open.push_back(is_too_large ? parent : record.elements.size());
            if (!is_too_large) {
                record.elements.push_back(Element{std::string{tag}, "", parent});
            }
        }
    }

    void text(const char* bytes, int size) {
        if (!is_in_record || is_too_large) {
            return;
        }
        record_text += static_cast<std::size_t>(size);
        is_too_large = record_text > kMaxRecordText;
        if (!is_too_large) {
            record.elements[open.back()].text.append(bytes, static_cast<std::size_t>(size));
        }
    }

    void end() {
        --depth;
        if (!is_in_record) {
            return;
        }
        open.pop_back();
        if (open.empty()) {
            is_in_record = false;
            finish_record();
        }
    }

    void finish_record() {
        if (++report.records_seen > kMaxRecords) {
            stop(Errc::kExhausted, core::cat("more than ", kMaxRecords, " records"));
            return;
        }
        std::string place =
            core::cat(record.elements[0].name, " ", report.records_seen, ", line ", record_line);
        if (is_too_large) {
            count_refused(report, std::move(place), "the record passes its size limit");
            return;
        }
        ListEntry entry = to_entry(record);
        if (std::string refusal = refusal_of(entry); !refusal.empty()) {
            count_refused(report, std::move(place), std::move(refusal));
            return;
        }
        count_entry(report, entry);
        if (core::Status taken = (*sink)(std::move(entry)); !taken) {
            status = std::move(taken);
            XML_StopParser(parser, XML_FALSE);
        }
    }
};

void XMLCALL on_start(void* user, const XML_Char* name, const XML_Char** /*attributes*/) {
    static_cast<Import*>(user)->start(name);
}
void XMLCALL on_end(void* user, const XML_Char* /*name*/) {
    static_cast<Import*>(user)->end();
}
void XMLCALL on_text(void* user, const XML_Char* bytes, int size) {
    static_cast<Import*>(user)->text(bytes, size);
}
void XMLCALL on_doctype(void* user,
                        const XML_Char* /*name*/,
                        const XML_Char* /*system*/,
                        const XML_Char* /*publik*/,
                        int /*has_internal_subset*/) {
    static_cast<Import*>(user)->stop(Errc::kInvalid,
                                     "the file declares a DTD; only plain XML is taken");
}

core::Status feed(Import& import, const ByteSource& from) {
    std::array<std::uint8_t, 16'384> buffer{};
    while (true) {
        SARHAD_TRY(const std::size_t got, from(buffer));
        SARHAD_CHECK(got <= buffer.size());
        const auto parsed = XML_Parse(import.parser,
                                      reinterpret_cast<const char*>(buffer.data()),
                                      static_cast<int>(got),
                                      got == 0 ? XML_TRUE : XML_FALSE);
        if (parsed != XML_STATUS_OK && import.status) {
            import.stop(Errc::kInvalid, XML_ErrorString(XML_GetErrorCode(import.parser)));
        }
        if (!import.status || got == 0) {
            return import.status;
        }
    }
}

}  // namespace

core::Result<ImportReport> import_un_xml(const ByteSource& from, const EntrySink& sink) {
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser{
        XML_ParserCreate(nullptr), &XML_ParserFree};
    if (parser == nullptr) {
        return Error{Errc::kExhausted, "UN list: no memory for an XML parser"};
    }
    Import import;
    import.parser = parser.get();
    import.sink = &sink;
    XML_SetUserData(parser.get(), &import);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    SARHAD_TRY_STATUS(feed(import, from));
    return std::move(import.report);
}

}  // namespace sarhad::watchlists
