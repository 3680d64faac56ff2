#include "node_parts.h"

#include "api/json.h"
#include "core/account.h"
#include "core/text.h"
#include "node/events.h"
#include "node/node.h"
#include "node/screening_steps.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

Result<facts::Crossing> open_crossing(const wire::RecordSeal& seal,
                                      const CrossingId& id,
                                      core::ByteView sealed) {
    SARHAD_TRY(const core::Bytes body, seal.open(kCrossingTable, id, sealed));
    return wire::decode<facts::Crossing>(body);
}

Result<std::vector<CrossingItem>> open_page(const wire::RecordSeal& seal,
                                            const std::vector<StoredCrossing>& page) {
    std::vector<CrossingItem> items;
    for (const StoredCrossing& stored : page) {
        CrossingItem item{stored.number, {}, stored.erased, stored.standing};
        item.crossing.id = stored.id;
        if (!stored.erased) {
            SARHAD_TRY(item.crossing, open_crossing(seal, stored.id, stored.sealed));
        }
        items.push_back(std::move(item));
    }
    return items;
}

Result<std::vector<AlertItem>> open_alerts(const wire::RecordSeal& seal,
                                           const std::vector<StoredAlert>& page) {
    std::vector<AlertItem> items;
    for (const StoredAlert& stored : page) {
        AlertItem item;
        item.number = stored.number;
        item.received_at = stored.received_at;
        item.erased = stored.erased;
        item.alert.id = stored.id;
        if (!stored.erased) {
            SARHAD_TRY(const core::Bytes body, seal.open(kAlertTable, stored.id, stored.sealed));
            SARHAD_TRY(item.alert, wire::decode<facts::Alert>(body));
        }
        if (!stored.sealed_acknowledgement.empty()) {
            SARHAD_TRY(const core::Bytes given,
                       seal.open(kAcknowledgementTable, stored.id, stored.sealed_acknowledgement));
            SARHAD_TRY(item.acknowledgement, wire::decode<facts::AlertAcknowledgement>(given));
        }
        items.push_back(std::move(item));
    }
    return items;
}

bool is_one_line(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most && core::is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

constexpr core::ByteSize kReasonFileMax = core::mebibytes(1);

/// The text of the first problem under "problems"; empty where there is none.
std::string first_text(const api::Json& holder) {
    const api::Json* problems = holder.find("problems");
    if (problems == nullptr || !problems->is_array() || problems->elements().empty()) {
        return "";
    }
    const auto text = problems->elements().front().text_at("text");
    return text ? *text : "";
}

/// Of a reason file: the file's own problem, else its messages' first.
std::string first_problem(core::ByteView reason_file) {
    const auto reason = api::parse_json(core::as_text(reason_file));
    std::string text = reason ? first_text(*reason) : "";
    const api::Json* messages = reason ? reason->find("messages") : nullptr;
    if (messages != nullptr && messages->is_array()) {
        for (const api::Json& message : messages->elements()) {
            text = text.empty() ? first_text(message) : text;
        }
    }
    return text;
}

}  // namespace

void Node::crossings(std::optional<std::int64_t> after,
                     std::size_t limit,
                     Answer<std::vector<CrossingItem>> answer) {
    const std::size_t count = std::min(limit, kPageMax);
    parts_->lanes->ask<std::vector<StoredCrossing>>(
        parts_->pages.lane,
        [source = parts_->pages.source, after, count] {
            return read_crossings(source, after, count);
        },
        [parts = parts_.get(), answer](Result<std::vector<StoredCrossing>> page) {
            if (!page) {
                answer(page.error());
                return;
            }
            parts->lanes->ask<std::vector<CrossingItem>>(
                core::Lane::kRead,
                [parts, rows = *std::move(page)] { return open_page(parts->seal, rows); },
                answer);
        });
}

void Node::alerts(std::optional<std::int64_t> before,
                  std::size_t limit,
                  Answer<std::vector<AlertItem>> answer) {
    const std::size_t count = std::min(limit, kPageMax);
    parts_->lanes->ask<std::vector<StoredAlert>>(
        parts_->pages.lane,
        [source = parts_->pages.source, before, count] {
            return read_alerts(source, before, count);
        },
        [parts = parts_.get(), answer](Result<std::vector<StoredAlert>> page) {
            if (!page) {
                answer(page.error());
                return;
            }
            parts->lanes->ask<std::vector<AlertItem>>(
                core::Lane::kRead,
                [parts, rows = *std::move(page)] { return open_alerts(parts->seal, rows); },
                answer);
        });
}

void Node::late_hits(std::optional<std::int64_t> before,
                     std::size_t limit,
                     Answer<std::vector<LateHitItem>> answer) {
    parts_->lanes->ask<std::vector<LateHitItem>>(
        parts_->pages.lane,
        [parts = parts_.get(), before, limit]() -> Result<std::vector<LateHitItem>> {
            SARHAD_TRY(const std::vector<StoredLateHit> page,
                       read_late_hits(parts->pages.source,
                                      before.value_or(std::numeric_limits<std::int64_t>::max()),
                                      std::min(limit, kPageMax)));
            std::vector<LateHitItem> items;
            for (const StoredLateHit& stored : page) {
                SARHAD_TRY(const core::Bytes body,
                           parts->seal.open(kLateHitTable, stored.id, stored.sealed));
                SARHAD_TRY(facts::LateHit late, wire::decode<facts::LateHit>(body));
                items.push_back({stored.number, std::move(late), {}});
            }
            SARHAD_TRY_STATUS(parts->mark_cleared(items));
            return items;
        },
        std::move(answer));
}

void Node::acknowledge_alert(const AlertId& alert,
                             std::string officer,
                             Answer<Acknowledged> answer) {
    if (!core::is_account(officer)) {
        answer(Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)});
        return;
    }
    facts::AlertAcknowledgement given;
    given.alert = alert;
    given.node = parts_->settings.id;
    given.officer = std::move(officer);
    given.acknowledged_at = parts_->outside.clock.wall();
    Parts* const parts = parts_.get();
    const auto commit = [parts, given, answer](const UpwardRow& row) {
        auto outcome = std::make_shared<std::pair<Acknowledged, Tails>>();  // From store to loop.
        parts->lanes->commit(
            [parts, given, row, outcome](store::Transaction& transaction) -> Status {
                SARHAD_TRY(outcome->first,
                           parts->stores->alerts.acknowledge(transaction, given, row));
                outcome->second = parts->stores->tails();
                return {};
            },
            [parts, given, answer, outcome](const Status& status) {
                if (!status) {
                    answer(status.error());
                    return;
                }
                parts->uplink->on_committed(outcome->second);
                if (outcome->first.recorded == Recorded::kNew) {
                    ++parts->alerts.acknowledged;
                    NodeEvent event;
                    event.kind = NodeEventKind::kAlertAcknowledged;
                    event.id = core::to_hex(given.alert);
                    parts->tell(std::move(event));
                }
                answer(outcome->first);
            });
    };
    parts->lanes->ask<UpwardRow>(
        core::Lane::kMatch,
        [parts, given] {
            return parts->sealer->seal(wire::up::kOfficers,
                                       wire::Lane::kUrgent,
                                       wire::encode(given),
                                       given.acknowledged_at);
        },
        [commit, answer](const Result<UpwardRow>& row) {
            if (!row) {
                answer(row.error());
                return;
            }
            commit(*row);
        });
}

void Node::release_stream(replication::ReleaseOrder order, Answer<Release> answer) {
    parts_->uplink->release(std::move(order), std::move(answer));
}

BundleIntake& Node::bundles() {
    return *parts_->bundles;
}

void Node::releases(Answer<std::vector<Release>> answer) {
    parts_->lanes->ask<std::vector<Release>>(
        parts_->pages.lane,
        [source = parts_->pages.source] {
            return read_releases(source, replication::kReleasesShownMax);
        },
        std::move(answer));
}

void Node::screen(facts::Traveller traveller, DeskOfficer by, Answer<facts::Crossing> answer) {
    facts::Message message;
    message.format = std::string{kDeskFormat};
    message.travellers.push_back(std::move(traveller));
    // The same traveller at the desk twice is two crossings: the digest has a part of its own.
    core::Bytes unique = wire::encode(message);
    const std::size_t size = unique.size();
    unique.resize(size + 16);
    parts_->outside.random.fill(std::span{unique}.subspan(size));
    message.digest = wire::blake2b(unique);
    Parts* const parts = parts_.get();
    const core::WallTime now = parts->outside.clock.wall();
    const core::WallTime proved = parts->outside.proved_time();
    const screening::DataAge age = parts->data_age();
    const std::uint64_t token = parts->next_desk_screening++;
    parts->desk_screenings.insert(token);
    answer = [parts, token, answer = std::move(answer)](Result<facts::Crossing> outcome) {
        parts->desk_screenings.erase(token);
        answer(std::move(outcome));
    };
    ScreeningSteps<ScreenedMessage> steps;
    steps.now = now;
    steps.read = [message] { return std::vector{message}; };
    steps.screen = [parts, now, proved, age, by = std::move(by)](const auto& messages,
                                                                 const Histories& histories) {
        return parts->screener->screen_message(messages.front(), {now, proved, age, histories}, by);
    };
    steps.done = [parts, answer](Result<ScreenedMessage> screened) {
        if (!screened) {
            answer(screened.error());
            return;
        }
        parts->commit_screened(*std::move(screened), answer);
    };
    run_steps(*parts->lanes, *parts->screener, std::move(steps));
}

void Node::Parts::commit_screened(ScreenedMessage screened, Answer<facts::Crossing> answer) {
    // Shared: the store reads it, then the loop.
    auto message = std::make_shared<const ScreenedMessage>(std::move(screened));
    auto outcome = std::make_shared<Tails>();
    lanes->commit(
        [this, message, outcome](store::Transaction& transaction) -> Status {
            SARHAD_TRY([[maybe_unused]] const RecordedOnce recorded,
                       stores->records.record(transaction, message->record));
            *outcome = stores->tails();
            return {};
        },
        [this, message, outcome, answer](const Status& status) {
            if (!status) {
                answer(
                    Error{status.error().code,
                          core::cat("NOT RECORDED, do not wave through: ", status.error().what)});
                return;
            }
            uplink->on_committed(*outcome);
            recorded(*message, Recorded::kNew);
            // From memory: it is recorded now, so no full lane may turn the answer into an error.
            answer(*message->only);
        });
}

void Node::off_loop(std::function<std::string()> work, Answer<std::string> answer) {
    parts_->lanes->ask<std::string>(
        core::Lane::kRead,  // The match threads are the arrivals'.
        [work = std::move(work)]() -> Result<std::string> { return work(); },
        std::move(answer));
}

void Node::spool_counts(Answer<intake::SpoolCounts> answer) {
    parts_->lanes->ask<intake::SpoolCounts>(
        core::Lane::kSpool,
        [parts = parts_.get()] { return parts->intake->spool().counts(); },
        std::move(answer));
}

void Node::refused_files(Answer<std::vector<RefusedFile>> answer) {
    using Files = std::vector<RefusedFile>;
    parts_->lanes->ask<Files>(
        core::Lane::kSpool,
        [parts = parts_.get()]() -> Result<Files> {
            SARHAD_TRY(const std::vector<std::string> names, parts->intake->spool().refused());
            Files refused;
            for (const std::string& name : names) {
                const std::string path =
                    core::cat(parts->settings.spool_folder, "/refused/", name, ".reason.json");
                const auto reason = parts->outside.files.read_plain(path, kReasonFileMax);
                refused.push_back({name, reason ? first_problem(*reason) : std::string{}});
            }
            return refused;
        },
        std::move(answer));
}

void Node::retry_refused(std::string name, Answer<bool> answer) {
    parts_->lanes->ask<bool>(
        core::Lane::kSpool,
        [parts = parts_.get(), name = std::move(name)]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts->intake->spool().retry(name));
            return true;
        },
        std::move(answer));
}

void Node::discard_refused(Discard discard, Answer<Discarded> answer) {
    if (!is_one_line(discard.why, kWhyMax)) {
        answer(Error{Errc::kInvalid,
                     core::cat("why: wanted one line of 1 to ", kWhyMax, " bytes in UTF-8")});
        return;
    }
    Parts* const parts = parts_.get();
    const core::WallTime now = parts->outside.clock.wall();
    parts->lanes->ask<Discarded>(
        core::Lane::kRead,
        [parts, discard, now] { return parts->discard(discard, now); },
        [parts, discard, answer](const Result<Discarded>& done) {
            if (done) {
                parts->outside.log.write(kFileDiscarded,
                                         {{"digest", done->digest}, {"uid", discard.uid}});
            }
            answer(done);
        });
}

Result<Discarded> Node::Parts::discard(const Discard& discard, core::WallTime now) {
    Discarded done{now, {}};
    SARHAD_TRY_STATUS(intake->spool().check_refused(discard.name));
    const auto content = intake->spool().read_refused(discard.name);
    if (content) {
        done.digest = core::to_hex(wire::blake2b(*content));
    }
    const api::Json record = api::Json::object({{"schema", "sarhad.discarded/1"},
                                                {"file", discard.name},
                                                {"digest", done.digest},
                                                {"at", core::to_rfc3339(now)},
                                                {"uid", discard.uid},
                                                {"why", discard.why}});
    SARHAD_TRY_STATUS(intake->spool().discard(discard.name, api::to_text(record), now));
    return done;
}

}  // namespace sarhad::node
