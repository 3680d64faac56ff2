// What central tells a node that repairs a list.
#include "wire/recon.h"

#include "columns.h"
#include "delta_place.h"

#include "central/sqlite_store.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sarhad::central {

using core::Result;
using core::Seq;
using core::Status;
using store::Statement;
using store::Step;
using wire::ReconAsk;
using wire::ReconTell;
using wire::ReconWhat;

namespace {

/// Beside its id and bytes an entry takes so much of an answer, rounded up.
constexpr std::size_t kEntryHead = 48;

ReconTell answer_to(const ReconAsk& ask, ReconWhat what) {
    ReconTell tell;
    tell.stream = ask.stream;
    tell.what = what;
    tell.number = ask.number;
    tell.edition = ask.edition;
    return tell;
}

const core::Bytes* body_of(const std::vector<wire::Op>& ops, const std::string& id) {
    const auto found = std::find_if(ops.begin(), ops.end(), [&](const wire::Op& op) {
        return op.id == id && op.kind == wire::OpKind::kUpsert;
    });
    return found == ops.end() ? nullptr : &found->body;
}

Status add_bucket(store::QuerySource from,
                  const ReconAsk& ask,
                  wire::Bucket bucket,
                  std::string_view after,
                  std::size_t& room,
                  ReconTell& tell) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT id, hash FROM list_row"
                            " WHERE stream = ?1 AND bucket = ?2 AND id > ?3 ORDER BY id"));
    select.bind_all(std::int64_t{ask.stream.value()}, std::int64_t{bucket}, after);
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return {};
        }
        const std::size_t size = select.text(0).size() + sizeof(wire::Hash256) + kEntryHead;
        if (size > room || tell.entries.size() == wire::kReconEntries) {
            tell.has_more = true;
            return {};
        }
        room -= size;
        wire::ReconEntry entry;
        entry.id = select.text(0);
        SARHAD_TRY_STATUS(copy_at(select, 1, entry.hash));
        tell.entries.push_back(std::move(entry));
    }
}

Result<ReconTell> tell_hashes(store::QuerySource from, const ReconAsk& ask) {
    ReconTell tell = answer_to(ask, ReconWhat::kHashes);
    std::size_t room = wire::kReconFill;
    core::ByteView places = ask.places;
    for (; places.size() >= 2 && !tell.has_more; places = places.subspan(2)) {
        const bool is_first = places.data() == ask.places.data();
        SARHAD_TRY_STATUS(add_bucket(from,
                                     ask,
                                     core::get_u16(places),
                                     is_first ? std::string_view{ask.after} : std::string_view{},
                                     room,
                                     tell));
    }
    return tell;
}

Result<ReconTell> tell_leaves(store::QuerySource from, const ReconAsk& ask) {
    ReconTell tell = answer_to(ask, ReconWhat::kLeaves);
    if (ask.places.size() > wire::kReconGroups) {
        return answer_to(ask, ReconWhat::kNone);
    }
    SARHAD_TRY(const wire::StateTree tree, replication::kept_tree(from, ask.stream));
    for (const std::uint8_t child : ask.places) {
        core::append(tell.hashes, tree.group(child));
    }
    return tell;
}

}  // namespace

Result<ReconTell> SqlitePages::recon(const ReconAsk& ask) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT name, edition, root, entries, stream, epoch, seq, chain"
                             " FROM published WHERE stream = ?1"));
    select.bind_all(std::int64_t{ask.stream.value()});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return answer_to(ask, ReconWhat::kNone);
    }
    if (ask.what == ReconWhat::kHead) {
        return tell_head(ask, select);
    }
    if (ask.edition != number_at(select, 1)) {
        return answer_to(ask, ReconWhat::kMoved);
    }
    switch (ask.what) {
        case ReconWhat::kLeaves:
            return tell_leaves(from_, ask);
        case ReconWhat::kHashes:
            return tell_hashes(from_, ask);
        case ReconWhat::kRows:
            return tell_rows(ask);
        case ReconWhat::kHead:
        case ReconWhat::kMoved:
        case ReconWhat::kNone:
        case ReconWhat::kOffer:
        case ReconWhat::kStand:
        case ReconWhat::kWhole:
            break;
    }
    return answer_to(ask, ReconWhat::kNone);
}

Result<ReconTell> SqlitePages::tell_head(const ReconAsk& ask, const Statement& published) {
    ReconTell tell = answer_to(ask, ReconWhat::kHead);
    tell.name = published.text(0);
    tell.edition = number_at(published, 1);
    SARHAD_TRY_STATUS(copy_at(published, 2, tell.root));
    tell.rows = number_at(published, 3) + 1;  // The manifest.
    SARHAD_TRY(const wire::StreamPosition position, position_at(published, 4));
    tell.epoch = position.epoch;
    tell.seq = position.seq;
    tell.chain = position.chain;
    SARHAD_TRY(const wire::StateTree tree, replication::kept_tree(from_, ask.stream));
    tell.hashes = tree.children();
    SARHAD_TRY(const wire::Delta last, delta_at(ask.stream, position.seq));
    for (const wire::Signature& signature : last.edition_signatures) {
        core::append(tell.signatures, signature.key_id);
        core::append(tell.signatures, signature.value);
    }
    return tell;
}

/// The delta that ends the newest edition, or brought a row of it.
Result<wire::Delta> SqlitePages::delta_at(core::StreamId stream, Seq seq) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT epoch, body FROM delta WHERE stream = ?1 AND seq = ?2"
                             " ORDER BY epoch DESC LIMIT 1"));
    select.bind_all(std::int64_t{stream.value()}, number(seq.value()));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return core::Error{core::Errc::kNotFound,
                           core::cat("delta ", seq.value(), " of stream ", stream.value())};
    }
    const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(0))};
    SARHAD_TRY(const core::Bytes body,
               seal_.open(kDeltaTable, delta_place(stream, epoch, seq), select.bytes(1)));
    return wire::decode<wire::Delta>(body);
}

Result<ReconTell> SqlitePages::tell_rows(const ReconAsk& ask) {
    ReconTell tell = answer_to(ask, ReconWhat::kRows);
    std::map<Seq, std::vector<wire::Op>> deltas;
    std::size_t room = wire::kReconFill;
    std::size_t offset = ask.offset;
    for (const std::string& id : ask.ids) {
        SARHAD_TRY(Statement select,
                   from_.prepare("SELECT seq FROM list_row"
                                 " WHERE stream = ?1 AND bucket = ?2 AND id = ?3"));
        select.bind_all(std::int64_t{ask.stream.value()},
                        std::int64_t{wire::bucket_of(id)},
                        std::string_view{id});
        SARHAD_TRY(const std::optional<std::int64_t> seq, select.query_int64());
        const Seq source{static_cast<std::uint64_t>(seq.value_or(0))};
        if (!deltas.contains(source)) {
            SARHAD_TRY(const wire::Delta delta, delta_at(ask.stream, source));
            SARHAD_TRY(deltas[source], ops_of(delta));
        }
        const core::Bytes* const body = body_of(deltas[source], id);
        if (body == nullptr || offset >= body->size() || room <= id.size() + kEntryHead) {
            break;
        }
        const core::ByteView rest = core::ByteView{*body}.subspan(std::exchange(offset, 0));
        const std::size_t size = std::min(rest.size(), room - id.size() - kEntryHead);
        wire::ReconEntry entry;
        entry.id = id;
        entry.size = static_cast<std::uint32_t>(body->size());
        entry.part = core::to_bytes(rest.first(size));
        tell.entries.push_back(std::move(entry));
        room -= size + id.size() + kEntryHead;
        if (size < rest.size()) {
            break;
        }
    }
    return tell.entries.empty() ? answer_to(ask, ReconWhat::kNone) : tell;
}

}  // namespace sarhad::central
