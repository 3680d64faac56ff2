#include "node/screener.h"

#include "held_crossing.h"

#include "core/text.h"
#include "intake/carried_cash.h"
#include "intake/journeys.h"
#include "node/cargo_screener.h"
#include "node/crossing_size.h"
#include "node/events.h"
#include "node/side_by_side.h"
#include "screening/counted_cash.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"
#include "wire/trust.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

/// A match thread takes so many of a message at once.
constexpr std::size_t kScreenedAtOnce = 8;

/// The port is in it: a carrier's file that reaches two ports is two crossings and two alerts. The
/// node is not: where both nodes of a port take the same file in, that is one.
CrossingId crossing_id(const core::PortId& port, const wire::Hash256& digest, std::size_t place) {
    core::Bytes bytes = core::to_bytes(core::ByteView{digest});
    core::put_u32(bytes, static_cast<std::uint32_t>(place));
    core::append(bytes, core::as_bytes(port.value()));
    return wire::blake2b_128(bytes);
}

/// Of all documents. None of who shows none, and where some document's rows are not known.
std::optional<std::vector<screening::Passage>> history_of(const std::vector<PersonKey>& persons,
                                                          const PassagesByPerson& passages) {
    std::vector<screening::Passage> earlier;
    for (const PersonKey& person : persons) {
        const auto found = passages.find(person);
        if (found == passages.end()) {
            return std::nullopt;
        }
        earlier.insert(earlier.end(), found->second.begin(), found->second.end());
    }
    return persons.empty() ? std::nullopt : std::optional{std::move(earlier)};
}

std::optional<screening::LocalCounts> counted(const std::vector<PersonKey>& persons,
                                              const Histories& histories,
                                              const screening::Passage& passage) {
    auto earlier = history_of(persons, histories.passages);
    return earlier ? std::optional{screening::count_before(*std::move(earlier), passage)}
                   : std::nullopt;
}

/// Of whom crossings are made.
bool has_travellers(const facts::Message& message) {
    return message.status != facts::MessageStatus::kRefused && !message.travellers.empty() &&
           intake::lists_travellers(message);
}

/// Keyed: what it is made of is personal.
CrossingId passage_of(const wire::Secret& key,
                      const core::PortId& port,
                      const facts::JourneyId& journey,
                      const TravellerMark& mark) {
    return wire::subject_key(
        key.bytes(),
        core::cat("passage|", port.value(), "|", core::to_hex(journey), "|", core::to_hex(mark)));
}

/// Who was not looked up before is as his message tells him.
MergedTraveller merged_of(const facts::Message& message,
                          std::size_t place,
                          const Histories& histories) {
    const auto found = histories.merged.find(message.digest);
    if (found != histories.merged.end() && place < found->second.size()) {
        return found->second[place];
    }
    return merge_one(message, place);
}

/// What is kept of a message beside its travellers and its cargo.
facts::Message header_of(facts::Message message) {
    message.travellers.clear();
    message.conveyances.clear();
    message.bills.clear();
    message.containers.clear();
    message.declarations.clear();
    if (!intake::lists_travellers(message)) {
        message.bags.clear();
    }
    return message;
}

ScreenedTraveller outcome_of(const facts::Crossing& crossing) {
    ScreenedTraveller outcome;
    outcome.id = crossing.id;
    outcome.channel = crossing.decision.channel;
    const facts::Decision seen = screening::at_counter(crossing.decision);
    outcome.hits = static_cast<std::uint32_t>(seen.hits.size());
    outcome.is_told = screening::is_reported(seen);
    outcome.score = seen.score;
    outcome.rules = static_cast<std::uint32_t>(seen.rule_hits.size());
    outcome.rule = seen.rule_hits.empty() ? std::string{} : seen.rule_hits.front().id;
    outcome.shadow_rules = static_cast<std::uint32_t>(crossing.decision.shadow_hits.size());
    outcome.rule_errors = seen.rule_errors;
    outcome.waits = !seen.waiting.empty();
    for (const facts::Hit& hit : seen.hits) {
        if (!hit.suppressed_by.empty()) {
            ++outcome.suppressed;
        } else if (outcome.list.empty()) {
            outcome.list = hit.list;
            outcome.entry = hit.entry;
        }
    }
    return outcome;
}

/// What he declared, with the limit that he had to mind.
std::optional<screening::CarriedCash> carried(const facts::Crossing& crossing) {
    if (!crossing.cash) return std::nullopt;
    const facts::PartialDate born = crossing.screened().date_of_birth.reveal();
    return screening::CarriedCash{*crossing.cash,
                                  intake::cash_threshold(*crossing.cash, born),
                                  intake::cash_year_limit(*crossing.cash, born)};
}

}  // namespace

void leave_out(ScreenedMessage& message, const std::function<bool(const CrossingRecord&)>& is_out) {
    MessageRecord& record = message.record;
    std::vector<CrossingRecord> crossings;
    std::vector<UpwardRow> rows;
    std::vector<ScreenedTraveller> travellers;
    auto row = record.rows.begin();
    for (std::size_t place = 0; place < record.crossings.size(); ++place) {
        CrossingRecord& crossing = record.crossings[place];
        const auto end = row + static_cast<std::ptrdiff_t>(crossing.rows);
        if (!is_out(crossing)) {
            std::move(row, end, std::back_inserter(rows));
            crossings.push_back(std::move(crossing));
            travellers.push_back(std::move(message.travellers[place]));
        }
        row = end;
    }
    record.crossings = std::move(crossings);
    record.rows = std::move(rows);
    message.travellers = std::move(travellers);
    message.only.reset();
}

wire::Hash256 message_digest(const wire::Hash256& file, std::size_t place, std::size_t count) {
    if (count == 1) {
        return file;
    }
    core::Bytes bytes = core::to_bytes(core::ByteView{file});
    core::put_u32(bytes, static_cast<std::uint32_t>(place));
    return wire::blake2b(bytes);
}

core::Redacted<std::string> one_line_name(const facts::Traveller& traveller) {
    if (!traveller.full_name.reveal().empty()) {
        return traveller.full_name;
    }
    std::string line;
    for (const auto* part : {&traveller.first_name, &traveller.middle_name, &traveller.surname}) {
        if (!line.empty() && !part->reveal().empty()) {
            line.push_back(' ');
        }
        line += part->reveal();
    }
    return core::Redacted<std::string>{std::move(line)};
}

Screener::Screener(const ScreenerParts& parts) : parts_{parts} {}

Screener::FilesRead Screener::read_files(const std::vector<intake::SpoolFile>& files,
                                         core::WallTime now) {
    std::vector<core::ByteView> contents;
    std::vector<wire::Hash256> digests;
    for (const intake::SpoolFile& file : files) {
        contents.emplace_back(file.content);
        digests.push_back(file.digest);
    }
    // What several files tell together is another thing than what each tells alone, and the same in
    // whatever order they came.
    std::sort(digests.begin(), digests.end());
    core::Bytes joined;
    for (const wire::Hash256& one : digests)
        core::append(joined, core::ByteView{one});
    const wire::Hash256 digest = digests.size() == 1 ? digests.front() : wire::blake2b(joined);
    FilesRead all;
    for (intake::FileRead& file : intake::read_together(contents, facts::day_of(now))) {
        std::move(file.messages.begin(), file.messages.end(), std::back_inserter(all.sent));
        std::move(file.waiting.begin(), file.waiting.end(), std::back_inserter(all.waiting));
    }
    for (std::size_t place = 0; place < all.sent.size(); ++place) {
        all.sent[place].message.digest = message_digest(digest, place, all.sent.size());
    }
    return all;
}

Result<ToldJourney> Screener::told_at_desk(const facts::Message& message,
                                           core::WallTime now) const {
    const store::QuerySource source{parts_.database};
    ToldJourney told;
    for (std::size_t place = 0; place < message.travellers.size(); ++place) {
        const auto persons = persons_of(subjects_of(message.travellers[place]));
        SARHAD_TRY(PassagesByPerson known, read_histories(source, parts_.seal, persons));
        auto earlier = history_of(persons, known);
        const auto behind =
            earlier ? screening::told_before(*std::move(earlier), as_passage(message, place, now))
                    : std::nullopt;
        if (!behind) continue;
        if (auto crossing = held_crossing(source, parts_.seal, behind->crossing)) {
            told.crossings.push_back(*std::move(crossing));
        }
    }
    return told;
}

Result<Histories> Screener::histories_of(const std::vector<facts::Message>& messages,
                                         core::WallTime now) const {
    Histories histories;
    std::vector<PersonKey> persons;
    for (const facts::Message& message : messages) {
        if (!has_travellers(message) && intake::list_word(message) == intake::ListWord::kNothing) {
            continue;
        }
        ToldJourney at_desk;
        if (message.format == kDeskFormat) {
            SARHAD_TRY(at_desk, told_at_desk(message, now));
        } else {
            SARHAD_TRY_STATUS(read_journeys(message, histories));
        }
        const auto journeys = journeys_of(message);
        const bool is_on_journey = message.format != kDeskFormat && !journeys.empty();
        std::vector<MergedTraveller> merged = merge(
            message, current_of(is_on_journey ? histories.told.at(journeys.front()) : at_desk));
        for (const MergedTraveller& one : merged) {
            for (const PersonKey& person : persons_of(subjects_of(one.traveller))) {
                persons.push_back(person);
            }
        }
        histories.merged.insert_or_assign(message.digest, std::move(merged));
    }
    SARHAD_TRY_STATUS(read_counts(persons, histories));
    return histories;
}

Result<ScreenedMessage> Screener::screen_message(const facts::Message& message,
                                                 const ScreeningTime& time,
                                                 const DeskOfficer& by) const {
    const std::size_t count = has_travellers(message) ? message.travellers.size() : 0;
    std::vector<std::size_t> places(count);
    std::iota(places.begin(), places.end(), std::size_t{0});
    return screen_some(message, places, time, by);
}

Result<ScreenedMessage> Screener::screen_some(const facts::Message& message,
                                              const std::vector<std::size_t>& places,
                                              const ScreeningTime& time,
                                              const DeskOfficer& by) const {
    ScreenedMessage screened;
    MessageRecord& record = screened.record;
    record.digest = message.digest;
    record.received = time.now;
    record.status = message.status;
    if (const auto journey = intake::journey_of(message)) {
        record.journey = wire::blake2b_128(core::as_bytes(*journey));
    }
    screened.problems = message.problems;
    record.cargo = cargo_rows(parts_, message);
    record.sealed_header =
        parts_.seal.seal(kMessageTable, message.digest, wire::encode(header_of(message)));
    std::vector<std::optional<Result<ScreenedOne>>> all(places.size());
    const std::size_t parts = (places.size() + kScreenedAtOnce - 1) / kScreenedAtOnce;
    side_by_side(parts_.executor, parts, [&](std::size_t part) {
        const std::size_t end = std::min(places.size(), (part + 1) * kScreenedAtOnce);
        for (std::size_t at = part * kScreenedAtOnce; at < end; ++at) {
            all[at] = screen_one(message, places[at], time, by, record.journey);
        }
    });
    for (std::optional<Result<ScreenedOne>>& made : all) {
        SARHAD_TRY(ScreenedOne one, *std::move(made));
        if (one.open_bytes > 0) {
            parts_.log.write(kCrossingTrimmed, {{"bytes", one.open_bytes}});
        }
        screened.travellers.push_back(outcome_of(one.crossing));
        std::move(one.rows.begin(), one.rows.end(), std::back_inserter(record.rows));
        record.crossings.push_back(std::move(one.row));
        if (places.size() == 1) {
            screened.only = std::move(one.crossing);
        }
    }
    return screened;
}

Result<Screener::ScreenedOne> Screener::screen_one(
    const facts::Message& message,
    std::size_t place,
    const ScreeningTime& time,
    const DeskOfficer& by,
    const std::optional<facts::JourneyId>& journey) const {
    ScreenedOne one;
    screening::Passage passage = as_passage(message, place, time.now);
    one.crossing = decide(message, place, passage, time);
    facts::Crossing& crossing = one.crossing;
    crossing.officer = by.account;
    crossing.uid = by.uid;
    CrossingRecord& row = one.row;
    row.id = crossing.id;
    row.mark = mark_of(crossing.traveller);
    row.screened_at = time.now;
    row.channel = crossing.decision.channel;
    row.hits = static_cast<std::uint32_t>(crossing.decision.hits.size());
    row.age = time.age.state;
    row.is_reported = screening::is_reported(crossing.decision);
    row.is_secret = screening::is_secret(crossing.decision);
    if (message.format == kDeskFormat) {
        crossing.passage = passage_behind(crossing, passage, time.histories);
    }
    if (journey && crossing.passage == CrossingId{}) {
        crossing.passage = passage_of(parts_.keys.subject_key, crossing.port, *journey, row.mark);
    }
    passage.record = crossing.passage;
    passage.documents = documents_of(crossing.screened());
    passage.cash = screening::counted_cash(crossing, passage.day);
    row.passages = rows_of(crossing, passage);
    const FittedCrossing fitted = fit_crossing(crossing);
    one.open_bytes = fitted.open_bytes;
    // As recorded: a rule that was trimmed away would seem to say more the next time.
    for (const facts::RuleHit& hit : crossing.decision.rule_hits) {
        row.rule_hits.push_back(hit.id);
    }
    row.sealed = parts_.seal.seal(kCrossingTable, crossing.id, fitted.body);
    SARHAD_TRY_STATUS(add_rows(one, fitted.body));
    return one;
}

std::vector<wire::SubjectKey> Screener::subjects_of(const facts::Traveller& traveller) const {
    const core::ByteView key = std::as_const(parts_.keys.subject_key).bytes();
    std::vector<wire::SubjectKey> subjects;
    for (const facts::TravelDocument& document : traveller.documents) {
        const core::Redacted<std::string> text = facts::subject_text(document);
        if (!text.reveal().empty()) {
            subjects.push_back(wire::subject_key(key, text.reveal()));
        }
    }
    return subjects;
}

std::vector<PersonKey> Screener::persons_of(const std::vector<wire::SubjectKey>& subjects) const {
    const core::ByteView key = std::as_const(parts_.keys.store_key).bytes();
    std::vector<PersonKey> persons;
    for (const wire::SubjectKey& subject : subjects) {
        const PersonKey person = person_key(key, subject);
        if (std::find(persons.begin(), persons.end(), person) == persons.end()) {
            persons.push_back(person);
        }
    }
    return persons;
}

/// A journey that cannot be named is that of its message alone.
screening::Passage Screener::as_passage(const facts::Message& message,
                                        std::size_t place,
                                        core::WallTime now) const {
    screening::Trip trip{};
    if (message.format != kDeskFormat) {
        const auto journey = intake::journey_of(message);
        const auto name = journey ? wire::blake2b_128(core::as_bytes(*journey))
                                  : wire::blake2b_128(message.digest);
        std::copy_n(name.begin(), trip.size(), trip.begin());
    }
    return screening::passage_of(crossing_id(parts_.settings.port, message.digest, place),
                                 trip,
                                 {message.flights, message.travellers[place], parts_.settings.port},
                                 now);
}

/// Who was told of and stands at a desk has crossed once: both records are of one passage.
CrossingId Screener::passage_behind(const facts::Crossing& crossing,
                                    const screening::Passage& desk,
                                    const Histories& histories) const {
    auto earlier = history_of(persons_of(crossing.subject_keys), histories.passages);
    const auto told = earlier ? screening::told_before(*std::move(earlier), desk) : std::nullopt;
    return told ? told->record : CrossingId{};
}

std::vector<PassageRow> Screener::rows_of(const facts::Crossing& crossing,
                                          const screening::Passage& passage) const {
    std::vector<PassageRow> rows;
    for (const PersonKey& person : persons_of(crossing.subject_keys)) {
        rows.push_back({person, passage.day, sealed_passage(parts_.seal, person, passage)});
    }
    return rows;
}

facts::Crossing Screener::decide(const facts::Message& message,
                                 std::size_t place,
                                 const screening::Passage& passage,
                                 const ScreeningTime& time) const {
    const core::WallTime now = time.now;
    facts::Crossing crossing;
    crossing.id = passage.crossing;
    crossing.node = parts_.settings.id;
    crossing.port = parts_.settings.port;
    crossing.screened_at = now;
    crossing.message_digest = message.digest;
    crossing.flights = message.flights;
    crossing.traveller = message.travellers[place];
    MergedTraveller merged = merged_of(message, place, time.histories);
    if (merged.traveller != crossing.traveller) crossing.merged = std::move(merged.traveller);
    crossing.booking = std::move(merged.booking);
    crossing.cash = std::move(merged.cash);
    crossing.differences = std::move(merged.differences);
    crossing.feeds = std::move(merged.feeds);
    crossing.passage = merged.passage.value_or(CrossingId{});
    crossing.subject_keys = subjects_of(crossing.screened());
    screening::ScreeningFacts about;
    about.crossing = crossing.id;
    about.traveller = crossing.screened();
    about.matched = std::move(merged.matched);
    about.booking = crossing.booking;
    about.cash = carried(crossing);
    about.differences = crossing.differences;
    about.flights = crossing.flights;
    about.arrived = merged.arrived;
    about.data = time.age;
    about.policy = parts_.settings.policy;
    about.on = facts::day_of(time.proved);
    about.subjects = crossing.subject_keys;
    about.pairs = parts_.pairs.newest();
    about.now = now;
    about.port = parts_.settings.port;
    about.port_kind = parts_.settings.port_kind;
    about.is_due = message.format == kDeskFormat;
    about.held = parts_.held.newest();
    const std::vector<PersonKey> persons = persons_of(crossing.subject_keys);
    about.counted = counted(persons, time.histories, passage);
    screening::Passage declaring = passage;  // A form that is told again is no earlier one.
    declaring.cash = screening::counted_cash(crossing, passage.day);
    about.central = by_centre(persons, time.histories, declaring);
    const watchlists::ScratchPool::Borrowed scratch{scratches_};
    crossing.decision =
        screening::screen(about, *parts_.lists.newest(), *parts_.rules.newest(), *scratch);
    return crossing;
}

Status Screener::add_rows(ScreenedOne& one, const core::Bytes& body) const {
    const facts::Crossing& crossing = one.crossing;
    SARHAD_TRY(
        UpwardRow row,
        parts_.sealer.seal(wire::up::kCrossings, wire::Lane::kUplink, body, crossing.screened_at));
    one.rows.push_back(std::move(row));
    if (one.row.is_reported) {
        facts::Crossing told = crossing;  // To all ports: what only a back-test asks stays away.
        told.decision.frame.clear();
        told.booking.reset();  // How he paid is no other port's business.
        told.cash.reset();
        told.passage = {};
        const facts::SignedReport report =
            wire::sign_report(parts_.keys.sign, parts_.settings.id, wire::encode(told));
        SARHAD_TRY(
            UpwardRow urgent,
            parts_.sealer.seal(
                wire::up::kHits, wire::Lane::kUrgent, wire::encode(report), crossing.screened_at));
        one.rows.push_back(std::move(urgent));
    }
    one.row.rows = one.rows.size();
    return {};
}

}  // namespace sarhad::node
