#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "wire/messages.h"

#include <optional>

namespace sarhad::replication {

/// A batch's hash chain, computed anew from its rows: nothing that the sender says about it is
/// believed.
struct BatchChain {
    wire::Hash256 last;                   ///< After the last row.
    std::optional<wire::Hash256> at_seq;  ///< At the seq asked for, where the batch reaches it.
};

/// kInvalid where the batch is empty or its rows are not consecutive.
[[nodiscard]] core::Result<BatchChain> chain_of(const wire::UpBatch& batch, core::Seq at);

/// Drops the rows up to `held`, which must be inside the batch; `chain` becomes its `prev`.
void drop_held(wire::UpBatch& batch, core::Seq held, const wire::Hash256& chain);

}  // namespace sarhad::replication
