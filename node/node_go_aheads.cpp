// What supervisors sign on old data: docs/operations.md, "Working on old data".
#include "node_parts.h"

#include "core/account.h"
#include "core/text.h"
#include "node/events.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Status;
using screening::TrustAge;

namespace {

bool is_flight(std::string_view text) {
    return !text.empty() && text.size() <= 16 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

/// As the site's signed policy wants it; without one either will do.
Status check_said(const std::string& officer,
                  const std::string& flight,
                  const std::optional<wire::SitePolicy>& policy) {
    if (!core::is_account(officer)) {
        return Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)};
    }
    if (!flight.empty() && !is_flight(flight)) {
        return Error{Errc::kInvalid, "flight: wanted capital letters and digits, as PK302"};
    }
    if (flight.empty() && policy && policy->sign_off == wire::SignOff::kFlight) {
        return Error{Errc::kInvalid, "flight: this site's policy wants the flight named"};
    }
    return {};
}

}  // namespace

Status Node::Parts::load_go_aheads() {
    SARHAD_TRY(const std::vector<facts::GoAhead> newest,
               read_go_aheads(store::QuerySource{outside.database}, 1));
    if (!newest.empty()) {
        last_go_ahead = newest.front();
    }
    return {};
}

/// From DEGRADED on; a clock that was set back counts as none.
bool Node::Parts::is_go_ahead_due() const {
    if (trust == nullptr || data_age().state < TrustAge::kDegraded) {
        return false;
    }
    if (!last_go_ahead) {
        return true;
    }
    const std::chrono::microseconds since{outside.clock.wall().micros - last_go_ahead->at.micros};
    return since < std::chrono::microseconds{0} || since >= kShift;
}

/// Once each time that it comes to be due; nothing waits for it.
void Node::Parts::note_go_ahead() {
    const bool is_due = is_go_ahead_due();
    if (is_due && !was_go_ahead_due) {
        outside.log.write(kGoAheadDue, {{"state", facts::name_of(data_age().state)}});
    }
    was_go_ahead_due = is_due;
}

void Node::go_ahead(std::string officer, std::string flight, Answer<facts::GoAhead> answer) {
    Parts* const parts = parts_.get();
    const screening::DataAge age = parts->data_age();
    Status said = check_said(
        officer, flight, parts->trust ? std::optional{parts->trust->policy()} : std::nullopt);
    if (said && age.state < TrustAge::kDegraded) {
        said = Error{Errc::kConflict,
                     core::cat("the data is ", facts::name_of(age.state), ": nobody has to sign")};
    }
    if (!said) {
        answer(said.error());
        return;
    }
    facts::GoAhead word;
    parts->outside.random.fill(word.id);
    word.node = parts->settings.id;
    word.at = parts->outside.clock.wall();
    word.officer = std::move(officer);
    word.flight = std::move(flight);
    word.trust_age = age.state;
    word.data_as_of = age.as_of;
    auto tails = std::make_shared<Tails>();  // From store to loop.
    parts->lanes->commit(
        [parts, word, tails](store::Transaction& transaction) -> Status {
            facts::DeskRecord record;
            record.go_aheads = {word};
            SARHAD_TRY(const UpwardRow row,
                       parts->sealer->seal(
                           wire::up::kDesk, wire::Lane::kUrgent, wire::encode(record), word.at));
            SARHAD_TRY_STATUS(parts->stores->go_aheads.put(transaction, word, row));
            *tails = parts->stores->tails();
            return {};
        },
        [parts, word, tails, answer](const Status& status) {
            if (!status) {
                answer(status.error());
                return;
            }
            parts->last_go_ahead = word;
            parts->note_go_ahead();
            parts->uplink->on_committed(*tails);
            answer(word);
        });
}

void Node::go_aheads(Answer<std::vector<facts::GoAhead>> answer) {
    parts_->lanes->ask<std::vector<facts::GoAhead>>(
        parts_->pages.lane,
        [parts = parts_.get()] { return read_go_aheads(parts->pages.source, kGoAheadsPageMax); },
        std::move(answer));
}

}  // namespace sarhad::node
