#include "node/bundle_intake.h"

#include "core/text.h"
#include "replication/tree_table.h"
#include "wire/hash.h"
#include "wire/streams.h"

#include <map>
#include <memory>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;

namespace {

Error begun_anew() {
    return {Errc::kConflict, "bundle: another list has been begun since: begin anew"};
}

}  // namespace

void BundleIntake::begin(editions::SnapshotHead head, Answer<WantedChunks> answer) {
    using Checked = std::pair<editions::CheckedSnapshot, std::set<std::uint8_t>>;
    const std::uint64_t number = ++begun_;
    work_.reset();
    lanes_.ask<Checked>(
        pages_.lane,
        [this, head = std::move(head)]() -> Result<Checked> {
            SARHAD_TRY(editions::CheckedSnapshot edition, editions::check_head(head, trust_));
            if (!wire::is_list_stream(edition.position.stream)) {
                return Error{Errc::kInvalid, "bundle: no list's stream"};
            }
            SARHAD_TRY(std::set<std::uint8_t> wanted, differing(edition));
            return Checked{std::move(edition), std::move(wanted)};
        },
        [this, number, answer = std::move(answer)](Result<Checked> checked) {
            if (!checked || number != begun_) {
                answer(checked ? begun_anew() : checked.error());
                return;
            }
            work_.emplace(Work{});
            work_->number = number;
            work_->edition = std::move(checked->first);
            work_->wanted = std::move(checked->second);
            const wire::EditionStatement& statement = work_->edition.statement;
            answer(WantedChunks{
                statement.name, statement.edition, {work_->wanted.begin(), work_->wanted.end()}});
        });
}

/// By the tree that is kept of what is here: if that has rotted, install() finds it.
Result<std::set<std::uint8_t>> BundleIntake::differing(
    const editions::CheckedSnapshot& edition) const {
    SARHAD_TRY(const wire::StateTree here,
               replication::kept_tree(pages_.source, edition.position.stream));
    const core::Bytes children = here.children();
    std::set<std::uint8_t> wanted;
    for (std::size_t child = 0; child < editions::kChunks; ++child) {
        if (wire::tree_hash_at(children, child) != wire::tree_hash_at(edition.children, child)) {
            wanted.insert(static_cast<std::uint8_t>(child));
        }
    }
    return wanted;
}

void BundleIntake::add(std::uint8_t child, core::Bytes chunk, Answer<std::size_t> answer) {
    if (!work_ || !work_->wanted.contains(child)) {
        answer(Error{Errc::kConflict, cat("bundle: chunk ", int{child}, " is not wanted here")});
        return;
    }
    const wire::TreeHash hash = wire::tree_hash_at(work_->edition.children, child);
    lanes_.ask<Difference>(
        pages_.lane,
        [this, child, hash, stream = work_->edition.position.stream, chunk = std::move(chunk)]()
            -> Result<Difference> {
            SARHAD_TRY(std::vector<editions::Row> rows, editions::decode_chunk(chunk, child, hash));
            return compare(stream, child, std::move(rows));
        },
        [this, child, number = work_->number, answer = std::move(answer)](
            Result<Difference> difference) {
            if (!difference || !work_ || work_->number != number) {
                answer(difference ? begun_anew() : difference.error());
                return;
            }
            const Status kept = keep(child, *std::move(difference));
            answer(kept ? Result<std::size_t>{work_->wanted.size()}
                        : Result<std::size_t>{kept.error()});
        });
}

Result<BundleIntake::Difference> BundleIntake::compare(StreamId stream,
                                                       std::uint8_t child,
                                                       std::vector<editions::Row> rows) const {
    SARHAD_TRY(Statement select,
               pages_.source.prepare("SELECT id, hash FROM list_entry INDEXED BY list_entry_bucket"
                                     " WHERE stream = ?1 AND bucket >= ?2 AND bucket < ?3"));
    const std::int64_t first = std::int64_t{child} * std::int64_t{wire::kTreeFan};
    select.bind_all(stream.value(), first, first + std::int64_t{wire::kTreeFan});
    std::map<std::string, core::Bytes> here;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        here.emplace(select.text(0), core::to_bytes(select.bytes(1)));
    }
    Difference difference;
    for (editions::Row& row : rows) {
        const auto held = here.find(row.place.id);
        const bool is_same =
            held != here.end() && held->second == core::to_bytes(wire::blake2b(row.body));
        if (held != here.end()) {
            here.erase(held);
        }
        if (!is_same) {
            difference.bytes += row.place.id.size() + row.body.size();
            difference.rows.push_back({std::move(row.place.id), std::move(row.body)});
        }
    }
    for (const auto& [id, hash] : here) {
        difference.gone.push_back(id);
    }
    return difference;
}

Status BundleIntake::keep(std::uint8_t child, Difference difference) {
    if (work_->bytes + difference.bytes > kBundleRowsBytesMax) {
        work_.reset();
        return Error{Errc::kExhausted,
                     "bundle: more of the list differs than is held: let it come by the link"};
    }
    if (work_->wanted.erase(child) == 0) {
        return {};  // The same chunk came twice at once.
    }
    work_->bytes += difference.bytes;
    for (replication::RepairedRow& row : difference.rows) {
        work_->put.rows.push_back(std::move(row));
    }
    for (std::string& id : difference.gone) {
        work_->put.gone.push_back(std::move(id));
    }
    return {};
}

void BundleIntake::install(Answer<ListState> answer) {
    if (!work_ || !work_->wanted.empty()) {
        answer(Error{Errc::kConflict,
                     work_ ? cat("bundle: ", work_->wanted.size(), " chunks are missing")
                           : std::string{"bundle: no list is being taken"}});
        return;
    }
    replication::PutRepaired put = std::move(work_->put);
    put.stream = work_->edition.position.stream;
    put.target.statement = work_->edition.statement;
    put.target.signatures = work_->edition.signatures;
    put.target.position = work_->edition.position;
    work_.reset();
    uplink_.take_edition(std::move(put), std::move(answer));
}

}  // namespace sarhad::node
