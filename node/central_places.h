#pragma once

#include "core/clock.h"
#include "wire/transport.h"
#include "wire/trust_documents.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace sarhad::node {

/// Where central may be found: as the node's settings say, then at each endpoint that the root
/// names, with each of the root's link keys. One of them is dialled; where it gives no session for
/// `patience`, the next one is, round and round: a centre that burnt down is found at its second
/// site without a word to any port. Pure. Thread: loop.
class CentralPlaces {
public:
    CentralPlaces(wire::CentralPlace configured, core::Duration patience);

    /// The root that holds now. A place that it names no more is left at the next next().
    void heed(const wire::Root& root);
    /// Asked each second: the place to dial from now on, where that is another. `is_live`: a
    /// session stands.
    [[nodiscard]] std::optional<wire::CentralPlace> next(bool is_live, core::MonoTime now);
    /// The one that is dialled.
    [[nodiscard]] const wire::CentralPlace& current() const { return current_; }

private:
    void add(const wire::CentralPlace& place);

    wire::CentralPlace configured_;
    core::Duration patience_;
    std::vector<wire::CentralPlace> places_;
    wire::CentralPlace current_;
    std::optional<core::MonoTime> without_since_;  ///< No session at the current place since.
};

}  // namespace sarhad::node
