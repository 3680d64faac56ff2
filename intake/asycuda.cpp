#include "asycuda.h"

#include "asycuda_reader.h"

#include "core/text.h"

namespace sarhad::intake {

bool is_asycuda_file(core::ByteView file) {
    const std::string_view root = xml_root_name(file);
    return root == "Awmds" || root == "Awbolds" || root == "Awmcds" || root == "ASYCUDA";
}

std::vector<facts::Message> read_asycuda_file(core::ByteView file) {
    const auto tree = XmlTree::read(file);
    if (!tree) return {refused_file("bad-xml", 0, tree.error().what)};
    const XmlTree::Element root = tree->root();
    LineRoom room;
    ManifestDraft draft{room, line_of(root)};
    if (root.name() == "ASYCUDA") {
        read_asycuda_declaration(root, draft);
    } else {
        read_asycuda_manifest(root, draft);
    }
    if (!tree->is_whole()) {
        const Line at{{}, 0, tree->damaged_at()};
        draft.draft().problem(
            at, "damaged-xml", "the XML breaks off or is damaged here: what stands before is read");
    }
    return {std::move(draft).finish()};
}

}  // namespace sarhad::intake
