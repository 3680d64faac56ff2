#include "asycuda.h"

#include "asycuda_reader.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using Element = XmlTree::Element;

constexpr std::string_view kDeclaration = "ASYCUDA";
constexpr std::string_view kPack = "AsycudaWorldPack";  ///< Holds documents.
constexpr std::array kDocuments{AsycudaDocument{"Awmds", "AWMDS", "manifest"},
                                AsycudaDocument{"Awbolds", "AWBOLDS", "house-bills"},
                                AsycudaDocument{"Awmcds", "AWMCDS", "house-bills"},
                                AsycudaDocument{"Awbolegmds", "AWBOLEGMDS", "manifest-changed"},
                                AsycudaDocument{"Awappend", "AWAPPEND", "manifest-changed"},
                                AsycudaDocument{kDeclaration, "SAD", "declaration"}};

const AsycudaDocument* document_named(std::string_view name) {
    const auto* const found =
        std::find_if(kDocuments.begin(), kDocuments.end(), [name](const AsycudaDocument& known) {
            return known.name == name;
        });
    return found == kDocuments.end() ? nullptr : found;
}

/// Those of a pack, in their order, at whatever depth they stand.
std::vector<Element> documents_in(const Element& pack) {
    std::vector<Element> found;
    for (const AsycudaDocument& known : kDocuments) {
        for (const Element& one : pack.all(known.name))
            found.push_back(one);
    }
    std::sort(found.begin(), found.end(), [](const Element& left, const Element& right) {
        return left.number() < right.number();
    });
    return found;
}

facts::Message read_document(const Element& root, LineRoom& room, const XmlTree& damaged) {
    ManifestDraft draft{room, line_of(root)};
    if (root.name() == kDeclaration) {
        read_asycuda_declaration(root, draft);
    } else {
        read_asycuda_manifest(root, *document_named(root.name()), draft);
    }
    if (!damaged.is_whole()) {
        const Line at{{}, 0, damaged.damaged_at()};
        draft.draft().problem(
            at, "damaged-xml", "the XML breaks off or is damaged here: what stands before is read");
    }
    return std::move(draft).finish();
}

std::vector<facts::Message> read_pack(const XmlTree& tree) {
    const Element pack = tree.root();
    const std::vector<Element> documents = documents_in(pack);
    if (documents.empty()) {
        return {refused_file("no-message",
                             pack.offset(),
                             "the pack holds no manifest and no declaration that is known here")};
    }
    std::vector<facts::Message> all;
    LineRoom room;
    for (const Element& document : documents) {
        if (all.size() == kMessages) {
            all.push_back(
                refused_file("too-many-messages",
                             document.offset(),
                             core::cat("only the first ", kMessages, " are read: split it")));
            break;
        }
        all.push_back(read_document(document, room, tree));
    }
    return all;
}

}  // namespace

bool is_asycuda_file(core::ByteView file) {
    const std::string_view root = xml_root_name(file);
    return root == kPack || document_named(root) != nullptr;
}

std::vector<facts::Message> read_asycuda_file(core::ByteView file) {
    const auto tree = XmlTree::read(file);
    if (!tree) return {refused_file("bad-xml", 0, tree.error().what)};
    if (tree->root().name() == kPack) return read_pack(*tree);
    LineRoom room;
    return {read_document(tree->root(), room, *tree)};
}

}  // namespace sarhad::intake
