#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>

namespace sarhad::wire {

/// `plain` as one zstd frame that names its size. Thread: any.
[[nodiscard]] core::Bytes pack(core::ByteView plain);

/// What pack() was given. Total, of anybody's bytes: one frame, nothing behind it, that names a
/// size of at most `at_most` bytes and no dictionary. Nothing is allocated for a larger one, nor
/// for a window: it is unpacked in place. kExhausted: a larger one. kInvalid: anything else.
[[nodiscard]] core::Result<core::Bytes> unpacked(core::ByteView packed, std::size_t at_most);

}  // namespace sarhad::wire
