#include "node/journey_plan.h"

#include "intake/carried_cash.h"
#include "intake/same_traveller.h"
#include "node/merged_traveller.h"
#include "node/side_by_side.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace sarhad::node {

using core::Result;
using intake::ListWord;
using intake::Standing;

namespace {

/// A match thread opens so many records at once.
constexpr std::size_t kOpenedAtOnce = 32;

/// Whose number in the message it was does not matter: 1 stands for the traveller himself.
template <class Told>
void own_alone(std::vector<Told>& all) {
    for (Told& one : all) {
        one.traveller = one.traveller == 0 ? 0 : 1;
    }
}

FactsKey key_of(facts::Traveller traveller,
                std::optional<facts::Booking> booking,
                std::optional<facts::CashDeclaration> cash,
                const std::vector<facts::FlightLeg>& flights) {
    traveller.reference.clear();
    traveller.is_cancelled = false;
    core::Bytes bytes = wire::encode(traveller);
    for (const facts::FlightLeg& leg : flights) {
        core::append(bytes, wire::encode(leg));
    }
    if (booking) {
        own_alone(booking->contacts);
        own_alone(booking->tickets);
        own_alone(booking->payments);
        own_alone(booking->seats);
        own_alone(booking->frequent_flyers);
        booking->travellers.clear();
        core::append(bytes, wire::encode(*booking));
    }
    if (cash) {
        cash->traveller = 0;
        core::append(bytes, wire::encode(*cash));
    }
    return wire::blake2b_128(bytes);
}

/// What the feed of a message has on record of its journey.
class OwnRecords {
public:
    OwnRecords(const ToldJourney& told, std::string_view feed) {
        for (const facts::Crossing& crossing : told.crossings) {
            if (feed_of(crossing) != feed) continue;
            by_key_[facts_key(crossing)].push_back(crossing.id);
            told_.add(crossing.traveller);
            ids_.push_back(crossing.id);
        }
    }

    /// Who was told of with just these facts; each record answers once.
    std::optional<CrossingId> take_same(const FactsKey& key) {
        const auto found = by_key_.find(key);
        if (found == by_key_.end() || found->second.empty()) return std::nullopt;
        const CrossingId id = found->second.front();
        found->second.erase(found->second.begin());
        return id;
    }
    /// Who is the same, whatever else is told of him.
    [[nodiscard]] std::optional<CrossingId> find(const facts::Traveller& who) const {
        const auto found = told_.find(who);
        return found ? std::optional{ids_[*found]} : std::nullopt;
    }

private:
    std::map<FactsKey, std::vector<CrossingId>> by_key_{};
    intake::ToldTravellers told_{intake::Tellers::kOwnFeed};
    std::vector<CrossingId> ids_{};
};

/// Such a message says where somebody stands and hardly who he is: whom it means is on record.
bool only_stands(ListWord word) {
    return word == ListWord::kNotTravelling || word == ListWord::kNotAboard;
}

std::array<std::uint8_t, 16> meaning_of(const facts::Message& message,
                                        const RosterWord& word,
                                        const std::vector<FactsKey>& keys) {
    core::Bytes bytes = core::to_bytes(core::as_bytes(message.function));
    bytes.push_back(0);
    for (const facts::FlightLeg& leg : message.flights) {
        core::append(bytes, wire::encode(leg));
    }
    std::vector<core::Bytes> parts;
    for (std::size_t place = 0; place < keys.size(); ++place) {
        core::Bytes part = core::to_bytes(core::ByteView{keys[place]});
        part.push_back(word.told[place].is_cancelled ? 1 : 0);
        parts.push_back(std::move(part));
    }
    for (const facts::Booking& booking : message.bookings) {
        core::Bytes part = core::to_bytes(core::as_bytes(booking.locator.reveal()));
        part.push_back(booking.is_cancelled ? 1 : 0);
        parts.push_back(std::move(part));
    }
    std::sort(parts.begin(), parts.end());
    for (const core::Bytes& part : parts) {
        core::put_u32(bytes, static_cast<std::uint32_t>(part.size()));
        core::append(bytes, part);
    }
    return wire::blake2b_128(bytes);
}

Result<std::vector<RosterWord>> read_words(store::QuerySource from,
                                           const wire::RecordSeal& seal,
                                           const facts::JourneyId& journey) {
    SARHAD_TRY(store::Statement select,
               from.prepare("SELECT digest, word FROM (SELECT id, digest, word FROM message"
                            " WHERE (journey = ?1 OR also = ?1) AND word IS NOT NULL"
                            " ORDER BY id DESC LIMIT ?2) ORDER BY id"));
    select.bind_all(core::ByteView{journey}, static_cast<std::int64_t>(kWordsReadMax));
    std::vector<RosterWord> words;
    while (true) {
        SARHAD_TRY(const store::Step step, select.step());
        if (step == store::Step::kDone) {
            return words;
        }
        const auto body = seal.open(kWordTable, select.bytes(0), select.bytes(1));
        auto word = body ? wire::decode<RosterWord>(*body) : Result<RosterWord>{body.error()};
        if (word) words.push_back(*std::move(word));
    }
}

intake::RosterMessage roster_message(
    const RosterWord& word, const std::map<CrossingId, const facts::Traveller*>& travellers) {
    intake::RosterMessage message{word.word, word.is_booking, word.stamp, {}, {}};
    for (const ToldRecord& told : word.told) {
        const auto found = travellers.find(told.record);
        message.told.push_back(
            {told.record, found == travellers.end() ? nullptr : found->second, told.is_cancelled});
    }
    for (const auto& locator : word.bookings) {
        message.bookings.push_back(locator.reveal());
    }
    return message;
}

}  // namespace

FactsKey facts_key(const facts::Message& message, std::size_t place) {
    return key_of(
        message.travellers[place],
        feed_of(message) == kBookingFeed ? intake::booking_of(message, place) : std::nullopt,
        feed_of(message) == kDeskFeed ? intake::cash_of(message, place) : std::nullopt,
        message.flights);
}

FactsKey facts_key(const facts::Crossing& crossing) {
    return key_of(crossing.traveller,
                  feed_of(crossing) == kBookingFeed ? crossing.booking : std::nullopt,
                  feed_of(crossing) == kDeskFeed ? crossing.cash : std::nullopt,
                  crossing.flights);
}

Result<ToldJourney> read_told(store::QuerySource from,
                              const wire::RecordSeal& seal,
                              const facts::JourneyId& journey,
                              core::Executor& helpers) {
    SARHAD_TRY(std::vector<JourneyCrossing> rows, read_journey_crossings(from, journey));
    if (rows.size() > kToldReadMax) {
        rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(kToldReadMax));
    }
    ToldJourney told;
    told.crossings.reserve(rows.size());
    told.rows.reserve(rows.size());
    std::vector<std::optional<facts::Crossing>> opened(rows.size());
    const std::size_t parts = (rows.size() + kOpenedAtOnce - 1) / kOpenedAtOnce;
    side_by_side(helpers, parts, [&](std::size_t part) {
        const std::size_t end = std::min(rows.size(), (part + 1) * kOpenedAtOnce);
        for (std::size_t at = part * kOpenedAtOnce; at < end; ++at) {
            const auto body = seal.open(kCrossingTable, rows[at].id, rows[at].sealed);
            auto crossing =
                body ? wire::decode<facts::Crossing>(*body) : Result<facts::Crossing>{body.error()};
            if (crossing) opened[at] = *std::move(crossing);
        }
    });
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (!opened[at]) continue;
        told.crossings.push_back(*std::move(opened[at]));
        rows[at].sealed.clear();
        told.rows.push_back(std::move(rows[at]));
    }
    SARHAD_TRY(told.words, read_words(from, seal, journey));
    return told;
}

std::vector<const facts::Crossing*> current_of(const ToldJourney& told) {
    std::vector<const facts::Crossing*> current;
    for (std::size_t at = 0; at < told.crossings.size(); ++at) {
        const bool is_old =
            at < told.rows.size() && told.rows[at].standing == Standing::kSuperseded;
        if (!is_old) current.push_back(&told.crossings[at]);
    }
    return current;
}

JourneyPlan plan_of(const facts::Message& message,
                    facts::LocalTime prepared,
                    core::WallTime now,
                    const ToldJourney& told) {
    JourneyPlan plan;
    RosterWord& word = plan.word;
    word.word = intake::list_word(message);
    word.is_booking = feed_of(message) == kBookingFeed;
    word.stamp = intake::stamp_of(prepared, now);
    for (const facts::Booking& booking : message.bookings) {
        if (!booking.locator.reveal().empty()) word.bookings.push_back(booking.locator);
    }
    OwnRecords own{told, feed_of(message)};
    std::vector<FactsKey> keys;
    for (std::size_t place = 0; place < message.travellers.size(); ++place) {
        const facts::Traveller& who = message.travellers[place];
        keys.push_back(facts_key(message, place));
        ToldRecord record{{}, who.is_cancelled};
        auto known = own.take_same(keys.back());
        if (!known && (who.is_cancelled || only_stands(word.word))) known = own.find(who);
        if (known) {
            record.record = *known;
        } else {
            plan.places.push_back(place);
        }
        word.told.push_back(record);
    }
    word.meaning = meaning_of(message, word, keys);
    plan.is_said_before =
        word.word != ListWord::kNothing &&
        std::any_of(told.words.begin(), told.words.end(), [&](const RosterWord& one) {
            return one.meaning == word.meaning && one.is_booking == word.is_booking;
        });
    return plan;
}

std::map<CrossingId, Standing> standings_after(const facts::Message& message,
                                               const RosterWord& word,
                                               const ToldJourney& told) {
    std::map<CrossingId, const facts::Traveller*> travellers;
    for (std::size_t place = 0; place < word.told.size(); ++place) {
        travellers.emplace(word.told[place].record, &message.travellers[place]);
    }
    std::map<CrossingId, Standing> before;
    for (std::size_t at = 0; at < told.crossings.size(); ++at) {
        travellers.insert_or_assign(told.crossings[at].id, &told.crossings[at].traveller);
        before.emplace(told.crossings[at].id, told.rows[at].standing);
    }
    std::vector<intake::RosterMessage> messages;
    for (const RosterWord& earlier : told.words) {
        messages.push_back(roster_message(earlier, travellers));
    }
    messages.push_back(roster_message(word, travellers));
    std::map<CrossingId, Standing> after = intake::roster_of(std::move(messages));
    std::erase_if(after, [&](const auto& one) {
        const auto stood = before.find(one.first);
        return stood != before.end() && stood->second == one.second;
    });
    return after;
}

}  // namespace sarhad::node
