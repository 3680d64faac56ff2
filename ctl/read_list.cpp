#include "ctl/read_list.h"

#include <memory>

namespace sarhad::ctl {
namespace {

constexpr std::uint64_t kReadBytes = 1U << 20U;

}  // namespace

editions::ListReader list_reader(Context& context, const std::string& path) {
    return editions::ListReader{
        [&context, path, offset = std::uint64_t{0}]() mutable -> core::Result<core::Bytes> {
            auto piece = context.files.read_part(path, offset, core::ByteSize{kReadBytes});
            if (!piece) {
                return core::Error{core::Errc::kInvalid, piece.error().what};
            }
            offset += piece->size();
            return piece;
        }};
}

}  // namespace sarhad::ctl
