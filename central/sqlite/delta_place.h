#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/result.h"
#include "wire/messages.h"

#include <string_view>
#include <vector>

namespace sarhad::central {

inline constexpr std::string_view kDeltaTable = "delta";

/// What a delta's body is bound to.
[[nodiscard]] core::Bytes delta_place(core::StreamId stream, core::Epoch epoch, core::Seq seq);

/// The body of a delta out of our own store, as ops_of().
[[nodiscard]] core::Result<wire::DeltaBody> body_of(const wire::Delta& delta);
/// The ops of a delta out of our own store: signed here, and sealed under our own key since, it
/// need not be verified again. Errors as facts::from_value().
[[nodiscard]] core::Result<std::vector<wire::Op>> ops_of(const wire::Delta& delta);

}  // namespace sarhad::central
