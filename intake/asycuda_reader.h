#pragma once

#include "manifest_draft.h"
#include "xml_tree.h"

namespace sarhad::intake {

/// The place of an element, for problems.
[[nodiscard]] inline Line line_of(const XmlTree::Element& element) {
    return {element.name(), element.number(), element.offset()};
}

/// Reads <Awmds> and <Awbolds>, <Awmcds>.
void read_asycuda_manifest(const XmlTree::Element& root, ManifestDraft& draft);
/// Reads <ASYCUDA>, a single administrative document.
void read_asycuda_declaration(const XmlTree::Element& root, ManifestDraft& draft);

}  // namespace sarhad::intake
