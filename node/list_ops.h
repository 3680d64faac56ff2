#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "wire/messages.h"

#include <string>

namespace sarhad::node {

/// The delta, for an error's text.
[[nodiscard]] std::string name_of(const wire::DeltaBody& delta);

/// A delta that this program could not use later is refused now, whatever its signatures say.
[[nodiscard]] core::Status check_op(const wire::DeltaBody& delta, const wire::Op& op);

/// The note of a list that is taken again, until an edition of it is complete.
[[nodiscard]] std::string again_note(core::StreamId stream);

}  // namespace sarhad::node
