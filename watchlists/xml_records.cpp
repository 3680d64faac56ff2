#include "xml_records.h"

#include "text_forms.h"

#include "core/text.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string clean(std::string_view text) {
    std::string folded = fold_blanks(text);
    return is_filler(folded) ? std::string{} : folded;
}

/// What expat's callbacks fill. They run inside XML_Parse, on its caller's thread.
class Reading final {
public:
    Reading(XML_Parser parser,
            const XmlShape& shape,
            const XmlSink& sink,
            std::map<std::string, std::uint64_t>& side)
        : parser_{parser}, shape_{shape}, sink_{sink}, side_{side} {}

    void stop(Errc code, std::string_view why) {
        if (status_) {
            status_ = Error{code, core::cat(shape_.what, ", line ", line(), ": ", why)};
        }
        XML_StopParser(parser_, XML_FALSE);
    }

    void start(const char* name, const char** attributes) {
        if (++depth_ > kMaxXmlDepth) {
            stop(Errc::kInvalid, core::cat("elements nest deeper than ", kMaxXmlDepth));
            return;
        }
        const std::string_view tag = local_name(name);
        if (!open_.empty()) {
            add(tag, attributes, open_.back());
        } else if (depth_ == 1) {
            check_root(tag);
        } else if (is_one_of(shape_.tags, tag)) {
            record_ = {};
            record_.line = line();
            text_size_ = 0;
            add(tag, attributes, 0);
        } else {
            pass_over(tag);
        }
    }

    void text(const char* bytes, int size) {
        if (!open_.empty() && has_room(static_cast<std::size_t>(size))) {
            record_.elements[open_.back()].text.append(bytes, static_cast<std::size_t>(size));
        }
    }

    void end() {
        --depth_;
        if (open_.empty()) {
            return;
        }
        open_.pop_back();
        if (!open_.empty()) {
            return;
        }
        if (core::Status taken = sink_(std::move(record_)); !taken) {
            status_ = std::move(taken);
            XML_StopParser(parser_, XML_FALSE);
        }
    }

    [[nodiscard]] const core::Status& status() const { return status_; }

private:
    static bool is_one_of(std::span<const std::string_view> names, std::string_view tag) {
        return std::find(names.begin(), names.end(), tag) != names.end();
    }

    void check_root(std::string_view tag) {
        if (tag != shape_.root) {
            stop(Errc::kInvalid,
                 core::cat("its root is <",
                           cut_utf8(tag, 64),
                           ">, wanted <",
                           shape_.root,
                           ">: it is another list, or another version of it"));
        }
    }

    void pass_over(std::string_view tag) {
        const std::string name = cut_utf8(tag, 64);
        if (!shape_.frames.empty() && !is_one_of(shape_.frames, tag) &&
            (side_.contains(name) || side_.size() < kMaxSideKinds)) {
            ++side_[name];
        }
    }

    [[nodiscard]] std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_); }

    bool has_room(std::size_t more) {
        text_size_ += more;
        record_.is_too_large = record_.is_too_large || text_size_ > kMaxXmlRecordText;
        return !record_.is_too_large;
    }

    void add(std::string_view tag, const char** attributes, std::size_t parent) {
        record_.is_too_large = record_.is_too_large || record_.elements.size() >= kMaxXmlElements;
        if (record_.is_too_large) {
            open_.push_back(parent);
            return;
        }
        XmlElement element{std::string{tag}, "", parent, {}};
        for (; *attributes != nullptr; attributes += 2) {
            const std::string_view value{attributes[1]};
            if (has_room(value.size())) {
                element.attributes.push_back(
                    {std::string{local_name(attributes[0])}, std::string{value}});
            }
        }
        open_.push_back(record_.elements.size());
        record_.elements.push_back(std::move(element));
    }

    XML_Parser parser_;
    const XmlShape& shape_;
    const XmlSink& sink_;
    std::map<std::string, std::uint64_t>& side_;
    core::Status status_;
    std::size_t depth_{0};
    XmlRecord record_;
    std::vector<std::size_t> open_;  ///< Elements of the record not yet closed.
    std::size_t text_size_{0};
};

void XMLCALL on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
    static_cast<Reading*>(user)->start(name, attributes);
}
void XMLCALL on_end(void* user, const XML_Char* /*name*/) {
    static_cast<Reading*>(user)->end();
}
void XMLCALL on_text(void* user, const XML_Char* bytes, int size) {
    static_cast<Reading*>(user)->text(bytes, size);
}
void XMLCALL on_doctype(void* user,
                        const XML_Char* /*name*/,
                        const XML_Char* /*system*/,
                        const XML_Char* /*publik*/,
                        int /*has_internal_subset*/) {
    static_cast<Reading*>(user)->stop(Errc::kInvalid,
                                      "the file declares a DTD; only plain XML is taken");
}

/// Expat knows UTF-8, UTF-16, Latin-1 and ASCII; lists are written in Windows' own too.
int XMLCALL on_encoding(void* /*data*/, const XML_Char* name, XML_Encoding* encoding) {
    const std::string word = core::ascii_lower(name);
    if (word != "windows-1252" && word != "cp1252") {
        return XML_STATUS_ERROR;
    }
    for (unsigned byte = 0; byte < 256; ++byte) {
        encoding->map[byte] = static_cast<int>(cp1252_code(static_cast<std::uint8_t>(byte)));
        encoding->map[byte] = byte != 0 && encoding->map[byte] == 0 ? -1 : encoding->map[byte];
    }
    encoding->data = nullptr;
    encoding->convert = nullptr;
    encoding->release = nullptr;
    return XML_STATUS_OK;
}

/// Why the parser stopped, and the remedy where it does not say it.
std::string_view why(XML_Error code) {
    return code == XML_ERROR_UNKNOWN_ENCODING
               ? "its encoding is none of UTF-8, UTF-16, Latin-1 and windows-1252: save it as UTF-8"
               : std::string_view{XML_ErrorString(code)};
}

core::Status feed(XML_Parser parser, Reading& reading, const ByteSource& from) {
    std::array<std::uint8_t, 16'384> buffer{};
    while (true) {
        SARHAD_TRY(const std::size_t got, from(buffer));
        SARHAD_CHECK(got <= buffer.size());
        const auto parsed = XML_Parse(parser,
                                      reinterpret_cast<const char*>(buffer.data()),
                                      static_cast<int>(got),
                                      got == 0 ? XML_TRUE : XML_FALSE);
        if (parsed != XML_STATUS_OK && reading.status()) {
            reading.stop(Errc::kInvalid, why(XML_GetErrorCode(parser)));
        }
        if (!reading.status() || got == 0) {
            return reading.status();
        }
    }
}

}  // namespace

std::string XmlRecord::text_of(std::size_t at) const {
    elements[at].is_asked = true;
    return clean(elements[at].text);
}

std::string XmlRecord::text(std::size_t parent, std::string_view name) const {
    for (std::size_t i = parent + 1; i < elements.size(); ++i) {
        if (elements[i].parent == parent && elements[i].name == name) {
            return text_of(i);
        }
    }
    return {};
}

std::string XmlRecord::attribute(std::size_t at, std::string_view name) const {
    for (const XmlAttribute& listed : elements[at].attributes) {
        if (listed.name == name) {
            listed.is_asked = true;
            return clean(listed.value);
        }
    }
    return {};
}

std::vector<std::size_t> XmlRecord::children(std::size_t parent, std::string_view name) const {
    std::vector<std::size_t> found;
    for (std::size_t i = parent + 1; i < elements.size(); ++i) {
        if (elements[i].parent == parent && elements[i].name == name) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<std::size_t> XmlRecord::below(std::size_t at, std::string_view name) const {
    std::vector<std::size_t> found;
    // Document order: what lies below `at` follows it until an element with an earlier parent.
    for (std::size_t i = at + 1; i < elements.size() && elements[i].parent >= at; ++i) {
        if (elements[i].name == name) {
            found.push_back(i);
        }
    }
    return found;
}

core::Status read_xml_records(const ByteSource& from,
                              const XmlShape& shape,
                              const XmlSink& sink,
                              std::map<std::string, std::uint64_t>& side) {
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser{
        XML_ParserCreate(nullptr), &XML_ParserFree};
    if (parser == nullptr) {
        return Error{Errc::kExhausted, core::cat(shape.what, ": no memory for an XML parser")};
    }
    Reading reading{parser.get(), shape, sink, side};
    XML_SetUserData(parser.get(), &reading);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    XML_SetUnknownEncodingHandler(parser.get(), on_encoding, nullptr);
    return feed(parser.get(), reading, from);
}

}  // namespace sarhad::watchlists
