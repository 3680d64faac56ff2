#pragma once

#include "rules/author/compiled_rule.h"
#include "rules/engine/frame.h"
#include "rules/engine/reference_lists.h"
#include "rules/schema/fact_schema.h"

#include <span>

namespace sarhad::rules {

/// What a frame is made of and beside, for frame_facts(). All outlive what it gives.
struct FrameSource {
    const engine::Frame& frame;
    const cel::SlotLayout& layout;  ///< The frame's.
    const engine::ReferenceLists& lists;
    const FactSchema& schema;
};

/// The facts of a frame as explain() takes them, slot by slot: what is unknown there is unknown
/// here, also where its feed has arrived otherwise. Of the reference sets only those that one of
/// `rules` names, all of them asked of the frame's kind (asked_of()); one at least (checked).
/// `arena`: of kFactBytesMax; what it held is gone. kExhausted where it is too small.
[[nodiscard]] core::Result<FactFrame> frame_facts(const FrameSource& source,
                                                  std::span<const CompiledRule* const> rules,
                                                  cel::Arena& arena);

}  // namespace sarhad::rules
