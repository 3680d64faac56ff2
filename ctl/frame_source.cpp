#include "ctl/frame_source.h"

#include "trial/frame_guard.h"
#include "wire/keyring.h"

#include <utility>

namespace sarhad::ctl {

core::Result<std::unique_ptr<rules::frames::SectionGuard>> frame_guard(
    Context& context, const std::string& key_file) {
    using Guard = std::unique_ptr<rules::frames::SectionGuard>;
    if (key_file.empty()) {
        return Guard{std::make_unique<trial::CheckedFrames>()};
    }
    SARHAD_TRY(core::Bytes bytes, read_input(context, key_file, core::kibibytes(4)));
    auto key = wire::parse_key_file(bytes, wire::KeyKind::kStoreSecret);
    wire::wipe(bytes);
    if (!key) {
        return about(key_file, key.error());
    }
    return Guard{std::make_unique<trial::SealedFrames>(*std::move(key), context.random)};
}

}  // namespace sarhad::ctl
