#include "central/expected_maker.h"

#include "central/stream_delta.h"
#include "core/plant.h"
#include "core/port.h"
#include "core/text.h"
#include "intake/journey_roster.h"
#include "intake/journeys.h"
#include "intake/messages.h"
#include "wire/expected.h"
#include "wire/expected_journey.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

Error refusal(std::size_t place, const facts::Message& message) {
    for (const facts::Problem& problem : message.problems) {
        return {Errc::kInvalid,
                cat("message ",
                    place + 1,
                    problem.segment > 0
                        ? cat(", segment ", problem.segment, " at byte ", problem.offset)
                        : std::string{},
                    ": ",
                    problem.text)};
    }
    return {Errc::kInvalid, cat("message ", place + 1, ": it cannot be read")};
}

std::int64_t micros_of(core::Duration span) {
    return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
}

/// The next delta of the stream that `head` is of; moves it.
NewDelta next_delta(StreamHead& head,
                    wire::Op op,
                    bool is_last,
                    const wire::SigningKey& sequencer) {
    wire::DeltaBody body = next_body(head);
    body.ends_edition = is_last;
    body.ops.push_back(std::move(op));
    NewDelta made = sign_delta(body, sequencer);
    head.position = made.position;
    return made;
}

Result<StreamHead> head_of(CentralStore& store, const ExpectedReader& reader) {
    const auto stream = wire::expected_stream(reader.node);
    if (!stream) {
        return Error{Errc::kExhausted,
                     cat("node ", reader.node.value(), ": no stream is left for one so numbered")};
    }
    SARHAD_TRY(const std::vector<StreamHead> heads, store.published_heads());
    return head_of(heads, *stream, wire::expected_name(reader.port, reader.node));
}

}  // namespace

bool leads_to(const PortCodes& codes,
              const core::PortId& port,
              const std::vector<std::string>& touched) {
    const auto listed = codes.find(port.value());
    const std::vector<std::string> own =
        listed != codes.end() ? listed->second : std::vector{port.value().substr(0, 5)};
    return std::any_of(touched.begin(), touched.end(), [&](const std::string& code) {
        return std::find(own.begin(), own.end(), code) != own.end();
    });
}

Result<PortCodes> parse_port_codes(std::string_view text) {
    PortCodes codes;
    for (const std::string_view word : core::split(text, ' ')) {
        if (word.empty()) {
            continue;
        }
        const auto parts = core::split(word, '=');
        const auto port = core::parse_port(parts.front());
        if (parts.size() != 2 || !port) {
            return Error{Errc::kInvalid,
                         cat(word, ": wanted a port and its codes, as PKXXA-1=XXA,OPXX")};
        }
        std::vector<std::string>& own = codes[port->value()];
        for (const std::string_view code : core::split(parts.back(), ',')) {
            const bool is_code = code.size() >= 3 && code.size() <= 5 &&
                                 std::all_of(code.begin(), code.end(), [](char c) {
                                     return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                                 });
            if (!is_code) {
                return Error{Errc::kInvalid, cat(word, ": a code has 3 to 5 of A-Z and 0-9")};
            }
            own.emplace_back(code);
        }
    }
    return codes;
}

Result<std::vector<intake::SentMessage>> read_expected_file(core::ByteView file) {
    std::vector<intake::SentMessage> messages = intake::read_sent_messages(file);
    const wire::Hash256 digest = wire::blake2b(file);
    for (std::size_t place = 0; place < messages.size(); ++place) {
        facts::Message& message = messages[place].message;
        if (message.status == facts::MessageStatus::kRefused) {
            return refusal(place, message);
        }
        const auto announced = intake::announces(message);
        if (!announced) {
            return Error{Errc::kInvalid, cat("message ", place + 1, ": ", announced.error().what)};
        }
        core::Bytes bytes = core::to_bytes(core::ByteView{digest});
        core::put_u32(bytes, static_cast<std::uint32_t>(place));
        message.digest = messages.size() == 1 ? digest : wire::blake2b(bytes);
    }
    return messages;
}

Result<ExpectedRow> ExpectedMaker::new_row(const intake::SentMessage& sent,
                                           const std::vector<ExpectedReader>& readers,
                                           core::WallTime now) const {
    const facts::Message& message = sent.message;
    const auto journey = intake::listed_journey_of(message);
    if (!journey) {
        return Error{Errc::kInvalid,
                     "it names no flight with its number, its day and the ports that it joins"};
    }
    ExpectedRow row;
    row.journey = wire::blake2b_128(core::as_bytes(*journey));
    row.digest = message.digest;
    row.title = intake::journey_title(message);
    row.function = message.function;
    row.ports = intake::ports_of(message);
    row.travellers = message.travellers.size();
    row.taken_at = now;
    row.made_at = intake::stamp_of(sent.prepared, now);
    SARHAD_TRY(row.over_by, intake::over_by(message));
    row.gone_at = {row.over_by.micros + micros_of(parts_.kept)};
    if (row.gone_at <= now) {
        return Error{Errc::kInvalid,
                     cat(row.title, ": it was made by ", core::to_rfc3339(row.over_by))};
    }
    const bool is_ours = std::any_of(readers.begin(), readers.end(), [&](const auto& reader) {
        return leads_to(parts_.codes, reader.port, row.ports);
    });
    if (!is_ours) {
        return Error{Errc::kInvalid,
                     cat(row.title,
                         ": no port here has a code of it: name the ports' codes in the setting "
                         "expected.ports")};
    }
    return row;
}

Status ExpectedMaker::check(const intake::SentMessage& sent,
                            const std::vector<ExpectedReader>& readers,
                            core::WallTime now) const {
    const auto row = new_row(sent, readers, now);
    return row ? Status{} : Status{row.error()};
}

Result<TakenMessage> ExpectedMaker::take(const intake::SentMessage& sent,
                                         const std::vector<ExpectedReader>& readers,
                                         core::WallTime now) {
    const facts::Message& message = sent.message;
    SARHAD_TRY(const intake::Announces announced, intake::announces(message));
    TakenMessage taken;
    taken.problems = message.problems;
    NewExpected made;
    SARHAD_TRY(made.row, new_row(sent, readers, now));
    SARHAD_TRY(const std::optional<ExpectedRow> held, parts_.store.expected_row(made.row.journey));
    taken.is_repeat = held && held->digest == message.digest;
    taken.is_late = held && !taken.is_repeat && made.row.made_at < held->made_at;
    if (announced == intake::Announces::kCancelled && !taken.is_late) {
        SARHAD_TRY_STATUS(cancel_others(sent, readers, now));
    }
    if (taken.is_repeat || taken.is_late) {
        taken.row = *held;
        return taken;
    }
    if (held) {
        made.row.sent = held->sent;
    }
    made.row.version =
        std::max(static_cast<std::uint64_t>(now.micros), held ? held->version + 1 : 1);
    made.row.is_cancelled = announced == intake::Announces::kCancelled;
    facts::ExpectedJourney journey{
        made.row.journey, made.row.version, made.row.over_by, made.row.gone_at, message};
    if (made.row.is_cancelled) {
        journey.message = {};
    }
    made.body = wire::encode(journey);
    SARHAD_TRY_STATUS(tell(made, journey, readers));
    SARHAD_TRY_STATUS(parts_.store.publish_expected(made));
    taken.row = std::move(made.row);
    return taken;
}

/// A flight that is cancelled has no crew and no bookings either.
Status ExpectedMaker::cancel_others(const intake::SentMessage& sent,
                                    const std::vector<ExpectedReader>& readers,
                                    core::WallTime now) {
    for (const intake::ListedKind kind :
         {intake::ListedKind::kCrew, intake::ListedKind::kBookings}) {
        const auto other = intake::journey_of(sent.message, kind);
        const auto cancelled = cancel_as_of(wire::blake2b_128(core::as_bytes(other.value_or(""))),
                                            readers,
                                            now,
                                            intake::stamp_of(sent.prepared, now));
        const bool is_done = cancelled || cancelled.error().code == Errc::kNotFound ||
                             cancelled.error().code == Errc::kConflict;
        if (!is_done) return cancelled.error();
    }
    return {};
}

Result<ExpectedRow> ExpectedMaker::cancel(const facts::JourneyId& id,
                                          const std::vector<ExpectedReader>& readers,
                                          core::WallTime now) {
    return cancel_as_of(
        id, readers, now, {});  // The same list again is taken: nobody made it late.
}

/// `made_at`: of the carrier's word that says so; a list that was made before it changes nothing.
Result<ExpectedRow> ExpectedMaker::cancel_as_of(const facts::JourneyId& id,
                                                const std::vector<ExpectedReader>& readers,
                                                core::WallTime now,
                                                core::WallTime made_at) {
    SARHAD_TRY(const std::optional<ExpectedRow> held, parts_.store.expected_row(id));
    if (!held) {
        return Error{Errc::kNotFound, "expected: no such journey; GET /v1/expected lists them"};
    }
    if (held->is_cancelled) {
        return Error{Errc::kConflict, "expected: it is cancelled already"};
    }
    NewExpected made;
    made.row = *held;
    made.row.is_cancelled = true;
    made.row.digest = {};  // The same list again is taken: the journey is made after all.
    made.row.travellers = 0;
    made.row.made_at = std::max(held->made_at, made_at);
    made.row.version = std::max(static_cast<std::uint64_t>(now.micros), held->version + 1);
    const facts::ExpectedJourney journey{id, made.row.version, held->over_by, held->gone_at, {}};
    made.body = wire::encode(journey);
    SARHAD_TRY_STATUS(tell(made, journey, readers));
    SARHAD_TRY_STATUS(parts_.store.publish_expected(made));
    return made.row;
}

/// To each reader at a port that it touches, who has not this version yet; what he had goes.
Status ExpectedMaker::tell(NewExpected& made,
                           const facts::ExpectedJourney& journey,
                           const std::vector<ExpectedReader>& readers) {
    for (const ExpectedReader& reader : readers) {
        const auto told =
            std::find_if(made.row.sent.begin(), made.row.sent.end(), [&](const ExpectedSent& sent) {
                return sent.node == reader.node && sent.version == journey.version;
            });
        const bool is_theirs = leads_to(parts_.codes, reader.port, made.row.ports) ||
                               core::is_planted(core::Plant::kToldElsewhere);
        if (told != made.row.sent.end() || !is_theirs) {
            continue;
        }
        std::vector<wire::Op> ops{
            wire::cancel_expected(journey.journey, journey.version, journey.gone_at)};
        if (!made.row.is_cancelled) {
            SARHAD_TRY(ops,
                       wire::seal_expected(journey, reader.key, parts_.random, parts_.piece_bytes));
        }
        SARHAD_TRY_STATUS(tell_one(made, ops, reader));
    }
    return {};
}

Status ExpectedMaker::tell_one(NewExpected& made,
                               const std::vector<wire::Op>& ops,
                               const ExpectedReader& reader) {
    SARHAD_TRY(StreamHead head, head_of(parts_.store, reader));
    SARHAD_TRY_STATUS(erase_before(made, reader.node));
    ExpectedSent sent{reader.node, made.row.version, core::next(head.position.seq), core::Seq{0}};
    for (std::size_t at = 0; at < ops.size(); ++at) {
        made.deltas.push_back(next_delta(head, ops[at], at + 1 == ops.size(), parts_.sequencer));
    }
    sent.last = head.position.seq;
    head.published_at = {static_cast<std::int64_t>(made.row.version)};
    made.heads.push_back(std::move(head));
    std::erase_if(made.row.sent, [&](const auto& one) { return one.node == reader.node; });
    made.row.sent.push_back(sent);
    std::sort(made.row.sent.begin(), made.row.sent.end(), [](const auto& a, const auto& b) {
        return a.node < b.node;
    });
    return {};
}

/// A port that had nothing of the list before gets the newer one, and needs no other.
Status ExpectedMaker::erase_before(NewExpected& made, core::NodeId node) {
    for (const ExpectedSent& sent : made.row.sent) {
        if (sent.node == node) {
            SARHAD_TRY(const std::vector<NewDelta> old, erased(sent));
            made.erased.insert(made.erased.end(), old.begin(), old.end());
        }
    }
    return {};
}

Result<std::vector<NewDelta>> ExpectedMaker::erased(const ExpectedSent& sent) {
    SARHAD_TRY(const std::vector<ExpectedPlace> places, parts_.store.expected_places(sent));
    std::vector<NewDelta> deltas;
    deltas.reserve(places.size());
    for (const ExpectedPlace& place : places) {
        deltas.push_back(erased_delta(place.position, place.prev, place.name, parts_.sequencer));
    }
    return deltas;
}

Result<std::optional<facts::JourneyId>> ExpectedMaker::hand_over(
    const std::vector<ExpectedReader>& readers,
    const std::optional<facts::JourneyId>& after,
    core::WallTime now) {
    SARHAD_TRY(const std::vector<ExpectedRow> page,
               parts_.store.expected({after, kExpectedAtOnce}));
    for (const ExpectedRow& row : page) {
        if (row.gone_at <= now) {
            continue;
        }
        const bool is_wanted = std::any_of(readers.begin(), readers.end(), [&](const auto& one) {
            const bool has_it =
                std::any_of(row.sent.begin(), row.sent.end(), [&](const ExpectedSent& sent) {
                    return sent.node == one.node && sent.version == row.version;
                });
            return !has_it && leads_to(parts_.codes, one.port, row.ports);
        });
        if (is_wanted) {
            NewExpected made;
            made.row = row;
            SARHAD_TRY(const core::Bytes body, parts_.store.expected_body(row.journey));
            SARHAD_TRY(const auto journey, wire::decode_journey(body));
            SARHAD_TRY_STATUS(tell(made, journey, readers));
            SARHAD_TRY_STATUS(parts_.store.publish_expected(made));
        }
    }
    const bool has_more = page.size() == kExpectedAtOnce;
    return has_more ? std::optional{page.back().journey} : std::nullopt;
}

Result<std::size_t> ExpectedMaker::remove_gone(core::WallTime now) {
    SARHAD_TRY(const std::vector<ExpectedRow> gone,
               parts_.store.expected_gone(now, kExpectedAtOnce));
    for (const ExpectedRow& row : gone) {
        std::vector<NewDelta> deltas;
        for (const ExpectedSent& sent : row.sent) {
            SARHAD_TRY(const std::vector<NewDelta> old, erased(sent));
            deltas.insert(deltas.end(), old.begin(), old.end());
        }
        SARHAD_TRY_STATUS(parts_.store.remove_expected(row.journey, deltas));
    }
    return gone.size();
}

}  // namespace sarhad::central
