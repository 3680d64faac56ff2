#include "node/rules_store.h"

#include "core/text.h"
#include "store/transaction.h"
#include "wire/hash.h"
#include "wire/rule_change.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

void append(std::vector<Error>& to, std::vector<Error> from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// Lets go of the book in memory where what was begun with it fails: the transaction is rolled
/// back, its position is still the old one, and the next one has to read the disk.
template <typename Book>
class Unended final {
public:
    explicit Unended(Book& book) : book_{&book} {}
    ~Unended() {
        if (book_ != nullptr) {
            *book_ = nullptr;
        }
    }
    Unended(const Unended&) = delete;
    Unended& operator=(const Unended&) = delete;
    void end() { book_ = nullptr; }

private:
    Book* book_;
};

}  // namespace

/// Both books as they are stored; sets at_.
Result<LoadedRules> RulesStore::read_books() {
    LoadedRules loaded;
    SARHAD_TRY(at_, positions_.of(wire::kRuleStream));
    SARHAD_TRY(const auto way, rows_.on_the_way());
    SARHAD_TRY(auto stored, rows_.in_force());
    append(loaded.unreadable, std::move(stored.lost));
    SARHAD_TRY(auto sets, rows_.sets_in_force());
    append(loaded.unreadable, std::move(sets.lost));
    const std::uint64_t edition = way ? way->in_force : at_.seq.value();
    if (stored.rows.empty() && edition == 0) {
        book_ = rules::RuleBook::empty(wire::blake2b);
    } else {
        auto read = rules::RuleBook::load(edition, stored.rows, wire::blake2b, sets.rows);
        book_ = std::move(read.book);
        loaded.left_out = std::move(read.left_out);
    }
    coming_ = nullptr;
    if (way) {
        coming_ = way->from == core::Seq{0} ? rules::RuleBook::empty(wire::blake2b) : book_;
        SARHAD_TRY(auto changes, rows_.coming());
        append(loaded.unreadable, std::move(changes.lost));
        for (const RulesRows::Change& change : changes.rows) {
            // One that was taken before and is not now has lost its key since: the book lacks it.
            if (auto next = take(change, coming_, at_.seq.value(), false)) {
                coming_ = *std::move(next);
            }
        }
        coming_ = coming_->at_edition(at_.seq.value());
    }
    loaded.book = book_;
    loaded.is_on_the_way = coming_ != nullptr;
    return loaded;
}

Result<LoadedRules> RulesStore::load() {
    SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(database_));
    SARHAD_TRY(LoadedRules loaded, read_books());
    SARHAD_TRY(auto refused_rows, rows_.refused());
    append(loaded.unreadable, std::move(refused_rows.lost));
    if (!loaded.unreadable.empty()) {
        SARHAD_TRY_STATUS(take_again());
        SARHAD_TRY(LoadedRules again, read_books());
        loaded.is_on_the_way = again.is_on_the_way;
    } else if (coming_ == nullptr) {
        SARHAD_TRY(loaded.taken_late, try_again());
    }
    SARHAD_TRY(loaded.refused, refused());
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    loaded.book = book_;
    return loaded;
}

wire::Hash256 RulesStore::in_force() const {
    return book_ == nullptr ? wire::Hash256{} : book_->in_force();
}

Result<std::vector<RefusedRules>> RulesStore::refused() {
    SARHAD_TRY(auto read, rows_.refused());
    std::vector<RefusedRules> refused;
    for (RulesRows::Refused& one : read.rows) {
        refused.push_back(std::move(one.refused));
    }
    return refused;
}

/// A newer program may read what an older one could not, and a key may have come since.
Result<std::size_t> RulesStore::try_again() {
    SARHAD_TRY(const auto waiting, rows_.refused());
    std::size_t taken = 0;
    for (const RulesRows::Refused& one : waiting.rows) {
        // A set names the edition that brought it: with that central tells what a decision stood
        // on, and all ports have to name the same.
        const auto next =
            take({one.refused.change, one.body}, book_, one.refused.seq.value(), true);
        if (!next) {
            continue;
        }
        const Book after = (*next)->at_edition(at_.seq.value());
        SARHAD_TRY_STATUS(rows_.put(*book_, *after));
        SARHAD_TRY_STATUS(rows_.drop_refused(one.refused.seq));
        book_ = after;
        ++taken;
    }
    return taken;
}

Result<SettledRules> RulesStore::settle(core::Seq head) {
    SARHAD_TRY(const wire::StreamPosition held, positions_.of(wire::kRuleStream));
    SARHAD_TRY_STATUS(keep_in_step(held));
    Unended unended{book_};
    SettledRules settled;
    settled.position = held;
    if (coming_ != nullptr && held.seq >= head && held.seq > core::Seq{0}) {
        SARHAD_TRY_STATUS(put_in_force(coming_));
        settled.has_arrived = true;
    }
    if (coming_ == nullptr) {
        SARHAD_TRY(settled.taken_late, try_again());
    }
    SARHAD_TRY(settled.refused, refused());
    settled.book = book_;
    if (!settled.has_arrived && settled.taken_late == 0) {
        unended.end();  // Else no position tells whether this is rolled back: the next one reads.
    }
    return settled;
}

Status RulesStore::take_again() {
    SARHAD_TRY(const wire::StreamPosition held, positions_.of(wire::kRuleStream));
    SARHAD_TRY(const auto way, rows_.on_the_way());
    SARHAD_TRY_STATUS(rows_.set_on_the_way({way ? way->in_force : held.seq.value(), core::Seq{0}}));
    SARHAD_TRY_STATUS(rows_.drop_refused());
    SARHAD_TRY_STATUS(positions_.forget(wire::kRuleStream));
    book_ = nullptr;
    return {};
}

Status RulesStore::keep_in_step(const wire::StreamPosition& held) {
    if (book_ != nullptr && at_ == held) {
        return {};
    }
    const Result<LoadedRules> read = read_books();
    return read ? Status{} : Status{read.error()};
}

/// The rules with the change; an error is why it cannot be taken.
Result<RulesStore::Book> RulesStore::take(const RulesRows::Change& change,
                                          const Book& from,
                                          std::uint64_t edition,
                                          bool is_late) const {
    SARHAD_TRY(const auto said, wire::decode<wire::SignedRuleChange>(change.body));
    SARHAD_TRY(const wire::ApprovedRuleChange approved,
               wire::open_rule_change(trust_, wire::owner_of_change(change.id), said));
    const wire::RuleChange& wanted = approved.change;
    return from->changed({wanted.owner,
                          wanted.put,
                          wanted.retired,
                          !wanted.straight_to_live.empty(),
                          approved.approval.backtest != wire::Hash256{},
                          rules::RuleJudge::kPort,
                          is_late,
                          wanted.sets},
                         edition);
}

Result<AppliedRules> RulesStore::apply(const wire::DeltaBody& delta,
                                       const wire::Hash256& chain,
                                       core::Seq head,
                                       core::WallTime now,
                                       PositionCommit commit) {
    SARHAD_TRY_STATUS(positions_.check_next(delta, "rules"));
    SARHAD_TRY(const wire::StreamPosition held, positions_.of(delta.stream));
    SARHAD_TRY_STATUS(keep_in_step(held));
    Unended unended{book_};
    if (held.seq == core::Seq{0}) {
        coming_ = rules::RuleBook::empty(wire::blake2b);
        SARHAD_TRY_STATUS(rows_.set_on_the_way({book_->pack().edition(), held.seq}));
        SARHAD_TRY_STATUS(rows_.drop_refused());
    }
    AppliedRules applied{{delta.stream, delta.epoch, delta.seq, chain}, nullptr, {}};
    const Book& from = coming_ != nullptr ? coming_ : book_;
    const bool is_one = delta.ops.size() == 1 && delta.ops[0].kind == wire::OpKind::kUpsert;
    const wire::Op op = is_one ? delta.ops[0] : wire::Op{};
    Result<Book> next = is_one ? take({op.id, op.body}, from, delta.seq.value(), false)
                               : Error{Errc::kInvalid, "rules: a delta that is not one change"};
    if (!next) {
        applied.refused = next.error().what;
        SARHAD_TRY_STATUS(rows_.put_refused({delta.seq, now, op.id, applied.refused}, op.body));
    }
    const bool is_taken = next.has_value();
    const Book after = is_taken ? *std::move(next) : from->at_edition(delta.seq.value());
    applied.is_on_the_way = delta.seq < head;
    SARHAD_TRY_STATUS(applied.is_on_the_way ? put_on_the_way(delta, after, is_taken)
                                            : put_in_force(after));
    if (commit == PositionCommit::kTogether) {
        SARHAD_TRY_STATUS(positions_.put(applied.position));
    }
    at_ = applied.position;
    applied.book = book_;
    unended.end();
    return applied;
}

Status RulesStore::put_in_force(Book next) {
    SARHAD_TRY_STATUS(rows_.put(*book_, *next));
    if (coming_ != nullptr) {
        SARHAD_TRY_STATUS(rows_.arrived());
    }
    coming_ = nullptr;
    book_ = std::move(next);
    return {};
}

Status RulesStore::put_on_the_way(const wire::DeltaBody& delta, const Book& next, bool is_taken) {
    if (coming_ == nullptr) {
        const std::uint64_t edition = book_->pack().edition();
        SARHAD_TRY_STATUS(rows_.set_on_the_way({edition, core::Seq{edition}}));
    }
    if (is_taken) {
        SARHAD_TRY_STATUS(rows_.put_coming(delta.seq, delta.ops[0]));
    }
    coming_ = next;
    return {};
}

}  // namespace sarhad::node
