// What central answers, held against what is known already: each level of the tree is named by the
// one above it, and the root by the list's agency.
#include "core/plant.h"
#include "core/text.h"
#include "replication/node_repair.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::cat;
using core::Errc;
using core::Error;
using core::Status;
using wire::ReconEntry;
using wire::ReconTell;

namespace {

/// Without it central's word is enough.
bool is_checked() {
    return !core::is_planted(core::Plant::kRepairUnchecked);
}

Error invalid(std::string_view what) {
    return Error{Errc::kInvalid, std::string{what}};
}

core::Result<std::vector<wire::Signature>> signatures_of(core::ByteView bytes) {
    if (bytes.size() % wire::kReconSignature != 0) {
        return invalid("signatures of another size");
    }
    std::vector<wire::Signature> signatures;
    for (; !bytes.empty(); bytes = bytes.subspan(wire::kReconSignature)) {
        wire::Signature one;
        std::copy_n(bytes.begin(), one.key_id.size(), one.key_id.begin());
        std::copy_n(bytes.begin() + one.key_id.size(), one.value.size(), one.value.begin());
        signatures.push_back(one);
    }
    return signatures;
}

}  // namespace

Status NodeRepair::take_head(const ReconTell& tell) {
    Work& work = *work_;
    if (tell.hashes.size() != wire::kTreeGroupSize ||
        (is_checked() && wire::state_root_of(tell.hashes, tell.rows) != tell.root)) {
        return invalid("the children are not those of the root");
    }
    if (!work.here.name.empty() && work.here.name != tell.name) {
        return invalid("the list there is another one");
    }
    if (tell.edition < work.here.edition) {
        return invalid(cat("edition ", tell.edition, " is older than the one here"));
    }
    work.target.position = {tell.stream, tell.epoch, tell.seq, tell.chain};
    work.target.statement = {tell.name, tell.edition, tell.root};
    work.target.rows = tell.rows;
    SARHAD_TRY(work.target.signatures, signatures_of(tell.signatures));
    if (is_checked()) {
        SARHAD_TRY_STATUS(trust_.check_edition(work.target.statement, work.target.signatures));
    }
    work.children = tell.hashes;
    const core::Bytes here = work.here.tree.children();
    for (std::size_t child = 0; child < wire::kTreeFan; ++child) {
        if (wire::tree_hash_at(here, child) != wire::tree_hash_at(tell.hashes, child)) {
            work.groups.push_back(static_cast<std::uint8_t>(child));
        }
    }
    return {};
}

Status NodeRepair::take_leaves(const ReconTell& tell) {
    Work& work = *work_;
    const std::size_t end = std::min(work.groups.size(), work.at + wire::kReconGroups);
    if (tell.hashes.size() != (end - work.at) * wire::kTreeGroupSize) {
        return invalid("leaves of another number");
    }
    core::ByteView rest = tell.hashes;
    for (; work.at < end; ++work.at, rest = rest.subspan(wire::kTreeGroupSize)) {
        const std::uint8_t child = work.groups[work.at];
        const core::ByteView group = rest.first(wire::kTreeGroupSize);
        if (is_checked() && wire::blake2b_128(group) != wire::tree_hash_at(work.children, child)) {
            return invalid("the leaves are not those of their child of the root");
        }
        for (std::size_t place = 0; place < wire::kTreeFan; ++place) {
            const auto bucket = static_cast<wire::Bucket>(child * wire::kTreeFan + place);
            const wire::TreeHash leaf = wire::tree_hash_at(group, place);
            if (leaf != work.here.tree.leaf(bucket)) {
                work.buckets.emplace_back(bucket, leaf);
            }
        }
    }
    if (work.buckets.size() > kRepairBucketsMax) {
        return Error{Errc::kExhausted, cat("over ", kRepairBucketsMax, " buckets differ")};
    }
    return {};
}

Status NodeRepair::take_hashes(const ReconTell& tell) {
    Work& work = *work_;
    const std::size_t end = std::min(work.buckets.size(), work.at + wire::kReconBuckets);
    if (tell.has_more && tell.entries.empty()) {
        return invalid("more, and nothing now");
    }
    work.named += tell.entries.size();
    if (work.named > kRepairRowsMax) {
        return Error{Errc::kExhausted, cat("over ", kRepairRowsMax, " rows in what differs")};
    }
    for (const ReconEntry& entry : tell.entries) {
        SARHAD_TRY_STATUS(take_hash(entry, end));
    }
    while (!tell.has_more && work.at < end) {
        SARHAD_TRY_STATUS(close_bucket());
    }
    return {};
}

Status NodeRepair::take_hash(const ReconEntry& entry, std::size_t end) {
    Work& work = *work_;
    const wire::Bucket bucket = wire::bucket_of(entry.id);
    while (work.at < end && work.buckets[work.at].first != bucket) {
        SARHAD_TRY_STATUS(close_bucket());
    }
    if (work.at == end || entry.id <= work.after) {
        return invalid("rows that were not asked for, or out of order");
    }
    work.leaf.add(entry.id, entry.hash);
    work.after = entry.id;
    const auto held = work.held.find(entry.id);
    if (held == work.held.end() || held->second != entry.hash) {
        work.missing.emplace_back(entry.id, entry.hash);
    }
    if (held != work.held.end()) {
        work.held.erase(held);
    }
    return {};
}

Status NodeRepair::close_bucket() {
    Work& work = *work_;
    work.after.clear();
    if (work.leaf.finish() != work.buckets[work.at++].second && is_checked()) {
        return invalid("the rows' hashes are not those of their leaf");
    }
    return {};
}

Status NodeRepair::take_rows(const ReconTell& tell) {
    if (tell.entries.empty() || tell.entries.size() > wire::kReconIds) {
        return invalid("no rows, or more than were asked for");
    }
    for (const ReconEntry& entry : tell.entries) {
        SARHAD_TRY_STATUS(take_row(entry));
    }
    return {};
}

/// Only the last one of an answer may be cut short: it is asked for from there on.
Status NodeRepair::take_row(const ReconEntry& entry) {
    Work& work = *work_;
    if (work.at == work.missing.size() || work.missing[work.at].first != entry.id ||
        entry.part.empty() || entry.size > wire::kMaxBody ||
        work.part.size() + entry.part.size() > entry.size) {
        return invalid("a row that was not asked for, or of another size");
    }
    core::append(work.part, entry.part);
    if (work.part.size() < entry.size) {
        return {};
    }
    if (is_checked() && wire::blake2b(work.part) != work.missing[work.at].second) {
        return invalid("a row that is not the one of its hash");
    }
    work.bytes += work.part.size();
    if (work.bytes > kRepairBytesMax) {
        return Error{Errc::kExhausted, cat("over ", kRepairBytesMax, " bytes of rows")};
    }
    work.rows.push_back({entry.id, std::exchange(work.part, {})});
    ++work.at;
    return {};
}

}  // namespace sarhad::replication
