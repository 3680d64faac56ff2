#pragma once

#include "facts/decision.h"
#include "rules/live/live_rules.h"
#include "screening/screening_facts.h"
#include "watchlists/matcher.h"

#include <array>
#include <cstdint>
#include <vector>

namespace sarhad::screening {

/// Of the fact tables that a decision is made with.
inline constexpr std::uint32_t kSchemaVersion = 1;
/// Best first; a decision holds no more, and as many discreet ones.
inline constexpr std::size_t kMaxHits = 20;

/// The advice about one traveller. Pure and total: the same facts, snapshot and rules give the same
/// decision on any host. The channel is the strictest of: the hits' tiers (hold red, review and
/// ask yellow, silent none), the rules, the random share, the floor that the age of trust data
/// sets, and where that is DEGRADED or worse the share that a second person looks at (yellow);
/// each cause is recorded, hits first, then rules. Without a single list nobody is green: the
/// channel is yellow at least, or floor_expired where that is stricter. unknown_feeds are those of
/// api, manifest and pnr that have not arrived, and lists where there is none; by name.
///
/// A discreet hit is recorded and reported, and nothing else comes of it: no cause, no channel, no
/// score, as if it were not there.
///
/// A hit that a known pair suppresses stays among the hits, says so, and counts for nothing.
///
/// The score is 1000 - r, where r = 1000 and then, for each part in order of its id,
/// r = r * (1000 - s) / 1000 rounded down. The parts are the live rules that hit, of a group the
/// best, s being ten times a rule's score; and behind them, as lists' names begin with small
/// letters, the best list hit that is neither discreet nor suppressed.
[[nodiscard]] facts::Decision screen(const ScreeningFacts& facts,
                                     const watchlists::ListSnapshot& lists,
                                     const rules::LiveRules& rules,
                                     watchlists::MatchScratch& scratch);
/// The same, in memory of its own.
[[nodiscard]] facts::Decision screen(const ScreeningFacts& facts,
                                     const watchlists::ListSnapshot& lists,
                                     const rules::LiveRules& rules);

/// Of an order that only its owner is told of.
[[nodiscard]] bool is_discreet(const facts::Hit& hit);

/// What of a decision the counter may see: without the hits of discreet orders, which nothing else
/// in it speaks of, nor how many had no room; without shadow rules and how many hits were left out,
/// as theirs are among them; without what rules were told; and of a rule for trained officers only
/// which it is and what it asks for.
[[nodiscard]] facts::Decision at_counter(facts::Decision decision);

/// Of hits, best first, at most `most` that the counter may see and as many discreet ones: neither
/// takes the other's place.
void keep_best(std::vector<facts::Hit>& hits, std::size_t most);

/// Whether central is told at once: a hit asks or more, and no pair suppresses it; or a rule asks
/// for red.
[[nodiscard]] bool is_reported(const facts::Decision& decision);
/// Whether it is told for discreet orders alone: then the port may not know that it was.
[[nodiscard]] bool is_secret(const facts::Decision& decision);

/// Whether the random share takes this crossing: a keyed hash of its id, below the share.
[[nodiscard]] bool is_drawn(const std::array<std::uint8_t, 16>& crossing, const SitePolicy& policy);
/// Whether a second person looks at this crossing: drawn likewise, and apart from that.
[[nodiscard]] bool is_looked_at_twice(const ScreeningFacts& facts);

}  // namespace sarhad::screening
