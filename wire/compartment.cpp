#include "wire/compartment.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::wire {

using core::Errc;
using core::Error;
using core::Status;

namespace {

Error wrong(std::string_view what) {
    return {Errc::kInvalid, core::cat("compartment: ", what)};
}

bool is_list_name(std::string_view name) {
    const std::size_t slash = name.find('/', 3);
    return name.starts_with("wl/") && slash != std::string_view::npos && slash > 3 &&
           slash + 1 < name.size();
}

}  // namespace

const CompartmentMember* member_of(const Compartment& compartment, core::NodeId node) {
    const auto found = std::find_if(compartment.members.begin(),
                                    compartment.members.end(),
                                    [&](const auto& one) { return one.node == node; });
    return found == compartment.members.end() ? nullptr : &*found;
}

Status check_document(const Compartment& compartment) {
    SARHAD_TRY_STATUS(
        check_version_and_times(compartment.version, compartment.issued, compartment.expires));
    if (!is_list_name(compartment.list)) {
        return wrong("list: wanted a name such as wl/anf/watch");
    }
    const bool is_sealed = compartment.epoch != core::Epoch{0};
    if (is_sealed == (compartment.key_hash == Hash256{})) {
        return wrong("epoch, key_hash: wanted both or neither");
    }
    core::NodeId last{0};
    for (const CompartmentMember& one : compartment.members) {
        if (one.node <= last) {
            return wrong("members: wanted each node once, by rising number from 1");
        }
        if (one.key.size() != (is_sealed ? kBoxedKeySize : 0)) {
            return wrong(core::cat("member ",
                                   one.node.value(),
                                   is_sealed ? ": wanted the data key sealed to it"
                                             : ": has a key, and there is no epoch"));
        }
        last = one.node;
    }
    return {};
}

}  // namespace sarhad::wire
