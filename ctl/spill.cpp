#include "ctl/spill.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::ctl {

Spill::Spill(core::Files& files, std::string path) : files_{files}, path_{std::move(path)} {}

Spill::~Spill() {
    if (written_ > 0) {
        static_cast<void>(files_.remove(path_));  // Nothing is left to do where it cannot be.
    }
}

core::Status Spill::add(core::ByteView bytes) {
    core::append(held_, bytes);
    if (held_.size() < kHeldMax) {
        return {};
    }
    if (written_ == 0) {
        SARHAD_TRY_STATUS(files_.remove(path_));
    }
    SARHAD_TRY_STATUS(files_.append(path_, held_, core::FileMode::kPrivate));
    written_ += held_.size();
    held_.clear();
    return {};
}

core::Result<core::Bytes> Spill::part(std::uint64_t offset, std::size_t most) const {
    if (offset >= written_) {
        const std::size_t at = std::min<std::uint64_t>(offset - written_, held_.size());
        const std::size_t count = std::min(held_.size() - at, most);
        return core::to_bytes(core::ByteView{held_}.subspan(at, count));
    }
    const std::uint64_t count = std::min<std::uint64_t>(written_ - offset, most);
    SARHAD_TRY(core::Bytes bytes, files_.read_part(path_, offset, core::ByteSize{count}));
    if (bytes.size() != count) {
        return core::Error{core::Errc::kUnavailable,
                           core::cat(path_, ": was cut while it was needed: begin again")};
    }
    return bytes;
}

core::Status Spill::read(const std::function<core::Status(core::ByteView)>& take) const {
    for (std::uint64_t offset = 0; offset < size();) {
        SARHAD_TRY(const core::Bytes bytes, part(offset));
        SARHAD_TRY_STATUS(take(bytes));
        offset += bytes.size();
    }
    return {};
}

}  // namespace sarhad::ctl
