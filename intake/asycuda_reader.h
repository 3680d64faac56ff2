#pragma once

#include "manifest_draft.h"
#include "xml_tree.h"

namespace sarhad::intake {

/// The place of an element, for problems.
[[nodiscard]] inline Line line_of(const XmlTree::Element& element) {
    return {element.name(), element.number(), element.offset()};
}

/// A document of ASYCUDA, by the name of its element.
struct AsycudaDocument {
    std::string_view name;
    std::string_view format;
    std::string_view function;
};

/// Reads all but <ASYCUDA>.
void read_asycuda_manifest(const XmlTree::Element& root,
                           const AsycudaDocument& document,
                           ManifestDraft& draft);
/// Reads <ASYCUDA>, a single administrative document.
void read_asycuda_declaration(const XmlTree::Element& root, ManifestDraft& draft);

}  // namespace sarhad::intake
