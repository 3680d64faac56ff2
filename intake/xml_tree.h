#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

inline constexpr std::size_t kXmlDepthMax = 32;
inline constexpr std::size_t kXmlElementsMax = 400'000;    ///< Of a file.
inline constexpr std::size_t kXmlAttributesMax = 800'000;  ///< Of a file.

/// The elements of an XML file in document order with their attributes, without comments and
/// namespaces' prefixes. Whoever has read a part of it knows by is_whole() that there is more.
class XmlTree {
public:
    /// One element, or none: of none every part is empty. Valid as long as the tree.
    class Element {
    public:
        [[nodiscard]] bool exists() const { return tree_ != nullptr; }
        [[nodiscard]] std::string_view name() const;
        /// Its own text, blanks folded; that of the elements in it is none of it.
        [[nodiscard]] std::string_view text() const;
        /// The part of text() that stands in its first line.
        [[nodiscard]] std::string_view first_line() const;
        /// The value of its attribute of that name; "" where it has none.
        [[nodiscard]] std::string_view attribute(std::string_view name) const;
        /// Those right in it, in order.
        [[nodiscard]] std::vector<Element> children() const;
        /// The first of them with that name; none where there is none.
        [[nodiscard]] Element child(std::string_view name) const;
        /// In the file, from 1, and the byte of its name.
        [[nodiscard]] std::uint32_t number() const { return static_cast<std::uint32_t>(at_ + 1); }
        [[nodiscard]] std::uint32_t offset() const;
        /// The first element of that name in it, at any depth; none where there is none.
        [[nodiscard]] Element find(std::string_view name) const;
        /// The text of find(name).
        [[nodiscard]] std::string_view text_of(std::string_view name) const;
        /// All of that name in it that stand in no other of that name.
        [[nodiscard]] std::vector<Element> all(std::string_view name) const;

    private:
        friend class XmlTree;
        Element() = default;
        Element(const XmlTree& tree, std::size_t at) : tree_{&tree}, at_{at} {}
        const XmlTree* tree_{nullptr};
        std::size_t at_{0};
    };

    /// Total. kInvalid, with the byte and the remedy, for what holds no element, declares a
    /// document type (nobody's entities are expanded), or passes a limit. XML that breaks off or is
    /// damaged gives the elements before the damage.
    /// `lined`: in the texts of elements of this name line breaks stay, as "\n".
    [[nodiscard]] static core::Result<XmlTree> read(core::ByteView file,
                                                    std::string_view lined = {});

    [[nodiscard]] Element root() const { return Element{*this, 0}; }
    [[nodiscard]] bool is_whole() const { return is_whole_; }
    [[nodiscard]] std::uint32_t damaged_at() const { return damaged_at_; }  ///< Byte.

private:
    struct Attribute {
        std::string name;
        std::string value;
    };
    struct Entry {
        std::string name;
        std::string text;
        std::vector<Attribute> attributes;
        std::uint32_t offset{0};
        std::uint32_t end{0};         ///< The entry behind its last descendant.
        std::uint32_t first_line{0};  ///< Bytes of the text's first line.
    };
    friend class XmlTreeBuilder;
    std::vector<Entry> entries_;
    std::uint32_t damaged_at_{0};
    bool is_whole_{true};
};

/// The name of the first element of a file that starts as XML does, without its prefix; "" for
/// anything else. Reads the first 4 KiB.
[[nodiscard]] std::string_view xml_root_name(core::ByteView file);

}  // namespace sarhad::intake
