#include "core/text.h"
#include "wire/streams.h"

#include "sim/invariants.h"

/// Of whom ports expect.
namespace sarhad::sim {
namespace {

using core::cat;

/// A port takes what is past its hour away within this, by its own clock.
constexpr std::int64_t kGoneWithin = 600'000'000;

std::string hex(const JourneyId& id) {
    return core::to_hex(id).substr(0, 12);
}

/// The travellers of a list that a carrier told of; none for a list that no carrier did.
std::optional<std::uint64_t> travellers_of(const ToldJourney& journey, const wire::Hash256& list) {
    const auto found = journey.lists.find(list);
    return found == journey.lists.end() ? std::nullopt : std::optional{found->second};
}

bool is_forged(const Ledger& ledger, core::NodeId node) {
    return ledger.forged.contains(*wire::expected_stream(node));
}

}  // namespace

Verdict Invariants::check_told(const CentralView& central, const Ledger& ledger) {
    for (const auto& [id, held] : central.told) {
        const auto journey = ledger.told.find(id);
        if (journey == ledger.told.end() || !travellers_of(journey->second, held.digest)) {
            return Broken{kExpected,
                          cat("central holds a list of journey ", hex(id), " that nobody sent")};
        }
    }
    if (!ledger.lost.empty()) {
        return {};  // A backup knows of fewer.
    }
    for (const auto& [id, journey] : ledger.told) {
        const auto held = central.told.find(id);
        const std::uint64_t version = held == central.told.end() ? 0 : held->second.version;
        const bool is_gone = journey.gone_at.micros <= ledger.now.micros + kGoneWithin;
        if (version < journey.answered && !is_gone) {
            return Broken{1,
                          cat("central took version ",
                              journey.answered,
                              " of journey ",
                              hex(id),
                              ", and holds ",
                              version)};
        }
    }
    return {};
}

Verdict Invariants::check_expected(const NodeView& node, const Ledger& ledger) {
    for (const auto& [id, journey] : node.expected) {
        const std::string where = cat("node ", node.node.value(), " journey ", hex(id));
        const auto told = ledger.told.find(id);
        if (told == ledger.told.end() || !told->second.ports.contains(node.node)) {
            return Broken{kExpected, where + ": nobody told central of it for this port"};
        }
        std::uint64_t& newest = journeys_[{node.node, id}];
        if (journey.version < newest) {
            return Broken{kExpected, cat(where, ": version ", journey.version, " after ", newest)};
        }
        newest = journey.version;
    }
    return {};
}

/// Of travellers whom a list names no more those stay of whom central was told: that is evidence.
/// A central that was restored may have given a version to another list than before.
Verdict check_on_record(const NodeView& node, const CentralView& central, const Ledger& ledger) {
    if (!ledger.lost.empty() || is_forged(ledger, node.node)) {
        return {};
    }
    for (const auto& [id, journey] : node.expected) {
        const auto held = central.told.find(id);
        const auto told = ledger.told.find(id);
        const bool is_same = held != central.told.end() && held->second.version == journey.version;
        if (!is_same || told == ledger.told.end() || journey.is_due) {
            continue;
        }
        const std::uint64_t listed =
            journey.is_cancelled ? 0 : travellers_of(told->second, held->second.digest).value_or(0);
        if (journey.kept < listed || journey.kept > listed + journey.reported) {
            return Broken{kExpected,
                          cat("node ",
                              node.node.value(),
                              " journey ",
                              hex(id),
                              ": ",
                              journey.kept,
                              " on record, ",
                              journey.reported,
                              " of them reported, of ",
                              listed,
                              " on its list")};
        }
    }
    return {};
}

Verdict check_journeys(const NodeView& node, const CentralView& central, const Ledger& ledger) {
    for (const auto& [id, told] : central.told) {
        const auto sent = told.sent.find(node.node);
        if (sent == told.sent.end() || told.gone_at <= ledger.now.micros + kGoneWithin) {
            continue;
        }
        const auto journey = node.expected.find(id);
        // What a later version had emptied is not told anew by a backup that knows of none.
        if (journey == node.expected.end() && !ledger.lost.empty()) {
            continue;
        }
        const std::string where = cat("node ", node.node.value(), " journey ", hex(id));
        if (journey == node.expected.end() || journey->second.version != sent->second) {
            return Broken{9,
                          cat(where,
                              ": version ",
                              journey == node.expected.end() ? 0 : journey->second.version,
                              " of ",
                              sent->second,
                              ", to go in ",
                              (told.gone_at - ledger.now.micros) / 1'000'000,
                              " s")};
        }
        if (journey->second.is_due || journey->second.is_cancelled != told.is_cancelled) {
            return Broken{9, where + ": its travellers still wait"};
        }
    }
    for (const auto& [id, journey] : node.expected) {
        if (ledger.is_time_true && journey.gone_at + kGoneWithin < ledger.now.micros) {
            return Broken{kExpected,
                          cat("node ", node.node.value(), " journey ", hex(id), ": not gone")};
        }
    }
    return {};
}

}  // namespace sarhad::sim
