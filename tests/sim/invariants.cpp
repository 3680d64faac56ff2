#include "sim/invariants.h"

#include "core/text.h"
#include "wire/streams.h"

#include <algorithm>
#include <array>
#include <set>

#include "sim/workload.h"

namespace sarhad::sim {
namespace {

using core::cat;
using core::NodeId;
using core::Seq;
using core::StreamId;

struct Sentence {
    int number;
    std::string_view text;
};

constexpr std::array kSentences{
    Sentence{1, "acknowledged means present: what was acknowledged is there after any crash"},
    Sentence{2, "each (producer, stream, epoch, sequence) has at most one effect"},
    Sentence{3, "what is applied is a gapless prefix of its stream"},
    Sentence{4, "a list's state is the signed state of its edition, never half of one"},
    Sentence{5, "a position never falls"},
    Sentence{6, "one alert per reported crossing at each port, and none without a report"},
    Sentence{7, "record, decision and outbox row are there together or not at all"},
    Sentence{8, "no accepted message is lost: it is in the spool or in the store"},
    Sentence{9, "once faults stop, all converge in bounded time"},
    Sentence{10, "no altered or forged frame has an effect"},
    Sentence{11, "the same number means the same bytes on every host"},
    Sentence{12, "what no list names raises no alert; what every edition lists raises one"},
    Sentence{13, "histories that part are shown at both ends, and no other stream is stopped"},
    Sentence{14, "bytes on their way are never more than the other side granted"},
    Sentence{15, "what a port believes of time and streams is signed, and its version never falls"},
    Sentence{16, "a port has no row of a list that does not belong to it"},
    Sentence{kWithPosition, "what a delta did is there together with the stream's position"},
    Sentence{kFreshness,
             "a port says FRESH of what is no older than that, and soon where all is well"},
    Sentence{kTwoMachines,
             "two machines with one port's keys are both found out, and neither is heard after"},
    Sentence{kRevokedPort, "a revoked port gets nothing, and nothing that it sends has an effect"},
    Sentence{kRevokedKey, "what an agency's revoked key signs is not published"},
    Sentence{kExpected, "a port expects whom carriers told central of for it, and nobody else"},
};

std::string at(NodeId node, StreamId stream) {
    return cat("node ", node.value(), " stream ", stream.value());
}
std::string hex(const CrossingId& id) {
    return core::to_hex(id).substr(0, 12);
}

Verdict first_of(std::initializer_list<Verdict> verdicts) {
    for (const Verdict& verdict : verdicts) {
        if (verdict) {
            return verdict;
        }
    }
    return {};
}

/// Rows are exactly first..last without a gap.
Verdict check_gapless(const std::vector<Seq>& rows, Seq last, const std::string& where) {
    if (rows.empty()) {
        return last == Seq{0} ? Verdict{}
                              : Broken{3, cat(where, ": position ", last.value(), ", no rows")};
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i] == rows[i - 1]) {
            return Broken{2, cat(where, ": row ", rows[i].value(), " twice")};
        }
        if (rows[i].value() != rows[i - 1].value() + 1) {
            return Broken{3, cat(where, ": row ", rows[i].value(), " after ", rows[i - 1].value())};
        }
    }
    if (rows.back() != last) {
        return Broken{3,
                      cat(where, ": position ", last.value(), ", last row ", rows.back().value())};
    }
    return {};
}

Verdict check_once(const std::map<CrossingId, std::uint64_t>& counts,
                   int invariant,
                   const std::string& where) {
    for (const auto& [id, count] : counts) {
        if (count != 1) {
            return Broken{invariant, cat(where, " ", hex(id), ": ", count, " times")};
        }
    }
    return {};
}

bool has_mark(const std::map<StreamId, std::map<Seq, wire::Hash256>>& chains,
              StreamId stream,
              const Mark& mark) {
    const auto history = chains.find(stream);
    if (history == chains.end()) {
        return false;
    }
    const auto chain = history->second.find(mark.seq);
    return chain != history->second.end() && chain->second == mark.chain;
}

/// By central as it is or was before it was restored, or by who has its key: a position alone is
/// the sequencer's word. What is listed is the agency's, and is checked as such.
bool was_published(StreamId stream,
                   const Mark& mark,
                   const CentralView& central,
                   const Ledger& ledger) {
    const auto forged = ledger.forged.find(stream);
    const bool is_forged = forged != ledger.forged.end() && forged->second.count(mark.chain) != 0;
    return mark.seq == Seq{0} || is_forged || has_mark(central.chains, stream, mark) ||
           std::any_of(ledger.lost.begin(), ledger.lost.end(), [&](const LostHistory& lost) {
               return has_mark(lost.chains, stream, mark);
           });
}

bool was_raised(const CrossingId& alert, const CentralView& central, const Ledger& ledger) {
    return central.alerts.count(alert) != 0 ||
           std::any_of(ledger.lost.begin(), ledger.lost.end(), [&](const LostHistory& lost) {
               return lost.alerts.count(alert) != 0;
           });
}

}  // namespace

Verdict check_list(const std::string& name,
                   const ListView& list,
                   const Ledger& ledger,
                   NodeId node) {
    const std::string where = cat("node ", node.value(), " ", name, " edition ", list.edition);
    const auto known = ledger.signed_lists.find(name);
    if (list.edition == 0 && list.rows.empty()) {
        return {};
    }
    if (known == ledger.signed_lists.end() || known->second.count(list.edition) == 0) {
        return Broken{list.edition == 0 ? 4 : 10,
                      cat(where, ": nobody signed it; entries ", list.rows.size())};
    }
    const auto& wanted = known->second.at(list.edition);
    if (list.rows != wanted.rows) {
        return Broken{4,
                      cat(where,
                          ": ",
                          list.rows.size(),
                          " entries, signed ",
                          wanted.rows.size(),
                          ", or of other content")};
    }
    const core::Bytes& root = wanted.root;  // Of the same rows, as has just been seen.
    if (!std::equal(root.begin(), root.end(), list.root.begin(), list.root.end())) {
        return Broken{4, cat(where, ": the stored root is not that of the entries")};
    }
    return {};
}

namespace {

std::vector<AcceptedMessage> accepted_at(const Ledger& ledger, NodeId node) {
    const auto found = ledger.accepted.find(node);
    return found == ledger.accepted.end() ? std::vector<AcceptedMessage>{} : found->second;
}

Verdict check_spool(const NodeView& node, const Ledger& ledger) {
    for (const AcceptedMessage& message : accepted_at(ledger, node.node)) {
        const auto taken = node.messages.find(message.digest);
        if (taken != node.messages.end()) {
            if (taken->second != message.travellers) {
                return Broken{7,
                              cat("node ",
                                  node.node.value(),
                                  " ",
                                  message.file,
                                  ": ",
                                  taken->second,
                                  " travellers of ",
                                  message.travellers)};
            }
            continue;
        }
        if (node.spool_files.count(message.file) == 0) {
            return Broken{8,
                          cat("node ",
                              node.node.value(),
                              " ",
                              message.file,
                              ": neither in the spool nor in the store")};
        }
    }
    return {};
}

Verdict check_reports(const NodeView& node, const Ledger& ledger) {
    for (const AcceptedMessage& message : accepted_at(ledger, node.node)) {
        const auto found = node.reports_of.find(message.digest);
        const std::uint64_t reports = found == node.reports_of.end() ? 0 : found->second;
        const bool is_taken = node.messages.count(message.digest) != 0;
        if (reports > message.listed ||
            (is_taken && message.is_list_known && reports != message.listed)) {
            return Broken{12,
                          cat("node ",
                              node.node.value(),
                              " ",
                              message.file,
                              ": ",
                              reports,
                              " reports, ",
                              message.listed,
                              " listed travellers")};
        }
    }
    return {};
}

Verdict check_together(const NodeView& node) {
    std::uint64_t travellers = 0;
    for (const auto& [digest, count] : node.messages) {
        travellers += count;
    }
    const auto tail = [&](StreamId stream) {
        const auto found = node.outbox.find(stream);
        return found == node.outbox.end() ? std::uint64_t{0} : found->second.tail.value();
    };
    const std::string where = cat("node ", node.node.value());
    if (!node.undecided.empty()) {
        return Broken{7, cat(where, ": crossing without a decision")};
    }
    if (node.crossings.size() != travellers) {
        return Broken{
            7,
            cat(where, ": ", node.crossings.size(), " crossings of ", travellers, " travellers")};
    }
    if (tail(wire::up::kCrossings) != node.crossings.size()) {
        return Broken{7,
                      cat(where,
                          ": outbox at ",
                          tail(wire::up::kCrossings),
                          ", crossings ",
                          node.crossings.size())};
    }
    if (tail(wire::up::kHits) != node.reported.size()) {
        return Broken{7,
                      cat(where,
                          ": hits outbox at ",
                          tail(wire::up::kHits),
                          ", reports ",
                          node.reported.size())};
    }
    return {};
}

}  // namespace

std::string_view sentence_of(int invariant) {
    const auto found =
        std::find_if(kSentences.begin(), kSentences.end(), [invariant](const Sentence& one) {
            return one.number == invariant;
        });
    return found == kSentences.end() ? std::string_view{"the process died"} : found->text;
}

Verdict Invariants::check_falling(const std::string& who, const Mark& mark) {
    Mark& last = seen_[who];
    if (mark.epoch == last.epoch && mark.seq < last.seq) {
        return Broken{5, cat(who, ": from ", last.seq.value(), " to ", mark.seq.value())};
    }
    if (mark.epoch == last.epoch && mark.seq == last.seq && mark.seq != Seq{0} &&
        mark.chain != last.chain) {
        return Broken{11, cat(who, ": another chain at ", mark.seq.value())};
    }
    last = mark;
    return {};
}

Verdict Invariants::check_node(const NodeView& node, const Ledger& ledger) {
    for (const auto& [stream, mark] : node.applied) {
        if (Verdict verdict = check_falling(at(node.node, stream) + " applied", mark)) {
            return verdict;
        }
    }
    const bool is_cloned = ledger.cloned.contains(node.node);  // Its twin may have spoken.
    for (const auto& [who, seq] : ledger.node_promised) {
        const auto applied = node.applied.find(who.second);
        const Seq has = applied == node.applied.end() ? Seq{0} : applied->second.seq;
        if (who.first == node.node && has < seq && !is_cloned) {
            return Broken{1,
                          cat(at(node.node, who.second),
                              ": acknowledged ",
                              seq.value(),
                              ", applied ",
                              has.value())};
        }
    }
    for (const auto& [stream, outbox] : node.outbox) {
        if (Verdict verdict =
                check_gapless(outbox.rows, outbox.tail, at(node.node, stream) + " outbox")) {
            return verdict;
        }
        const auto promised = ledger.central_promised.find({node.node, stream});
        if (promised != ledger.central_promised.end() && outbox.tail < promised->second &&
            !is_cloned) {
            return Broken{1,
                          cat(at(node.node, stream),
                              ": outbox ends at ",
                              outbox.tail.value(),
                              ", central has ",
                              promised->second.value())};
        }
        if (!outbox.rows.empty() && outbox.rows.front().value() > outbox.acked.value() + 1) {
            return Broken{1,
                          cat(at(node.node, stream),
                              ": rows before ",
                              outbox.rows.front().value(),
                              " are gone, acknowledged ",
                              outbox.acked.value())};
        }
    }
    for (const auto& [name, list] : node.lists) {
        std::uint64_t& newest = editions_[{node.node, name}];
        if (list.edition < newest) {
            return Broken{5,
                          cat("node ",
                              node.node.value(),
                              " ",
                              name,
                              ": from edition ",
                              newest,
                              " to ",
                              list.edition)};
        }
        newest = list.edition;
        if (ledger.rotten.contains(node.node)) {
            continue;  // Until all converge.
        }
        if (Verdict verdict = check_list(name, list, ledger, node.node)) {
            return verdict;
        }
    }
    for (const auto& [who, alert] : ledger.officers) {
        if (who == node.node && node.acknowledged.count(alert) == 0) {
            return Broken{1,
                          cat("node ",
                              node.node.value(),
                              ": officer's acknowledgement of ",
                              hex(alert),
                              " is gone")};
        }
    }
    const std::string where = cat("node ", node.node.value());
    return first_of({check_staged(node),
                     check_fresh(node, ledger),
                     check_belongs(node, ledger),
                     check_trust(node, ledger),
                     check_expected(node, ledger),
                     check_once(node.crossings, 2, where + " crossing"),
                     check_once(node.alerts, 6, where + " alert"),
                     check_together(node),
                     check_reports(node, ledger),
                     check_spool(node, ledger)});
}

Verdict Invariants::check_central(const CentralView& central, const Ledger& ledger) {
    for (const auto& [who, mark] : central.held) {
        const std::string where = "central of " + at(who.first, who.second);
        const auto rows = central.rows.find(who);
        const std::vector<Seq> none;
        if (Verdict verdict = first_of(
                {check_falling(where, mark),
                 check_gapless(
                     rows == central.rows.end() ? none : rows->second, mark.seq, where)})) {
            return verdict;
        }
    }
    for (const auto& [who, seq] : ledger.central_promised) {
        const auto held = central.held.find(who);
        const Seq has = held == central.held.end() ? Seq{0} : held->second.seq;
        if (has < seq) {
            return Broken{1,
                          cat(at(who.first, who.second),
                              ": central acknowledged ",
                              seq.value(),
                              ", holds ",
                              has.value())};
        }
    }
    for (const auto& [node, crossings] : central.crossings) {
        if (Verdict verdict =
                check_once(crossings, 2, cat("central's crossing of node ", node.value()))) {
            return verdict;
        }
    }
    for (const auto& [stream, head] : central.heads) {
        if (Verdict verdict = check_falling(cat("central's head of ", stream.value()), head)) {
            return verdict;
        }
    }
    if (Verdict verdict = first_of({check_barred(central, ledger), check_told(central, ledger)})) {
        return verdict;
    }
    return check_once(central.alerts, 6, "central's alert");
}

void Invariants::forget_central() {
    for (auto seen = seen_.begin(); seen != seen_.end();) {
        seen = seen->first.rfind("central", 0) == 0 ? seen_.erase(seen) : std::next(seen);
    }
}

Verdict Invariants::check_pair(const NodeView& node,
                               const CentralView& central,
                               const Ledger& ledger) const {
    for (const auto& [stream, outbox] : node.outbox) {
        const auto held = central.held.find({node.node, stream});
        if (held == central.held.end() || held->second.seq == Seq{0} ||
            ledger.cloned.contains(node.node)) {
            continue;
        }
        if (held->second.seq > outbox.tail) {
            return Broken{10,
                          cat(at(node.node, stream),
                              ": central holds ",
                              held->second.seq.value(),
                              ", the node made ",
                              outbox.tail.value())};
        }
        const auto chain = outbox.chains.find(held->second.seq);
        if (chain != outbox.chains.end() && chain->second != held->second.chain) {
            return Broken{11,
                          cat(at(node.node, stream),
                              ": other rows at central at ",
                              held->second.seq.value())};
        }
    }
    const auto collected = central.crossings.find(node.node);
    // A clone screens whom its port expects, and its twin may not have yet.
    if (collected != central.crossings.end() && !ledger.cloned.contains(node.node)) {
        for (const auto& [id, count] : collected->second) {
            if (node.crossings.count(id) == 0) {
                return Broken{10,
                              cat("central has crossing ",
                                  hex(id),
                                  " that node ",
                                  node.node.value(),
                                  " does not have")};
            }
        }
    }
    for (const auto& [stream, mark] : node.applied) {
        if (!was_published(stream, mark, central, ledger)) {
            return Broken{10,
                          cat(at(node.node, stream),
                              ": applied a delta ",
                              mark.seq.value(),
                              " that was never published")};
        }
    }
    for (const auto& [id, count] : node.alerts) {
        if (!was_raised(id, central, ledger)) {
            return Broken{
                6,
                cat("node ", node.node.value(), ": alert ", hex(id), " that central never raised")};
        }
    }
    return check_on_record(node, central, ledger);
}

}  // namespace sarhad::sim
