#pragma once

#include "watchlists/import.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::watchlists {

/// An element of an XML record. Names are without namespace prefixes.
struct XmlElement {
    std::string name;
    std::string text;       ///< Its own, without that of its children.
    std::size_t parent{0};  ///< In XmlRecord::elements; the record itself is its own parent.
    std::vector<std::pair<std::string, std::string>> attributes;
};

/// One record of an XML list as a flat tree, in document order; element 0 is the record itself.
/// Texts are given with blanks folded, and "" where the source writes a filler ("na", "-").
class XmlRecord final {
public:
    std::vector<XmlElement> elements;
    std::uint64_t line{0};     ///< Where it begins, from 1.
    bool is_too_large{false};  ///< It passed a limit; the elements are not complete.

    [[nodiscard]] const std::string& name() const { return elements[0].name; }
    [[nodiscard]] std::string text_of(std::size_t at) const;
    /// Of the first child `name` of `parent`.
    [[nodiscard]] std::string text(std::size_t parent, std::string_view name) const;
    [[nodiscard]] std::string attribute(std::size_t at, std::string_view name) const;
    [[nodiscard]] std::vector<std::size_t> children(std::size_t parent,
                                                    std::string_view name) const;
    /// Children of children: all `name` anywhere below `at`.
    [[nodiscard]] std::vector<std::size_t> below(std::size_t at, std::string_view name) const;
};

inline constexpr std::size_t kMaxXmlDepth = 32;
inline constexpr std::size_t kMaxXmlElements = 16'384;       ///< Of one record.
inline constexpr std::size_t kMaxXmlRecordText = 2U << 20U;  ///< Bytes, attributes included.

/// Takes each record; an error ends the reading and is handed on.
using XmlSink = std::function<core::Status(XmlRecord record)>;

/// Reads XML of any size and hands on every element named in `tags` as a record, outermost first.
/// `what` begins the error texts ("UN list"). kInvalid with the line where the XML is not
/// well-formed, declares a DTD, or nests past kMaxXmlDepth. Memory is bounded by one record.
[[nodiscard]] core::Status read_xml_records(const ByteSource& from,
                                            std::string_view what,
                                            std::span<const std::string_view> tags,
                                            const XmlSink& sink);

}  // namespace sarhad::watchlists
