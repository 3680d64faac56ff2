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

int to_int(ExitCode code) noexcept {
    return static_cast<int>(code);
}

}  // namespace sarhad::daemon
