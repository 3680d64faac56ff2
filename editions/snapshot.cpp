#include "editions/snapshot.h"

#include "core/plant.h"
#include "core/text.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/packed.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sarhad::editions {

using core::Bytes;
using core::ByteView;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kRowHead = 2 + 4;
constexpr std::size_t kRowsCountBytes = 8;

Error invalid(std::string_view what) {
    return Error{Errc::kInvalid, cat("snapshot: ", what)};
}

/// The child's hash over the rows' leaves; none where a row stands under another child, or not
/// behind the one before it.
std::optional<wire::TreeHash> child_hash(const std::vector<Row>& rows, std::uint8_t child) {
    TreeBuilder tree;
    const Place* last = nullptr;
    for (const Row& row : rows) {
        const bool is_next = last == nullptr || *last < row.place;
        if (!is_next || wire::group_of(row.place.bucket) != child) {
            return std::nullopt;
        }
        tree.add(row.place, wire::blake2b(row.body));
        last = &row.place;
    }
    return wire::blake2b_128(tree.finish().group(child));
}

/// The next row of `left`, which moves on.
Result<Row> take_row(ByteView& left) {
    if (left.size() < kRowHead) {
        return invalid("a row is cut off");
    }
    const std::size_t id_size = core::get_u16(left);
    const std::size_t size = core::get_u32(left.subspan(2));
    left = left.subspan(kRowHead);
    if (id_size + size > left.size()) {
        return invalid("a row is cut off");
    }
    Row row{place_of(std::string{core::as_text(left.first(id_size))}),
            core::to_bytes(left.subspan(id_size, size))};
    left = left.subspan(id_size + size);
    return row;
}

}  // namespace

Bytes encode(const SnapshotHead& head) {
    Bytes bytes;
    core::put_u32(bytes, static_cast<std::uint32_t>(head.delta.size()));
    core::append(bytes, head.delta);
    core::put_u64(bytes, head.rows);
    core::append(bytes, head.children);
    return bytes;
}

Result<SnapshotHead> decode_snapshot_head(ByteView bytes) {
    constexpr std::size_t kBehindDelta = kRowsCountBytes + wire::kTreeGroupSize;
    if (bytes.size() < kLengthBytes + kBehindDelta || bytes.size() > kSnapshotHeadMax ||
        core::get_u32(bytes) != bytes.size() - kLengthBytes - kBehindDelta) {
        return invalid("no head of one");
    }
    const std::size_t size = core::get_u32(bytes);
    SnapshotHead head;
    head.delta = core::to_bytes(bytes.subspan(kLengthBytes, size));
    const ByteView rest = bytes.subspan(kLengthBytes + size);
    head.rows = core::get_u64(rest);
    head.children = core::to_bytes(rest.subspan(kRowsCountBytes));
    return head;
}

Result<CheckedSnapshot> check_head(const SnapshotHead& head, const wire::TrustStore& trust) {
    const auto delta = wire::decode<wire::Delta>(head.delta);
    if (!delta) {
        return invalid("its delta is unreadable");
    }
    SARHAD_TRY(const wire::Opened opened, trust.open_delta(*delta, wire::Role::sequencer({})));
    SARHAD_TRY(const wire::DeltaBody body, wire::decode_delta(opened));
    CheckedSnapshot checked;
    checked.statement = {body.name, body.edition, body.post_root};
    checked.signatures = delta->edition_signatures;
    const core::Status is_signed = trust.check_edition(checked.statement, checked.signatures);
    if (!is_signed && !core::is_planted(core::Plant::kSnapshotUnsigned)) {
        return is_signed.error();
    }
    if (!body.ends_edition || head.children.size() != wire::kTreeGroupSize ||
        wire::state_root_of(head.children, head.rows) != body.post_root) {
        return invalid("its chunks are not those of the edition");
    }
    checked.position = {
        body.stream, body.epoch, body.seq, wire::chain_hash(body.prev_chain, delta->body)};
    checked.rows = head.rows;
    checked.children = head.children;
    return checked;
}

Result<Bytes> encode_chunk(const std::vector<Row>& rows) {
    Bytes plain;
    for (const Row& row : rows) {
        core::put_u16(plain, static_cast<std::uint16_t>(row.place.id.size()));
        core::put_u32(plain, static_cast<std::uint32_t>(row.body.size()));
        core::append(plain, core::as_bytes(row.place.id));
        core::append(plain, row.body);
        if (plain.size() > kChunkRowsBytesMax) {
            return Error{Errc::kExhausted, "snapshot: a chunk has too many bytes"};
        }
    }
    return wire::pack(plain);
}

Result<std::vector<Row>> decode_chunk(ByteView bytes,
                                      std::uint8_t child,
                                      const wire::TreeHash& wanted) {
    if (bytes.size() > kChunkBytesMax) {
        return invalid("more bytes than a chunk has");
    }
    const Result<Bytes> plain = wire::unpacked(bytes, kChunkRowsBytesMax);
    if (!plain) {
        return invalid(plain.error().what);
    }
    ByteView left{*plain};
    std::vector<Row> rows;
    while (!left.empty()) {
        SARHAD_TRY(Row row, take_row(left));
        rows.push_back(std::move(row));
    }
    const bool is_wanted = child_hash(rows, child) == wanted;
    if (!is_wanted) {
        return Error{Errc::kCorrupt,
                     cat("snapshot: chunk ", int{child}, " has not the rows that were signed")};
    }
    return rows;
}

}  // namespace sarhad::editions
