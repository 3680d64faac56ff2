#include "central/enrolments.h"

#include "central/events.h"
#include "core/text.h"

#include <utility>

namespace sarhad::central {

using core::Errc;
using core::Error;
using core::Lane;
using core::Result;

namespace {

wire::EnrolAnswer without_node(wire::EnrolState state, std::string_view detail) {
    wire::EnrolAnswer answer;
    answer.state = state;
    answer.detail = detail;
    return answer;
}

/// Compared as they are spoken: case and blanks do not count.
bool are_same_words(const std::string& told, const std::string& wanted) {
    return core::ascii_lower(core::fold_blanks(told)) == wanted;
}

Error not_its_words(std::int64_t number) {
    return {Errc::kUnauthenticated,
            core::cat("enrolment ",
                      number,
                      ": the words are not those of the keys that asked. Ask again what the site "
                      "sees. If it sees others, somebody else has used the invitation: sarhadctl "
                      "enrol refuse ",
                      number)};
}

}  // namespace

bool Enrolments::may_ask(const std::string& address) {
    const core::MonoTime now = parts_.clock.mono();
    std::erase_if(heard_, [now](const auto& one) { return now - one.second >= kEnrolPace; });
    if (heard_.size() >= kEnrolAddressesMax || under_way_ >= kEnrolAsksMax) {
        return false;
    }
    return heard_.emplace(address, now).second;
}

void Enrolments::count_refusal(std::string_view why) {
    ++refused_;
    if ((refused_ & (refused_ - 1)) == 0) {  // 1, 2, 4, ...: a guesser cannot flood the log.
        parts_.log.write(kEnrolRefused, {{"why", why}, {"count", refused_}});
    }
}

void Enrolments::on_frame(const EnrolAsker& asker, core::ByteView frame, Answer answer) {
    if (!may_ask(asker.address)) {
        count_refusal("too many at once");
        return;
    }
    Result<wire::EnrolRequest> request = wire::open_enrol_frame(frame, parts_.key);
    if (!request) {
        count_refusal(request.error().what);
        return;
    }
    if (request->link != asker.link) {
        count_refusal("another link key than the connection's");
        return;
    }
    ++under_way_;
    const core::WallTime at = parts_.clock.wall();
    parts_.lanes.ask<EnrolmentRow>(
        Lane::kStore,
        [&store = parts_.store, request = *std::move(request), address = asker.address, at] {
            return store.redeem(request, address, at);
        },
        [this, at, answer = std::move(answer)](const Result<EnrolmentRow>& row) {
            --under_way_;
            on_redeemed(row, at, answer);
        });
}

void Enrolments::on_redeemed(const Result<EnrolmentRow>& row,
                             core::WallTime asked_at,
                             const Answer& answer) {
    if (!row && row.error().code == Errc::kUnauthenticated) {
        count_refusal(row.error().what);
        answer(without_node(wire::EnrolState::kRefused,
                            "central does not know this invitation for this machine and port, or "
                            "it has run out: ask for a new one"));
        return;
    }
    if (!row) {
        const bool is_for_good = row.error().code == Errc::kConflict;
        answer(without_node(is_for_good ? wire::EnrolState::kRefused : wire::EnrolState::kLater,
                            core::cut_utf8(row.error().what, 200)));
        return;
    }
    switch (row->stage) {
        case EnrolStage::kInvited:  // redeem() leaves none so.
        case EnrolStage::kPending:
            if (row->asked_at == asked_at) {  // Else it asks again how it stands.
                parts_.log.write(kEnrolAsked,
                                 {{"enrolment", row->number},
                                  {"port", row->port},
                                  {"address", std::string_view{row->address}}});
            }
            answer(without_node(wire::EnrolState::kPending, ""));
            return;
        case EnrolStage::kRefused:
            answer(without_node(wire::EnrolState::kRefused, "refused at the centre"));
            return;
        case EnrolStage::kApproved: {
            wire::EnrolAnswer approved = without_node(wire::EnrolState::kApproved, "");
            approved.node = row->node.value();
            parts_.welcome(std::move(approved), answer);
            return;
        }
    }
}

void Enrolments::invite(const core::PortId& port, const Speaker& by, Done<Invitation> done) {
    const wire::EnrolToken token = wire::new_enrol_token(parts_.random);
    parts_.lanes.ask<EnrolmentRow>(
        Lane::kStore,
        [&store = parts_.store, port, token, by, at = parts_.clock.wall()] {
            return store.invite(port, wire::token_hash(token), kInvitationLives, by, at);
        },
        [this, token, done = std::move(done)](Result<EnrolmentRow> row) {
            if (!row) {
                done(row.error());
                return;
            }
            parts_.log.write(kEnrolInvited,
                             {{"enrolment", row->number},
                              {"port", row->port},
                              {"officer", std::string_view{row->inviter.account}}});
            done(Invitation{*std::move(row), token, parts_.key.public_key()});
        });
}

void Enrolments::approve(std::int64_t number,
                         const std::string& words,
                         const Speaker& by,
                         Done<EnrolmentRow> done) {
    parts_.lanes.ask<EnrolmentRow>(
        Lane::kStore,
        [&store = parts_.store, number] { return store.row(number); },
        [this, words, by, done = std::move(done)](Result<EnrolmentRow> row) {
            if (!row || !row->request) {
                done(row ? Result<EnrolmentRow>{Error{
                               Errc::kConflict,
                               core::cat("enrolment ", row->number, ": no machine has asked yet")}}
                         : std::move(row));
                return;
            }
            const Approval approval{
                row->number, row->request->link, row->request->sign, by, parts_.clock.wall()};
            parts_.lanes.ask<std::string>(
                Lane::kMatch,
                [request = *row->request] { return wire::fingerprint_words(request); },
                [this, words, approval, done](const Result<std::string>& wanted) {
                    if (wanted && are_same_words(words, *wanted)) {
                        store_approval(approval, done);
                        return;
                    }
                    if (wanted) {
                        parts_.log.write(kEnrolWrongWords,
                                         {{"enrolment", approval.number},
                                          {"officer", std::string_view{approval.by.account}}});
                    }
                    done(wanted ? not_its_words(approval.number) : wanted.error());
                });
        });
}

void Enrolments::store_approval(const Approval& approval, const Done<EnrolmentRow>& done) {
    parts_.lanes.ask<Approved>(
        Lane::kStore,
        [&store = parts_.store, approval] { return store.approve(approval); },
        [this, approval, done](Result<Approved> approved) {
            if (!approved) {
                done(approved.error());
                return;
            }
            parts_.log.write(kEnrolApproved,
                             {{"enrolment", approval.number},
                              {"port", approved->row.port},
                              {"officer", std::string_view{approval.by.account}},
                              {"by", approved->added ? 2 : 1}});
            on_approved(*approved);
            done(std::move(approved->row));
        });
}

void Enrolments::on_approved(const Approved& approved) {
    if (approved.added) {
        parts_.adopt(*approved.added, approved.replaced);
    }
}

void Enrolments::refuse(std::int64_t number, const Speaker& by, Done<EnrolmentRow> done) {
    parts_.lanes.ask<EnrolmentRow>(
        Lane::kStore,
        [&store = parts_.store, number, by] { return store.refuse(number, by); },
        [this, done = std::move(done)](Result<EnrolmentRow> row) {
            if (row) {
                parts_.log.write(kEnrolWithdrawn,
                                 {{"enrolment", row->number},
                                  {"port", row->port},
                                  {"officer", std::string_view{row->second->account}}});
            }
            done(std::move(row));
        });
}

void Enrolments::list(Done<std::vector<ShownEnrolment>> done) {
    parts_.lanes.ask<std::vector<EnrolmentRow>>(
        Lane::kStore,
        [&store = parts_.store] { return store.newest(kEnrolmentsShownMax); },
        [this, done = std::move(done)](Result<std::vector<EnrolmentRow>> rows) {
            if (!rows) {
                done(rows.error());
                return;
            }
            parts_.lanes.ask<std::vector<ShownEnrolment>>(
                Lane::kMatch,
                [rows = *std::move(rows)]() -> Result<std::vector<ShownEnrolment>> {
                    std::vector<ShownEnrolment> shown;
                    for (const EnrolmentRow& row : rows) {
                        shown.push_back({row, {}});
                        if (row.stage == EnrolStage::kPending) {
                            SARHAD_TRY(shown.back().words, wire::fingerprint_words(*row.request));
                        }
                    }
                    return shown;
                },
                done);
        });
}

}  // namespace sarhad::central
