// What the site does: keys of its own, and the question to central.
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/node_folder.h"
#include "wire/enrol_door.h"
#include "wire/enrolment.h"
#include "wire/trust_documents.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;

/// Where a run before this one keeps what it asked with: the question stays the same.
constexpr std::string_view kUnfinished = "enrol.unfinished";
constexpr std::chrono::milliseconds kPatience{10'000};
constexpr std::chrono::milliseconds kAskEvery{3'000};  // Central hears an address once a second.

core::Error wrong(std::string_view what, std::string_view wanted) {
    return {core::Errc::kInvalid, cat(what, ": ", wanted)};
}

core::Result<wire::EnrolInvitation> read_invitation(Context& context, const std::string& path) {
    SARHAD_TRY(const core::Bytes bytes,
               read_input(context, path, core::ByteSize{wire::kEnrolInvitationMax}));
    auto invitation = wire::parse_invitation(core::as_text(bytes));
    return invitation ? std::move(invitation) : about(path, invitation.error());
}

core::Result<Place> place_of(const EnrolJoin& options,
                             const wire::EnrolInvitation& invitation,
                             const Context& context) {
    Place place{invitation.port, {}, invitation.control, invitation.bulk, options.local};
    SARHAD_TRY(place.folder, folder_for(context, options.output, cat(place.control, place.bulk)));
    return place;
}

/// The machine's own id, hashed: central only compares.
std::array<std::uint8_t, 16> hardware_of(Context& context) {
    const auto id = context.files.read("/etc/machine-id", core::kibibytes(1));
    return id ? wire::blake2b_128(*id) : std::array<std::uint8_t, 16>{};
}

/// The nonce of this folder's question: drawn once, and then kept.
core::Status keep_nonce(Context& context, const Place& place, wire::EnrolRequest& request) {
    const std::string marker = cat(place.folder, "/", kUnfinished);
    const std::string invited = core::to_hex(wire::token_hash(request.token));
    const auto held = context.files.read(marker, core::kibibytes(1));
    if (!held) {
        SARHAD_TRY_STATUS(make_empty_folder(context, place));
        context.random.fill(request.nonce);
        return write_output(context,
                            marker,
                            core::as_bytes(cat(invited, " ", core::to_hex(request.nonce))),
                            core::FileMode::kPrivate);
    }
    const std::string_view text = core::as_text(*held);
    const auto nonce = core::from_hex(text.substr(std::min(text.size(), invited.size() + 1)));
    if (!text.starts_with(invited) || !nonce || nonce->size() != request.nonce.size()) {
        return wrong(place.folder,
                     "--out has a machine that another invitation was for; finish that with its "
                     "own, or name another folder");
    }
    std::copy(nonce->begin(), nonce->end(), request.nonce.begin());
    return {};
}

core::Result<wire::BoxKey> own_link_key(Context& context, const Place& place) {
    SARHAD_TRY(core::Bytes file,
               read_input(context, cat(place.folder, "/keys/link.key"), core::kibibytes(4)));
    auto key = wire::BoxKey::parse(file, wire::KeyKind::kLinkSecret);
    wire::wipe(file);
    return key;
}

core::Result<wire::SigningKey> own_signing_key(Context& context, const Place& place) {
    SARHAD_TRY(core::Bytes file,
               read_input(context, cat(place.folder, "/keys/sign.key"), core::kibibytes(4)));
    auto key = wire::SigningKey::parse(file);
    wire::wipe(file);
    return key;
}

/// The question, asked again until it is answered or the time is over.
class Asking {
public:
    Asking(Context& context, const Place& place, const wire::EnrolInvitation& invitation)
        : context_{context}, place_{place}, invitation_{invitation} {}

    core::Status prepare() {
        request_.token = invitation_.token;
        request_.port = invitation_.port;
        request_.hardware = hardware_of(context_);
        SARHAD_TRY_STATUS(keep_nonce(context_, place_, request_));
        SARHAD_TRY(const NodeFolderKeys keys, ensure_node_keys(context_, place_));
        request_.link = keys.link;
        request_.sign = keys.sign;
        SARHAD_TRY(words, wire::fingerprint_words(request_));
        SARHAD_TRY(const wire::BoxKey link, own_link_key(context_, place_));
        SARHAD_TRY(line_, wire::EnrolLine::open({invitation_.endpoint, invitation_.server}, link));
        return {};
    }

    core::Result<wire::EnrolAnswer> ask() {
        SARHAD_TRY(const wire::SigningKey sign, own_signing_key(context_, place_));
        SARHAD_TRY(const core::Bytes frame,
                   wire::enrol_frame(request_, sign, invitation_.server, context_.random));
        SARHAD_TRY(core::Bytes answer, line_->ask(frame, kPatience));
        auto read = wire::parse_answer_frame(answer);
        wire::wipe(answer);
        return read;
    }

    /// Who asked a moment ago is not heard: once more, and then nobody is there. Later answers may
    /// be missed.
    core::Result<wire::EnrolAnswer> ask_for(std::uint64_t seconds) {
        const core::MonoTime end = context_.clock.mono() + std::chrono::seconds{seconds};
        auto first = ask();
        if (!first) {
            first = ask();
        }
        SARHAD_TRY(wire::EnrolAnswer answer, std::move(first));
        bool is_told = false;
        while (answer.state == wire::EnrolState::kPending ||
               answer.state == wire::EnrolState::kLater) {
            if (answer.state == wire::EnrolState::kPending && !is_told) {
                tell_words();
                is_told = true;
            }
            if (context_.clock.mono() >= end) {
                return answer;
            }
            line_->pause(kAskEvery);
            if (auto next = ask(); next) {
                answer = *std::move(next);
            }
        }
        return answer;
    }

    std::string words;

private:
    /// On stderr: with --json stdout has one value only.
    void tell_words() const {
        context_.err << "Read these six words to the centre by telephone, to a number that you "
                        "know:\n\n    "
                     << words << "\n\nTwo people there must agree; this waits for them.\n";
        context_.err.flush();
    }

    Context& context_;
    const Place& place_;
    const wire::EnrolInvitation& invitation_;
    wire::EnrolRequest request_;
    std::unique_ptr<wire::EnrolLine> line_;
};

core::Status check_root(const wire::EnrolInvitation& invitation, const wire::EnrolAnswer& answer) {
    wire::Hash256 hash{};
    if (!answer.root.empty()) {
        SARHAD_TRY(const wire::SignedDocument root, wire::read_document(answer.root));
        hash = wire::document_hash(root);
    }
    if (hash != invitation.root) {
        return core::Error{core::Errc::kUnauthenticated,
                           "central gave another root document than the invitation names; nothing "
                           "was written. Where a root was signed since, ask for a new invitation"};
    }
    return {};
}

Outcome finish(Context& context,
               const Place& place,
               wire::EnrolAnswer& answer,
               const std::string& words) {
    Given given{static_cast<std::int64_t>(answer.node),
                std::string{core::as_text(answer.trust)},
                answer.root,
                std::move(answer.subject)};
    SARHAD_TRY_STATUS(write_node_folder(context, place, given));
    SARHAD_TRY_STATUS(context.files.remove(cat(place.folder, "/", kUnfinished)));
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.enrol.join/1"},
                            {"state", "approved"},
                            {"words", words},
                            {"node", given.node},
                            {"port", place.port},
                            {"folder", place.folder},
                            {"config", cat(place.folder, "/node.toml")}}));
        return daemon::ExitCode::kOk;
    }
    context.out << place.port << ": is node " << given.node << " from now on\n";
    tell_start(context, place, !answer.root.empty());
    return daemon::ExitCode::kOk;
}

Outcome tell_waiting(Context& context, const wire::EnrolAnswer& answer, const std::string& words) {
    const bool is_pending = answer.state == wire::EnrolState::kPending;
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.enrol.join/1"},
                            {"state", is_pending ? "pending" : "later"},
                            {"words", words}}));
    } else {
        context.out << (is_pending ? "Central has the request; two people have yet to agree."
                                   : cat("Central: ", answer.detail, "."))
                    << " The same command again asks again.\n";
    }
    return daemon::ExitCode::kTryAgain;
}

}  // namespace

Outcome run(const EnrolJoin& options, Context& context) {
    SARHAD_TRY(const wire::EnrolInvitation invitation,
               read_invitation(context, options.invitation));
    SARHAD_TRY(const Place place, place_of(options, invitation, context));
    Asking asking{context, place, invitation};
    SARHAD_TRY_STATUS(asking.prepare());
    SARHAD_TRY(wire::EnrolAnswer answer, asking.ask_for(options.wait));
    switch (answer.state) {
        case wire::EnrolState::kRefused:
            return core::Error{core::Errc::kUnauthenticated, cat("central: ", answer.detail)};
        case wire::EnrolState::kPending:
        case wire::EnrolState::kLater:
            return tell_waiting(context, answer, asking.words);
        case wire::EnrolState::kApproved:
            SARHAD_TRY_STATUS(check_root(invitation, answer));
            return finish(context, place, answer, asking.words);
    }
    return core::Error{core::Errc::kInvalid, "central: an answer that is none"};
}

}  // namespace sarhad::ctl
