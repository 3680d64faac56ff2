#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/mutex.h"
#include "store/outbox.h"
#include "wire/frame.h"
#include "wire/row_seal.h"

#include <optional>

namespace sarhad::node {

/// A row for central, with the seed of its key epoch: the row's transaction stores the seed too
/// where it is not stored yet, since an earlier row's transaction may have failed.
struct UpwardRow {
    store::SealedRow row;
    wire::KeySeed seed;
};

/// Seals rows for central. Thread: any.
class OutboxSealer {
public:
    OutboxSealer(core::NodeId node,
                 const wire::PublicKey& central,
                 std::uint32_t next_key_epoch,
                 core::Random& random);
    /// From the next row on to this key of central's, where it is another one in a key epoch of its
    /// own; false where it is the one that rows are sealed to.
    bool seal_to(const wire::PublicKey& central);
    /// Errors as wire::RowSealer::seal().
    [[nodiscard]] core::Result<UpwardRow> seal(core::StreamId stream,
                                               wire::Lane lane,
                                               core::ByteView body,
                                               core::WallTime created);

private:
    core::NodeId node_;
    core::Random& random_;
    core::Mutex mutex_;
    wire::PublicKey central_ GUARDED_BY(mutex_);
    std::optional<wire::RowSealer> sealer_ GUARDED_BY(mutex_);
    wire::KeySeed seed_ GUARDED_BY(mutex_);
};

/// The first key epoch that no stored seed has. Thread: store.
[[nodiscard]] core::Result<std::uint32_t> next_key_epoch(store::Outbox& outbox);

/// Appends the row, and its seed before it. Errors as store::Outbox::append(). Thread: store.
[[nodiscard]] core::Result<store::OutboxPosition> append_row(store::Outbox& outbox,
                                                             store::Transaction& transaction,
                                                             const UpwardRow& row);

}  // namespace sarhad::node
