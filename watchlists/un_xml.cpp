#include "entry_taker.h"
#include "text_forms.h"
#include "un_alias.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>
#include <optional>

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

/// "1965-07-01", also where a month or a day has one digit.
PartialDate iso_date(std::string_view text) {
    std::string whole;
    for (const std::string_view part : core::split(text.substr(0, text.find('T')), '-')) {
        whole += core::cat(whole.empty() ? "" : "-", part.size() == 1 ? "0" : "", part);
    }
    const auto date = PartialDate::parse(whole);
    return date ? *date : PartialDate{};
}

/// City, province and country as one line.
std::string place_of(const Record& record,
                     std::size_t at,
                     std::initializer_list<std::string_view> parts) {
    std::string place;
    for (const std::string_view part : parts) {
        const std::string text = record.text(at, part);
        place += place.empty() || text.empty() ? text : ", " + text;
    }
    return place;
}

void add_place_once(ListEntry& entry, std::string place) {
    const bool is_known = std::any_of(entry.birth_places.begin(),
                                      entry.birth_places.end(),
                                      [&](const auto& held) { return held.reveal() == place; });
    if (!place.empty() && !is_known) {
        entry.birth_places.emplace_back(std::move(place));
    }
}

/// What an element holds, for the remarks: "NAME value, NAME value".
std::string raw_text(const Record& record, std::size_t at) {
    std::string raw;
    for (std::size_t i = at + 1; i < record.elements.size(); ++i) {
        const std::string text = fold_blanks(record.elements[i].text);
        if (record.elements[i].parent == at && !is_filler(text)) {
            raw += core::cat(raw.empty() ? "" : ", ", record.elements[i].name, " ", text);
        }
    }
    return raw;
}

/// Birth years from a date, a year, or two years; not known where the element tells none.
std::optional<ListedBirth> birth_of(const Record& record, std::size_t at) {
    const bool is_circa = record.text(at, "TYPE_OF_DATE") == "APPROXIMATELY";
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
        return std::nullopt;
    }
    const auto single = is_circa ? DatePrecision::kApproximate : DatePrecision::kExact;
    return make_birth(from, to, from == to ? single : DatePrecision::kRange);
}

/// Whatever has no field of its own stays readable: comments, designations, titles, notes, and the
/// elements that say something and could not be read into a field.
class Remarks final {
public:
    void add(std::string_view text) {
        const std::string folded = fold_blanks(text);
        if (!is_filler(folded)) {
            text_ += core::cat(text_.empty() ? "" : "; ", folded);
        }
    }
    void add_unread(std::string text) {
        unread_ += text.empty() ? 0U : 1U;
        add(text);
    }
    [[nodiscard]] std::uint64_t unread() const { return unread_; }
    [[nodiscard]] std::string take() const { return cut_utf8(text_, kMaxListedRemarks); }

private:
    std::string text_;
    std::uint64_t unread_{0};
};

void add_free_text(const Record& record, Remarks& remarks) {
    for (const Element& element : record.elements) {
        const std::string& parent = record.elements[element.parent].name;
        const bool is_kept = element.name == "COMMENTS1" || element.name == "NOTE" ||
                             element.name == "TITLE" || parent == "DESIGNATION" ||
                             parent == "TITLE";
        if (is_kept) {
            remarks.add(element.text);
        }
    }
    for (const std::string_view name : {"INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"}) {
        for (const std::size_t at : record.children(0, name)) {
            remarks.add(raw_text(record, at));
        }
    }
}

void add_births(const Record& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "INDIVIDUAL_DATE_OF_BIRTH")) {
        if (const auto birth = birth_of(record, at); birth) {
            add_birth_once(entry, *birth);
        } else if (raw_text(record, at) != core::cat("NOTE ", record.text(at, "NOTE"))) {
            remarks.add_unread(raw_text(record, at));  // A note alone is in the remarks already.
        }
    }
}

/// An alias may come with a date and a place of birth of its own: false papers have them.
void add_aliases(const Record& record, ListEntry& entry, Remarks& remarks) {
    const bool is_person = entry.kind == EntryKind::kPerson;
    const std::string_view element = is_person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS";
    for (const std::size_t at : record.children(0, element)) {
        const std::string listed = record.text(at, "ALIAS_NAME");
        if (add_un_alias({listed, record.text(at, "QUALITY"), record.text(at, "NOTE")}, entry)) {
            remarks.add(listed);
        }
        const std::string told = record.text(at, "DATE_OF_BIRTH");
        const PartialDate born = iso_date(told);
        if (born.is_known()) {
            add_birth_once(entry, make_birth(born, born, DatePrecision::kExact));
        } else if (!told.empty()) {
            remarks.add_unread(core::cat("DATE_OF_BIRTH ", told));
        }
        add_place_once(entry, place_of(record, at, {"CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"}));
    }
}

/// True where the element says more than a ListedDocument holds.
bool says_more(const Record& record, std::size_t document) {
    for (const std::string_view name : {"TYPE_OF_DOCUMENT2", "DATE_OF_ISSUE", "CITY_OF_ISSUE"}) {
        if (!record.text(document, name).empty()) {
            return true;
        }
    }
    return record.text(document, "NUMBER").empty();
}

void add_documents(const Record& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "INDIVIDUAL_DOCUMENT")) {
        ListedDocument document;
        document.kind = record.text(at, "TYPE_OF_DOCUMENT");
        document.number = Redacted<std::string>{record.text(at, "NUMBER")};
        document.issuer = record.text(at, "ISSUING_COUNTRY");
        if (document.issuer.empty()) {
            document.issuer = record.text(at, "COUNTRY_OF_ISSUE");
        }
        if (says_more(record, at)) {
            remarks.add(raw_text(record, at));
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
        add_place_once(entry, place_of(record, at, {"CITY", "STATE_PROVINCE", "COUNTRY"}));
    }
}

/// `unread`: elements that say something and are only in the remarks.
ListEntry to_entry(const Record& record, std::uint64_t& unread) {
    ListEntry entry;
    const bool is_person = record.elements[0].name == "INDIVIDUAL";
    entry.id = record.text(0, "REFERENCE_NUMBER");
    entry.kind = is_person ? EntryKind::kPerson : EntryKind::kOrganisation;
    entry.source = "UN";
    entry.programme = record.text(0, "UN_LIST_TYPE");
    entry.listed_on = iso_date(record.text(0, "LISTED_ON"));
    entry.sex = parse_sex(record.text(0, "GENDER"));
    Remarks remarks;
    add_free_text(record, remarks);
    add_primary(record, entry);
    add_births(record, entry, remarks);
    add_aliases(record, entry, remarks);
    add_documents(record, entry, remarks);
    add_places(record, entry);
    entry.remarks = Redacted<std::string>{remarks.take()};
    unread += remarks.unread();
    return entry;
}

/// What expat's callbacks fill. They run inside XML_Parse, on its caller's thread.
struct Import {
    XML_Parser parser{nullptr};
    EntryTaker* taker{nullptr};
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
        std::string place = core::cat(
            record.elements[0].name, " ", taker->report().records_seen + 1, ", line ", record_line);
        core::Status taken;
        if (is_too_large) {
            taken = taker->refuse(std::move(place), "the record passes its size limit");
        } else {
            taken = taker->take(std::move(place), to_entry(record, taker->report().unread));
        }
        if (!taken) {
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

core::Result<ImportReport> import_un_xml(const ByteSource& from,
                                         const EntrySink& sink,
                                         References& before) {
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser{
        XML_ParserCreate(nullptr), &XML_ParserFree};
    if (parser == nullptr) {
        return Error{Errc::kExhausted, "UN list: no memory for an XML parser"};
    }
    EntryTaker taker{sink, before};
    Import import;
    import.parser = parser.get();
    import.taker = &taker;
    XML_SetUserData(parser.get(), &import);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    SARHAD_TRY_STATUS(feed(import, from));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
