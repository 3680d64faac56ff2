#include "central/publisher.h"

#include "central/agencies.h"
#include "core/text.h"
#include "watchlists/import.h"
#include "watchlists/list_file.h"
#include "watchlists/shrink.h"
#include "wire/body_seal.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/state_tree.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// Of an op's kind, id and lengths around its body.
constexpr std::size_t kOpOverhead = 16;

Status add_row(SubmittedEdition& edition, const std::string& id, core::Bytes body) {
    SARHAD_TRY_STATUS(check_row(edition.statement.name, id, body.size()));
    if (!edition.rows.emplace(id, std::move(body)).second) {
        return Error{Errc::kInvalid,
                     cat("list ", edition.statement.name, ": entry ", id, " is there twice")};
    }
    return {};
}

/// True where nothing but the edition's number differs from what is published as `edition_now`.
bool is_unchanged(const SubmittedEdition& edition,
                  const watchlists::RowHashes& wanted,
                  const watchlists::RowHashes& current,
                  std::uint64_t edition_now) {
    watchlists::ListManifest renumbered = edition.manifest;
    renumbered.edition = edition_now;
    watchlists::RowHashes same = wanted;
    same[std::string{watchlists::kManifestId}] = wire::blake2b(wire::encode(renumbered));
    return same == current;
}

std::vector<wire::Op> changes_between(const watchlists::RowHashes& current,
                                      const SubmittedEdition& edition,
                                      const watchlists::RowHashes& wanted) {
    std::vector<wire::Op> ops;
    for (const auto& [id, hash] : current) {
        if (wanted.find(id) == wanted.end()) {
            ops.push_back({wire::OpKind::kRemove, id, {}});
        }
    }
    for (const auto& [id, hash] : wanted) {
        const auto held = current.find(id);
        if (held == current.end() || held->second != hash) {
            ops.push_back({wire::OpKind::kUpsert, id, edition.rows.at(id)});
        }
    }
    return ops;
}

std::uint64_t removed_by(const std::vector<wire::Op>& ops) {
    return static_cast<std::uint64_t>(std::count_if(ops.begin(), ops.end(), [](const wire::Op& op) {
        return op.kind == wire::OpKind::kRemove;
    }));
}

std::vector<std::vector<wire::Op>> split_ops(std::vector<wire::Op> ops) {
    std::vector<std::vector<wire::Op>> parts(1);
    std::size_t bytes = 0;
    for (wire::Op& op : ops) {
        const bool is_full =
            bytes + size_of(op) > kDeltaOpsBytesMax || parts.back().size() >= wire::kMaxOps;
        if (is_full && !parts.back().empty()) {
            parts.emplace_back();
            bytes = 0;
        }
        bytes += size_of(op);
        parts.back().push_back(std::move(op));
    }
    return parts;
}

void add_changes(std::vector<RowChange>& changes,
                 const wire::DeltaBody& body,
                 const watchlists::RowHashes& wanted) {
    for (const wire::Op& op : body.ops) {
        const bool stays = op.kind == wire::OpKind::kUpsert;
        changes.push_back(
            {op.id, stays ? std::optional{wanted.find(op.id)->second} : std::nullopt, body.seq});
    }
}

}  // namespace

Result<SubmittedEdition> read_submission(core::ByteView list_file,
                                         std::vector<wire::Signature> signatures) {
    const auto read = watchlists::read_list(list_file, &wire::blake2b);
    if (!read) {  // Damaged on its way to us, not in our store.
        return Error{Errc::kInvalid, read.error().what};
    }
    const watchlists::ListFile& list = *read;
    SubmittedEdition edition;
    edition.manifest = list.manifest;
    edition.statement.name = list.manifest.name;
    edition.statement.edition = list.manifest.edition;
    SARHAD_TRY_STATUS(check_title(list.manifest));
    edition.signatures = std::move(signatures);
    SARHAD_TRY_STATUS(
        add_row(edition, std::string{watchlists::kManifestId}, wire::encode(list.manifest)));
    for (const watchlists::ListEntry& entry : list.entries) {
        SARHAD_TRY_STATUS(add_row(edition, entry.id, watchlists::entry_bytes(entry)));
    }
    edition.statement.post_root = wire::state_root(hashes_of(edition.rows));
    return edition;
}

watchlists::RowHashes hashes_of(const std::map<std::string, core::Bytes>& rows) {
    watchlists::RowHashes hashes;
    for (const auto& [id, body] : rows) {
        hashes.emplace_hint(hashes.end(), id, wire::blake2b(body));
    }
    return hashes;
}

wire::Removal removal_of(std::uint64_t removed, std::uint64_t entries) {
    return watchlists::removes_many(entries, removed) ? wire::Removal::kMany : wire::Removal::kFew;
}

Result<NewEdition> make_edition(const SubmittedEdition& edition,
                                const StreamHead& head,
                                const watchlists::RowHashes& current,
                                const wire::TrustStore& trust,
                                const wire::SigningKey& sequencer,
                                const ShrinkLeave& leave) {
    SARHAD_TRY_STATUS(trust.check_edition(edition.statement, edition.signatures));  // First of all.
    SARHAD_TRY_STATUS(check_number(edition.statement, head));
    const core::Epoch epoch = trust.sealed_epoch(edition.statement.name);
    for (const auto& [id, body] : edition.rows) {
        if (id != watchlists::kManifestId) {
            SARHAD_TRY_STATUS(check_sealed(edition.statement.name, id, body, epoch));
        }
    }
    const watchlists::RowHashes wanted = hashes_of(edition.rows);
    std::vector<wire::Op> ops = changes_between(current, edition, wanted);
    if (is_unchanged(edition, wanted, current, head.edition)) {
        return nothing_differs(edition.statement.name, head);
    }
    SARHAD_TRY_STATUS(trust.check_edition(
        edition.statement, edition.signatures, removal_of(removed_by(ops), head.entries)));
    NewEdition made;
    SARHAD_TRY(made.shrunk, check_size(edition.statement, edition.rows.size() - 1, head, leave));
    wire::DeltaBody body;
    body.stream = head.position.stream;
    body.name = edition.statement.name;
    body.epoch = head.position.epoch;
    body.seq = head.position.seq;
    body.prev_chain = head.position.chain;
    body.pre_root = head.root;
    body.post_root = edition.statement.post_root;
    body.edition = edition.statement.edition;
    std::vector<std::vector<wire::Op>> parts = split_ops(std::move(ops));
    for (std::size_t index = 0; index < parts.size(); ++index) {
        body.seq = core::next(body.seq);
        body.ops = std::move(parts[index]);
        body.ends_edition = index + 1 == parts.size();
        add_changes(made.changes, body, wanted);
        made.deltas.push_back(sign_delta(body, edition.signatures, sequencer));
        body.prev_chain = made.deltas.back().position.chain;
    }
    made.head = head;
    made.head.position = made.deltas.back().position;
    made.head.edition = edition.statement.edition;
    made.head.root = edition.statement.post_root;
    made.head.entries = edition.rows.size() - 1;
    return made;
}

Status check_title(const watchlists::ListManifest& manifest) {
    if (words_of_list_name(manifest.name) != 2 || manifest.edition == 0) {
        return Error{Errc::kInvalid,
                     "list file: wanted a name \"wl/<agency>/<list>\", of a-z, 0-9 and '-', and an "
                     "edition from 1"};
    }
    return {};
}

Status check_row(std::string_view list, std::string_view id, std::size_t bytes) {
    if (id.size() + bytes + kOpOverhead > kDeltaOpsBytesMax) {
        return Error{Errc::kExhausted,
                     cat("list ",
                         list,
                         ": entry ",
                         id,
                         " has ",
                         bytes,
                         " bytes, more than a delta of ",
                         kDeltaOpsBytesMax,
                         ": shorten it")};
    }
    return {};
}

Status check_sealed(std::string_view list,
                    std::string_view id,
                    core::ByteView body,
                    core::Epoch epoch) {
    const auto entry = watchlists::read_entry(body);
    const bool is_sealed = entry && !entry->sealed.empty();
    const auto sealed_in =
        is_sealed ? wire::epoch_of_sealed(entry->sealed) : Result<core::Epoch>{core::Epoch{0}};
    if (sealed_in && *sealed_in == epoch && (!is_sealed || watchlists::is_sealed_alone(*entry))) {
        return {};
    }
    return Error{Errc::kInvalid,
                 cat("list ",
                     list,
                     ": entry ",
                     id,
                     epoch == core::Epoch{0}
                         ? std::string{" is sealed, and no compartment says for whom: sign one and "
                                       "give it to central first"}
                         : cat(" is not sealed in epoch ",
                               epoch.value(),
                               ", as its compartment wants: publish with --sealed"))};
}

Status check_number(const wire::EditionStatement& statement, const StreamHead& head) {
    if (statement.edition <= head.edition) {
        return Error{Errc::kConflict,
                     cat("list ",
                         statement.name,
                         ": edition ",
                         statement.edition,
                         " does not rise above ",
                         head.edition,
                         ", which is published")};
    }
    return {};
}

Error nothing_differs(std::string_view list, const StreamHead& head) {
    return Error{Errc::kConflict,
                 cat("list ",
                     list,
                     ": no entry differs from edition ",
                     head.edition,
                     ", which is published: nothing to publish")};
}

Result<std::optional<Shrunk>> check_size(const wire::EditionStatement& statement,
                                         std::uint64_t entries,
                                         const StreamHead& head,
                                         const ShrinkLeave& leave) {
    const Status whole = watchlists::check_shrink(head.entries, entries);
    if (whole) {
        return std::optional<Shrunk>{};
    }
    if (!leave) {
        return Error{
            whole.error().code,
            cat("list ", statement.name, " edition ", statement.edition, ": ", whole.error().what)};
    }
    return std::optional{Shrunk{head.entries, *leave}};
}

std::size_t size_of(const wire::Op& op) {
    return op.id.size() + op.body.size() + kOpOverhead;
}

NewDelta sign_delta(const wire::DeltaBody& body,
                    const std::vector<wire::Signature>& agency,
                    const wire::SigningKey& sequencer) {
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(sequencer.sign(wire::Domain::kDelta, delta.body));
    if (body.ends_edition) {
        delta.edition_signatures = agency;
    }
    const wire::Hash256 chain = wire::chain_hash(body.prev_chain, delta.body);
    return {{body.stream, body.epoch, body.seq, chain}, body.prev_chain, wire::encode(delta)};
}

Result<StreamHead> head_for(const std::vector<StreamHead>& heads, const std::string& name) {
    core::StreamId next = wire::down::kFirstList;
    std::size_t lists = 0;
    for (const StreamHead& head : heads) {
        if (head.name == name) {
            return head;
        }
        if (wire::is_list_stream(head.position.stream)) {
            next = core::StreamId{static_cast<std::uint16_t>(head.position.stream.value() + 1)};
            ++lists;
        }
    }
    if (lists >= kListStreamsMax) {
        return Error{Errc::kExhausted, cat("list ", name, ": ", lists, " lists are published")};
    }
    StreamHead head;
    head.name = name;
    head.position = {next, core::Epoch{1}, core::Seq{0}, {}};
    return head;
}

}  // namespace sarhad::central
