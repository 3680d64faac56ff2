#pragma once

#include "watchlists/import.h"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// One attribute of an element.
struct XmlAttribute {
    std::string name;
    std::string value;
    mutable bool is_asked{false};  ///< XmlRecord gave it to somebody.
};

/// An element of an XML record. Names are without namespace prefixes.
struct XmlElement {
    std::string name;
    std::string text;       ///< Its own, without that of its children.
    std::size_t parent{0};  ///< In XmlRecord::elements; the record itself is its own parent.
    std::vector<XmlAttribute> attributes;
    mutable bool is_asked{false};  ///< XmlRecord gave its text to somebody.
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

/// How a list's file is made.
struct XmlShape {
    std::string_view what;  ///< Begins the error texts: "UN list".
    std::string_view root;
    std::span<const std::string_view> tags;  ///< Elements that are records, outermost first.
    /// Elements around records that are none; others are told as side records. Empty: all may be.
    std::span<const std::string_view> frames{};
};

/// Takes each record; an error ends the reading and is handed on.
using XmlSink = std::function<core::Status(XmlRecord record)>;

/// Reads XML of any size and hands on every record. kInvalid with the line where the root is
/// another, the XML is not well-formed, declares a DTD, or nests past kMaxXmlDepth. Memory is
/// bounded by one record. What is neither record nor frame is counted in `side`, by its name, the
/// first kMaxSideKinds of them.
[[nodiscard]] core::Status read_xml_records(const ByteSource& from,
                                            const XmlShape& shape,
                                            const XmlSink& sink,
                                            std::map<std::string, std::uint64_t>& side);

}  // namespace sarhad::watchlists
