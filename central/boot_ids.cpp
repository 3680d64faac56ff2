#include "central/boot_ids.h"

#include <algorithm>

namespace sarhad::central {

bool BootIds::on_hello(const BootId& id, core::MonoTime now) {
    while (!returns_.empty() && now - returns_.front() >= kWindow) {
        returns_.pop_front();
    }
    if (!seen_.empty() && seen_.back() == id) {
        return returns_.size() > kReturnsAllowed;
    }
    const auto before = std::find(seen_.begin(), seen_.end(), id);
    if (before != seen_.end()) {
        seen_.erase(before);
        returns_.push_back(now);
    }
    seen_.push_back(id);
    if (seen_.size() > kRememberedMax) {
        seen_.pop_front();
    }
    return returns_.size() > kReturnsAllowed;
}

void BootIds::forget() {
    seen_.clear();
    returns_.clear();
}

}  // namespace sarhad::central
