#include "node/merged_traveller.h"

#include "intake/carried_cash.h"
#include "intake/same_traveller.h"
#include "node/screener.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace sarhad::node {
namespace {

constexpr std::string_view kApi = "api";
constexpr std::string_view kPnr = kBookingFeed;
constexpr std::string_view kDesk = kDeskFeed;
constexpr std::string_view kMrz = "mrz";
constexpr std::string_view kFormFormat = "FORM";  ///< An officer fills it in, or takes it in.

/// Who stands at a desk, or whose document was read, has told what a carrier's list would.
std::vector<facts::Feed> arrived_of(const std::vector<std::string>& feeds) {
    std::vector<facts::Feed> arrived;
    const auto has = [&](std::string_view feed) {
        return std::find(feeds.begin(), feeds.end(), feed) != feeds.end();
    };
    if (has(kApi) || has(kDesk) || has(kMrz)) arrived.push_back(facts::Feed::kApi);
    if (has(kPnr)) arrived.push_back(facts::Feed::kPnr);
    return arrived;
}

/// What one feed told, to be found by traveller.
struct ToldByFeed {
    std::vector<const facts::Crossing*> crossings;
    std::optional<intake::ToldTravellers> travellers;
};

std::map<std::string, ToldByFeed, std::less<>> by_feed(
    const std::vector<const facts::Crossing*>& told, std::string_view own) {
    std::map<std::string, ToldByFeed, std::less<>> feeds;
    for (const facts::Crossing* crossing : told) {
        feeds[std::string{feed_of(*crossing)}].crossings.push_back(crossing);
    }
    for (auto& [feed, of_feed] : feeds) {
        std::vector<const facts::Traveller*> travellers;
        for (const facts::Crossing* crossing : of_feed.crossings) {
            travellers.push_back(&crossing->traveller);
        }
        of_feed.travellers.emplace(
            std::move(travellers),
            feed == own ? intake::Tellers::kOwnFeed : intake::Tellers::kOtherFeed);
    }
    return feeds;
}

void add_feed(std::vector<std::string>& feeds, const std::string& feed) {
    if (std::find(feeds.begin(), feeds.end(), feed) == feeds.end()) {
        feeds.push_back(feed);
    }
}

void take(const std::string& feed, const facts::Crossing& told, MergedTraveller& merged) {
    for (facts::FeedDifference& one : intake::differences(merged.traveller, told.traveller, feed)) {
        merged.differences.push_back(std::move(one));
    }
    merged.traveller = intake::filled(std::move(merged.traveller), told.screened());
    if (!merged.booking) merged.booking = told.booking;
    if (!merged.cash) merged.cash = told.cash;
    add_feed(merged.feeds, feed);
    for (const std::string& other : told.feeds) {
        add_feed(merged.feeds, other);
    }
    if (told.passage != CrossingId{}) merged.passage = told.passage;
    if (auto matched = merged.matched ? std::nullopt : screening::matched_of(told)) {
        merged.matched = std::make_shared<const screening::MatchedBefore>(*std::move(matched));
    }
}

/// Whom the same feed told of before and now corrects passes once.
std::optional<CrossingId> passage_of(const ToldByFeed& own, const facts::Traveller& who) {
    const auto found = own.travellers->find(who);
    const bool is_told = found && own.crossings[*found]->passage != CrossingId{};
    return is_told ? std::optional{own.crossings[*found]->passage} : std::nullopt;
}

}  // namespace

std::string_view feed_of(const facts::Message& message) {
    if (message.format == kDeskFormat || message.format == kFormFormat) return kDesk;
    if (message.format == "MRZ") return kMrz;
    return message.format == "PNRGOV" ? kPnr : kApi;
}

/// Of records that do not say: software that only read carriers' lists made them.
std::string_view feed_of(const facts::Crossing& crossing) {
    return crossing.feeds.empty() ? kApi : std::string_view{crossing.feeds.front()};
}

MergedTraveller merge_one(const facts::Message& message, std::size_t place) {
    MergedTraveller merged;
    merged.traveller = message.travellers[place];
    merged.booking = intake::booking_of(message, place);
    merged.cash = intake::cash_of(message, place);
    merged.feeds.emplace_back(feed_of(message));
    merged.arrived = arrived_of(merged.feeds);
    return merged;
}

std::vector<MergedTraveller> merge(const facts::Message& message,
                                   const std::vector<const facts::Crossing*>& told) {
    const std::string_view own = feed_of(message);
    const auto feeds = by_feed(told, own);
    const auto earlier = feeds.find(own);
    std::vector<MergedTraveller> all;
    all.reserve(message.travellers.size());
    for (std::size_t place = 0; place < message.travellers.size(); ++place) {
        MergedTraveller merged = merge_one(message, place);
        for (const auto& [feed, of_feed] : feeds) {
            if (feed == own) continue;
            if (const auto found = of_feed.travellers->find(message.travellers[place])) {
                take(feed, *of_feed.crossings[*found], merged);
            }
        }
        if (!merged.passage && earlier != feeds.end()) {
            merged.passage = passage_of(earlier->second, message.travellers[place]);
        }
        merged.arrived = arrived_of(merged.feeds);
        all.push_back(std::move(merged));
    }
    return all;
}

}  // namespace sarhad::node
