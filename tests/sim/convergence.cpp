#include "core/text.h"
#include "wire/streams.h"

#include <algorithm>
#include <set>

#include "sim/invariants.h"

/// What must hold once the faults have stopped.
namespace sarhad::sim {
namespace {

using core::cat;
using core::NodeId;
using core::Seq;
using core::StreamId;

std::string at(NodeId node, StreamId stream) {
    return cat("node ", node.value(), " stream ", stream.value());
}

/// Of a port that is heard no more only those count that central has taken before.
std::multiset<CrossingId> all_reports(const std::vector<NodeView>& nodes,
                                      const CentralView& central,
                                      const Ledger& ledger) {
    std::multiset<CrossingId> reports;  // Of two ports under one id, one would get no alert.
    for (const NodeView& node : nodes) {
        for (const CrossingId& one : node.reported) {
            if (!ledger.is_barred(node.node) || central.alerts.contains(one)) {
                reports.insert(one);
            }
        }
    }
    for (const CrossingId& one : ledger.clone_reported) {
        if (central.alerts.contains(one) && !reports.contains(one)) {
            reports.insert(one);
        }
    }
    return reports;
}

Verdict check_alerts(const std::map<CrossingId, std::uint64_t>& alerts,
                     const std::multiset<CrossingId>& reports,
                     const std::string& where) {
    for (const auto& [id, count] : alerts) {
        if (reports.count(id) == 0) {
            return Broken{6, cat(where, ": alert ", core::to_hex(id), " without a report")};
        }
    }
    if (alerts.size() != reports.size()) {
        return Broken{9, cat(where, ": ", alerts.size(), " alerts of ", reports.size())};
    }
    return {};
}

Verdict check_outboxes(const NodeView& node, const CentralView& central) {
    for (const auto& [stream, outbox] : node.outbox) {
        const auto held = central.held.find({node.node, stream});
        const Seq seq = held == central.held.end() ? Seq{0} : held->second.seq;
        if (seq != outbox.tail || outbox.acked != outbox.tail) {
            return Broken{9,
                          cat(at(node.node, stream),
                              ": tail ",
                              outbox.tail.value(),
                              ", acked ",
                              outbox.acked.value(),
                              ", central holds ",
                              seq.value())};
        }
    }
    const auto collected = central.crossings.find(node.node);
    const std::size_t count = collected == central.crossings.end() ? 0 : collected->second.size();
    if (count != node.crossings.size()) {
        return Broken{9,
                      cat("node ",
                          node.node.value(),
                          ": central has ",
                          count,
                          " crossings of ",
                          node.crossings.size())};
    }
    return {};
}

Verdict check_taken_in(const NodeView& node, const Ledger& ledger) {
    const auto accepted = ledger.accepted.find(node.node);
    if (accepted == ledger.accepted.end()) {
        return {};
    }
    for (const AcceptedMessage& message : accepted->second) {
        if (node.messages.count(message.digest) == 0) {
            return Broken{
                9, cat("node ", node.node.value(), " ", message.file, ": still not taken in")};
        }
    }
    return {};
}

bool is_parted(StreamId stream, const Mark& applied, const CentralView& central) {
    if (applied.seq == Seq{0}) {
        return false;
    }
    const auto history = central.chains.find(stream);
    if (history == central.chains.end()) {
        return true;
    }
    const auto chain = history->second.find(applied.seq);
    return chain == history->second.end() || chain->second != applied.chain;
}

/// Nothing of a stopped stream moves until a person has looked: it is not waited for.
bool is_stopped(const NodeView& node, const CentralView& central, StreamId stream) {
    return node.stopped_down.count(stream) != 0 &&
           central.stopped_down.count({node.node, stream}) != 0;
}

Verdict check_shown(const NodeView& node, const CentralView& central, const Ledger& ledger) {
    for (const auto& [stream, applied] : node.applied) {
        if (is_parted(stream, applied, central) && !is_stopped(node, central, stream)) {
            const bool is_shown_here = node.stopped_down.count(stream) != 0;
            return Broken{13,
                          cat(at(node.node, stream),
                              ": has applied ",
                              applied.seq.value(),
                              " of another history than central's, and ",
                              is_shown_here ? "central" : "the port",
                              " does not say so")};
        }
    }
    const auto has_cause = [&](StreamId stream) {
        return !ledger.lost.empty() || ledger.forged.count(stream) != 0;
    };
    for (const auto& [stopped, stream] : central.stopped_down) {
        if (stopped == node.node && !has_cause(stream)) {
            return Broken{13, cat(at(node.node, stream), ": central stopped it without a cause")};
        }
    }
    for (const StreamId stream : node.stopped_down) {
        if (!has_cause(stream)) {
            return Broken{13, cat(at(node.node, stream), ": the port stopped it without a cause")};
        }
    }
    const auto stopped_up = std::find_if(central.stopped_up.begin(),
                                         central.stopped_up.end(),
                                         [&](const auto& one) { return one.first == node.node; });
    if (!node.stopped_up.empty() || stopped_up != central.stopped_up.end()) {
        return Broken{13, cat("node ", node.node.value(), ": an upward stream is stopped")};
    }
    return {};
}

Verdict check_applied(const NodeView& node, const CentralView& central, const Ledger& ledger) {
    for (const auto& [stream, head] : central.heads) {
        const auto applied = node.applied.find(stream);
        const auto owner = ledger.belonging_streams.find(stream);
        const bool is_foreign =
            (owner != ledger.belonging_streams.end() && owner->second != node.node) ||
            (wire::is_expected_stream(stream) && stream != wire::expected_stream(node.node));
        if (is_stopped(node, central, stream) || is_foreign) {
            continue;
        }
        if (applied == node.applied.end() || applied->second.seq != head.seq) {
            return Broken{9,
                          cat(at(node.node, stream),
                              ": applied ",
                              applied == node.applied.end() ? 0 : applied->second.seq.value(),
                              " of ",
                              head.seq.value())};
        }
        if (applied->second.chain != head.chain) {
            return Broken{11, cat(at(node.node, stream), ": another chain than central's")};
        }
    }
    return {};
}

Verdict check_editions(const NodeView& node, const Ledger& ledger) {
    for (const auto& [name, editions] : ledger.signed_lists) {
        const auto owner = ledger.belongs.find(name);
        if (owner != ledger.belongs.end() && owner->second != node.node) {
            continue;
        }
        const auto list = node.lists.find(name);
        const std::uint64_t has = list == node.lists.end() ? 0 : list->second.edition;
        // The world has one list: where a list's stream is stopped, it is this one's.
        const bool is_list_stopped =
            std::any_of(node.stopped_down.begin(), node.stopped_down.end(), wire::is_list_stream);
        if (!editions.empty() && has != editions.rbegin()->first && !is_list_stopped) {
            return Broken{9,
                          cat("node ",
                              node.node.value(),
                              " ",
                              name,
                              ": edition ",
                              has,
                              " of ",
                              editions.rbegin()->first)};
        }
    }
    return {};
}

/// Also of ports whose lists rotted: they have noticed, and repaired them. Whose list's stream is
/// stopped waits for a person, who lets it take the list again.
Verdict check_lists(const NodeView& node, const Ledger& ledger) {
    const bool is_list_stopped =
        std::any_of(node.stopped_down.begin(), node.stopped_down.end(), wire::is_list_stream);
    if (is_list_stopped && ledger.rotten.contains(node.node)) {
        return {};
    }
    for (const auto& [name, list] : node.lists) {
        if (Verdict verdict = check_list(name, list, ledger, node.node)) {
            return verdict;
        }
    }
    if (!node.diverged.empty()) {
        return Broken{9,
                      cat(at(node.node, *node.diverged.begin()), ": it is still being repaired")};
    }
    return {};
}

/// Windows are longer than any run, so nobody leaves them.
Verdict check_counted(const NodeView& node, const CentralView& central) {
    if (is_stopped(node, central, wire::down::kCounters) || !central.counted ||
        node.counted == *central.counted) {
        return {};
    }
    return Broken{9,
                  cat(at(node.node, wire::down::kCounters),
                      ": it holds counters of ",
                      node.counted.size(),
                      " documents, and a recount at central gives others, of ",
                      central.counted->size())};
}

}  // namespace

Verdict Invariants::check_belongs(const NodeView& node, const Ledger& ledger) {
    for (const auto& [list, owner] : ledger.belongs) {
        const auto held = node.lists.find(list);
        if (owner != node.node && held != node.lists.end() && !held->second.rows.empty()) {
            return Broken{kForeignRows,
                          cat("node ",
                              node.node.value(),
                              ": ",
                              held->second.rows.size(),
                              " rows of ",
                              list,
                              ", which is node ",
                              owner.value(),
                              "'s")};
        }
    }
    return {};
}

Verdict Invariants::check_converged(const std::vector<NodeView>& nodes,
                                    const CentralView& central,
                                    const Ledger& ledger) const {
    const std::multiset<CrossingId> reports = all_reports(nodes, central, ledger);
    for (const NodeView& node : nodes) {
        if (ledger.is_barred(node.node)) {
            continue;
        }
        const std::string where = cat("node ", node.node.value());
        if (ledger.is_time_true && node.is_fresh == false) {
            return Broken{9, cat(where, ": its data is not fresh")};
        }
        const bool has_alerts = !is_stopped(node, central, wire::down::kAlerts);
        for (const Verdict& verdict :
             {check_outboxes(node, central),
              check_taken_in(node, ledger),
              check_shown(node, central, ledger),
              check_applied(node, central, ledger),
              check_editions(node, ledger),
              check_lists(node, ledger),
              check_counted(node, central),
              is_stopped(node, central, *wire::expected_stream(node.node))
                  ? Verdict{}
                  : check_journeys(node, central, ledger),
              has_alerts ? check_alerts(node.alerts, reports, where) : Verdict{}}) {
            if (verdict) {
                return verdict;
            }
        }
    }
    for (const auto& [node, alert] : ledger.officers) {
        if (!ledger.is_barred(node) && central.acknowledged.count({alert, node}) == 0) {
            return Broken{9,
                          cat("central does not know that node ",
                              node.value(),
                              " acknowledged ",
                              core::to_hex(alert).substr(0, 12))};
        }
    }
    return check_alerts(central.alerts, reports, "central");
}

}  // namespace sarhad::sim
