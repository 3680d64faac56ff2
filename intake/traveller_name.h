#pragma once

#include "message_draft.h"

#include <cstddef>

namespace sarhad::intake {

/// The name of C080 in `element` of a NAD: surname, first name, and what follows as middle name;
/// the code of the name's format (3045) is none of it. Where it is empty, the address line before
/// it is taken as the full name. A missing or misplaced name is a problem.
void read_name(MessageDraft& draft,
               const Segment& nad,
               std::size_t element,
               facts::Traveller& traveller);

/// The segment after a NAD, whose tag is known to nobody, is the rest of a name that holds an
/// apostrophe without its release character ("O'BRIEN:JOHN"): the NAD ends in a name, and the
/// segment has not the shape of one.
[[nodiscard]] bool continues_name(const Segment& nad, std::size_t element, const Segment& next);
/// Reads the two as one name, with a problem.
void continue_name(MessageDraft& draft,
                   const Segment& nad,
                   std::size_t element,
                   const Segment& next,
                   facts::Traveller& traveller);

}  // namespace sarhad::intake
