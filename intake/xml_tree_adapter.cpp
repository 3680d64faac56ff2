#include "xml_tree.h"

#include "core/text.h"

#include <pugixml.hpp>

#include <algorithm>

namespace sarhad::intake {
namespace {

using core::Errc;
using core::Error;

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Behind what stands in `text` already.
void append_folded(std::string& text, std::string_view more) {
    text += text.empty() ? "" : " ";
    text += core::fold_blanks(more);
}

void append_lines(std::string& text, std::string_view more) {
    for (const std::string_view line : core::split(more, '\n')) {
        const std::string folded = core::fold_blanks(line);
        if (folded.empty()) continue;
        if (!text.empty()) text.push_back('\n');
        text += folded;
    }
}

}  // namespace

/// Copies the library's tree into ours, without recursion.
class XmlTreeBuilder {
public:
    XmlTreeBuilder(XmlTree& tree, std::size_t file_bytes, std::string_view lined)
        : tree_{tree}, bytes_{file_bytes}, lined_{lined} {}

    core::Status copy(const pugi::xml_document& document) {
        pugi::xml_node node = document.first_child();
        while (node) {
            if (node.type() == pugi::node_doctype) return refused(node, "declares a DOCTYPE");
            if (node.type() == pugi::node_element) {
                if (open_.size() >= kXmlDepthMax) return refused(node, "nests too deep");
                if (tree_.entries_.size() >= kXmlElementsMax) {
                    return refused(node, "has too many elements");
                }
                open(node);
                if (attributes_ > kXmlAttributesMax) {
                    return refused(node, "has too many attributes");
                }
                if (const pugi::xml_node child = node.first_child()) {
                    node = child;
                    continue;
                }
                close();
            } else if (!open_.empty() &&
                       (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)) {
                XmlTree::Entry& entry = tree_.entries_[open_.back()];
                if (entry.name == lined_) {
                    append_lines(entry.text, node.value());
                } else {
                    add_text(entry, node.value());
                }
            }
            node = next_of(node);
        }
        return {};
    }

private:
    /// The node behind this one in document order, its children aside; elements that end are
    /// closed.
    pugi::xml_node next_of(pugi::xml_node node) {
        while (node) {
            if (const pugi::xml_node sibling = node.next_sibling()) return sibling;
            node = node.parent();
            if (node.type() != pugi::node_element) return {};
            close();
        }
        return {};
    }

    void open(const pugi::xml_node& node) {
        XmlTree::Entry entry;
        entry.name = std::string{without_prefix(node.name())};
        entry.offset = offset_of(node);
        for (pugi::xml_attribute one = node.first_attribute();
             one && attributes_ <= kXmlAttributesMax;
             one = one.next_attribute()) {
            ++attributes_;
            entry.attributes.push_back(
                {std::string{without_prefix(one.name())}, std::string{one.value()}});
        }
        open_.push_back(tree_.entries_.size());
        tree_.entries_.push_back(std::move(entry));
    }

    static void add_text(XmlTree::Entry& to, std::string_view sent) {
        const bool is_first = to.text.empty();
        append_folded(to.text, sent);
        if (!is_first) return;
        const std::string_view line = core::trim(sent);
        to.first_line = static_cast<std::uint32_t>(
            core::fold_blanks(line.substr(0, line.find_first_of("\r\n"))).size());
    }

    void close() {
        tree_.entries_[open_.back()].end = static_cast<std::uint32_t>(tree_.entries_.size());
        open_.pop_back();
    }

    [[nodiscard]] std::uint32_t offset_of(const pugi::xml_node& node) const {
        const std::ptrdiff_t at = std::max<std::ptrdiff_t>(node.offset_debug(), 0);
        return static_cast<std::uint32_t>(std::min(static_cast<std::size_t>(at), bytes_));
    }

    [[nodiscard]] core::Status refused(const pugi::xml_node& node, const char* what) const {
        return Error{Errc::kInvalid,
                     core::cat("byte ", offset_of(node), ": the XML ", what, ": send it without")};
    }

    XmlTree& tree_;
    std::size_t bytes_;
    std::string_view lined_;
    std::size_t attributes_{0};
    std::vector<std::size_t> open_{};
};

core::Result<XmlTree> XmlTree::read(core::ByteView file, std::string_view lined) {
    pugi::xml_document document;
    const pugi::xml_parse_result parsed =
        document.load_buffer(file.data(), file.size(), pugi::parse_default | pugi::parse_doctype);
    XmlTree tree;
    tree.is_whole_ = static_cast<bool>(parsed);
    const std::ptrdiff_t at = std::max<std::ptrdiff_t>(parsed.offset, 0);
    tree.damaged_at_ =
        static_cast<std::uint32_t>(std::min(static_cast<std::size_t>(at), file.size()));
    if (core::Status copied = XmlTreeBuilder{tree, file.size(), lined}.copy(document); !copied) {
        return std::move(copied).error();
    }
    if (tree.entries_.empty()) {
        return Error{
            Errc::kInvalid,
            core::cat("byte ", tree.damaged_at_, ": no XML element can be read: send it whole")};
    }
    return tree;
}

std::string_view XmlTree::Element::name() const {
    return exists() ? std::string_view{tree_->entries_[at_].name} : std::string_view{};
}

std::string_view XmlTree::Element::text() const {
    return exists() ? std::string_view{tree_->entries_[at_].text} : std::string_view{};
}

std::string_view XmlTree::Element::first_line() const {
    return exists() ? text().substr(0, tree_->entries_[at_].first_line) : std::string_view{};
}

std::string_view XmlTree::Element::attribute(std::string_view name) const {
    if (!exists()) return {};
    for (const Attribute& one : tree_->entries_[at_].attributes) {
        if (one.name == name) return one.value;
    }
    return {};
}

std::vector<XmlTree::Element> XmlTree::Element::children() const {
    std::vector<Element> found;
    if (!exists()) return found;
    const std::size_t end = tree_->entries_[at_].end;
    for (std::size_t i = at_ + 1; i < end; i = tree_->entries_[i].end)
        found.push_back(Element{*tree_, i});
    return found;
}

XmlTree::Element XmlTree::Element::child(std::string_view name) const {
    if (!exists()) return {};
    const std::size_t end = tree_->entries_[at_].end;
    for (std::size_t i = at_ + 1; i < end; i = tree_->entries_[i].end) {
        if (tree_->entries_[i].name == name) return Element{*tree_, i};
    }
    return {};
}

std::uint32_t XmlTree::Element::offset() const {
    return exists() ? tree_->entries_[at_].offset : 0;
}

XmlTree::Element XmlTree::Element::find(std::string_view name) const {
    if (!exists()) return {};
    for (std::size_t i = at_ + 1; i < tree_->entries_[at_].end; ++i) {
        if (tree_->entries_[i].name == name) return Element{*tree_, i};
    }
    return {};
}

std::string_view XmlTree::Element::text_of(std::string_view name) const {
    return find(name).text();
}

std::vector<XmlTree::Element> XmlTree::Element::all(std::string_view name) const {
    std::vector<Element> found;
    if (!exists()) return found;
    for (std::size_t i = at_ + 1; i < tree_->entries_[at_].end; ++i) {
        if (tree_->entries_[i].name != name) continue;
        found.push_back(Element{*tree_, i});
        i = tree_->entries_[i].end - 1;
    }
    return found;
}

std::string_view xml_root_name(core::ByteView file) {
    constexpr std::size_t kLooked = 4'096;
    std::string_view text = core::as_text(file).substr(0, kLooked);
    while (true) {
        const std::size_t start = text.find('<');
        if (start == std::string_view::npos) return {};
        const std::string_view before = text.substr(0, start);
        const bool is_blank = std::all_of(before.begin(), before.end(), [](char c) {
            return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x80;
        });
        if (!is_blank || start + 1 >= text.size()) return {};
        text.remove_prefix(start + 1);
        if (text.front() != '?' && text.front() != '!') break;
        const bool has_subset = text.starts_with("!DOCTYPE") && text.find('[') < text.find('>');
        const std::string_view end = text.starts_with("!--") ? "-->" : has_subset ? "]>" : ">";
        const std::size_t behind = text.find(end);
        if (behind == std::string_view::npos) return {};
        text.remove_prefix(behind + end.size());
    }
    const std::size_t end = std::min(text.find_first_of(" \t\r\n/>"), text.size());
    return without_prefix(text.substr(0, end));
}

}  // namespace sarhad::intake
