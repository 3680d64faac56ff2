// Whether the chain of what a node told holds, also where bodies of it are erased.
#include "columns.h"

#include "central/sqlite_store.h"
#include "store/outbox.h"

#include <map>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Seq;
using core::Status;
using store::Statement;
using store::Step;

namespace {

/// Where a stream stands, and from where on its digests are known.
struct Walked {
    wire::StreamPosition held;
    Seq first{0};
    wire::Hash256 begin{};
};

Result<Walked> stream_of(store::QuerySource from, const ChainAsked& asked) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT p.stream, p.epoch, p.seq, p.chain, b.seq, b.hash"
                            " FROM held_pos p LEFT JOIN chain_begin b ON b.node = p.node"
                            " AND b.stream = p.stream AND b.epoch = p.epoch"
                            " WHERE p.node = ?1 AND p.stream = ?2"));
    select.bind_all(std::int64_t{asked.node.value()}, std::int64_t{asked.stream.value()});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{
            Errc::kNotFound,
            cat("node ", asked.node.value(), ": nothing of stream ", asked.stream.value())};
    }
    Walked walked;
    SARHAD_TRY(walked.held, position_at(select, 0));
    walked.first = core::next(walked.held.seq);  // All of it is of an older version.
    walked.begin = walked.held.chain;
    if (!select.is_null(4)) {
        walked.first = seq_at(select, 4);
        SARHAD_TRY_STATUS(copy_at(select, 5, walked.begin));
    }
    return walked;
}

/// One row further; the fault where it does not follow.
Status step_on(const Statement& row, const Walked& walked, ChainPiece& piece) {
    const Seq seq = seq_at(row, 0);
    if (seq != core::next(piece.upto) || row.is_null(4)) {
        piece.fault = cat("row ", core::next(piece.upto).value(), " is missing");
        return {};
    }
    const store::SealedRow header{.stream = walked.held.stream,
                                  .key_epoch = static_cast<std::uint32_t>(row.int64(1)),
                                  .key_index = static_cast<std::uint32_t>(row.int64(2)),
                                  .created = time_at(row, 3)};
    wire::Hash256 digest{};
    SARHAD_TRY_STATUS(copy_at(row, 4, digest));
    core::Bytes link = core::to_bytes(store::encode_row_header(header, walked.held.epoch, seq));
    core::append(link, digest);
    piece.hash = wire::chain_hash(piece.hash, link);
    piece.upto = seq;
    ++piece.rows;
    return {};
}

Status name_erasures(store::QuerySource from,
                     const std::map<std::int64_t, std::uint64_t>& counted,
                     ChainPiece& piece) {
    for (const auto& [order, rows] : counted) {
        SARHAD_TRY(Statement select,
                   from.prepare("SELECT crossing, policy, erased_at FROM erasure"
                                " WHERE number = ?1"));
        select.bind_all(order);
        SARHAD_TRY(const Step step, select.step());
        ErasedRows erased{{}, rows};
        if (step == Step::kRow) {
            SARHAD_TRY_STATUS(copy_at(select, 0, erased.erasure.crossing));
            erased.erasure.policy = select.text(1);
            erased.erasure.at = time_at(select, 2);
        }
        piece.erased.push_back(std::move(erased));
    }
    return {};
}

}  // namespace

Result<ChainPiece> SqlitePages::walk_chain(const ChainAsked& asked) {
    SARHAD_TRY(const Walked walked, stream_of(from_, asked));
    ChainPiece piece;
    piece.epoch = walked.held.epoch;
    piece.first = walked.first;
    piece.held = walked.held.seq;
    const bool is_begin = asked.after < walked.first;
    piece.upto = is_begin ? Seq{walked.first.value() - 1} : asked.after;
    piece.hash = is_begin ? walked.begin : asked.hash;
    SARHAD_TRY(
        Statement select,
        from_.prepare("SELECT seq, key_epoch, key_index, created, digest, erasure FROM up_row"
                      " WHERE node = ?1 AND stream = ?2 AND epoch = ?3 AND seq > ?4"
                      " AND seq <= ?5 ORDER BY seq LIMIT ?6"));
    select.bind_all(std::int64_t{asked.node.value()},
                    std::int64_t{asked.stream.value()},
                    std::int64_t{piece.epoch.value()},
                    number(piece.upto.value()),
                    number(piece.held.value()),
                    number(kChainRowsMax));
    std::map<std::int64_t, std::uint64_t> counted;
    while (piece.fault.empty()) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        if (!select.is_null(5)) {
            ++counted[select.int64(5)];
        }
        SARHAD_TRY_STATUS(step_on(select, walked, piece));
    }
    if (piece.fault.empty() && piece.rows < kChainRowsMax && piece.upto != piece.held) {
        piece.fault = cat("row ", core::next(piece.upto).value(), " is missing");
    }
    if (piece.fault.empty() && piece.upto == piece.held && piece.hash != walked.held.chain) {
        piece.fault = cat("its rows up to ", piece.held.value(), " have another hash");
    }
    SARHAD_TRY_STATUS(name_erasures(from_, counted, piece));
    return piece;
}

}  // namespace sarhad::central
