#include "replication/up_batch.h"

#include "core/text.h"
#include "store/outbox.h"
#include "wire/hash.h"

#include <algorithm>

namespace sarhad::replication {

using core::Errc;
using core::Error;
using core::Seq;

namespace {

/// What the node's outbox hashed of this row: its header and the digest of its sealed body.
core::Bytes hashed_bytes(const wire::UpBatch& batch, const wire::UpRow& row) {
    const store::SealedRow header{.stream = batch.stream,
                                  .key_epoch = row.key_epoch,
                                  .key_index = row.key_index,
                                  .created = row.created};
    core::Bytes bytes = core::to_bytes(store::encode_row_header(header, batch.epoch, row.seq));
    core::append(bytes, wire::blake2b(row.sealed));
    return bytes;
}

}  // namespace

core::Result<BatchChain> chain_of(const wire::UpBatch& batch, Seq at) {
    if (batch.rows.empty()) {
        return Error{Errc::kInvalid, "a batch without rows"};
    }
    BatchChain chain{batch.prev, std::nullopt};
    Seq expected = batch.rows.front().seq;
    if (next(at) == expected) {
        chain.at_seq = batch.prev;
    }
    for (const wire::UpRow& row : batch.rows) {
        if (row.seq != expected || row.seq.value() == 0) {
            return Error{Errc::kInvalid,
                         core::cat("batch row ", row.seq.value(), ": wanted ", expected.value())};
        }
        chain.last = wire::chain_hash(chain.last, hashed_bytes(batch, row));
        if (row.seq == at) {
            chain.at_seq = chain.last;
        }
        expected = next(expected);
    }
    return chain;
}

void drop_held(wire::UpBatch& batch, Seq held, const wire::Hash256& chain) {
    const auto first_new = std::find_if(
        batch.rows.begin(), batch.rows.end(), [&](const auto& row) { return row.seq > held; });
    if (first_new == batch.rows.begin()) {
        return;
    }
    batch.rows.erase(batch.rows.begin(), first_new);
    batch.prev = chain;
}

}  // namespace sarhad::replication
