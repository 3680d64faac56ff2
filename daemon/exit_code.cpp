#include "daemon/exit_code.h"

namespace sarhad::daemon {

ExitCode exit_code_of(core::Errc code) noexcept {
    switch (code) {
        case core::Errc::kInvalid:
        case core::Errc::kCorrupt:
            return ExitCode::kBadInput;
        case core::Errc::kNotFound:
        case core::Errc::kConflict:  // The same again would fail again: something must change.
            return ExitCode::kFailed;
        case core::Errc::kExhausted:
            return ExitCode::kTryAgain;
        case core::Errc::kUnauthenticated:
            return ExitCode::kNotAllowed;
        case core::Errc::kUnavailable:
            return ExitCode::kUnreachable;
    }
    return ExitCode::kInternal;
}

ExitCode exit_code_of_start(core::Errc code) noexcept {
    const bool is_of_files = code == core::Errc::kInvalid || code == core::Errc::kNotFound ||
                             code == core::Errc::kUnauthenticated;
    return is_of_files ? ExitCode::kConfig : exit_code_of(code);
}

int to_int(ExitCode code) noexcept {
    return static_cast<int>(code);
}

}  // namespace sarhad::daemon
