#include "ctl/commands.h"

namespace sarhad::ctl {

Outcome run(const NodeAdd& /*options*/, Context& /*context*/) {
    return core::Error{core::Errc::kUnavailable, "node add: no daemon yet"};
}

}  // namespace sarhad::ctl
