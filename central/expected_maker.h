#pragma once

#include "central/expected.h"
#include "central/store.h"
#include "core/random.h"
#include "core/result.h"
#include "intake/sent_messages.h"
#include "wire/keyring.h"

#include <vector>

namespace sarhad::central {

/// What carriers send, read: each message with its digest, refused where the file cannot be used
/// whole. kInvalid names message, segment and byte, or says what to send.
[[nodiscard]] core::Result<std::vector<intake::SentMessage>> read_expected_file(
    core::ByteView file);

/// Takes journeys in, tells nodes of them, and lets go of them. Thread: store. Everything given
/// outlives it.
class ExpectedMaker final {
public:
    struct Parts {
        CentralStore& store;
        core::Random& random;
        const wire::SigningKey& sequencer;
        const PortCodes& codes;
        core::Duration kept;
        std::size_t piece_bytes;
    };
    explicit ExpectedMaker(const Parts& parts) : parts_{parts} {}

    /// What take() refuses a message for, of all that a file has: before any of them is taken.
    [[nodiscard]] core::Status check(const intake::SentMessage& sent,
                                     const std::vector<ExpectedReader>& readers,
                                     core::WallTime now) const;
    /// In the place of the list that is held of the journey; stored, and told to every one of
    /// `readers` whose port it touches. One that its sender made before the one that is held
    /// changes nothing: it was late, or is sent once more. kInvalid: it cannot be told whose it is
    /// or when it is over, it is over, or no port here is touched; kExhausted: kExpectedHeldMax are
    /// held.
    [[nodiscard]] core::Result<TakenMessage> take(const intake::SentMessage& sent,
                                                  const std::vector<ExpectedReader>& readers,
                                                  core::WallTime now);
    /// Somebody says that the journey is not made. kNotFound; kConflict: it is cancelled already.
    [[nodiscard]] core::Result<ExpectedRow> cancel(const facts::JourneyId& id,
                                                   const std::vector<ExpectedReader>& readers,
                                                   core::WallTime now);
    /// Up to kExpectedAtOnce journeys behind `after` that lead to a reader who was not told: it is.
    /// Gives the last one looked at; none: all were.
    [[nodiscard]] core::Result<std::optional<facts::JourneyId>> hand_over(
        const std::vector<ExpectedReader>& readers,
        const std::optional<facts::JourneyId>& after,
        core::WallTime now);
    /// Up to kExpectedAtOnce journeys whose hour is past go; so many.
    [[nodiscard]] core::Result<std::size_t> remove_gone(core::WallTime now);

private:
    [[nodiscard]] core::Status tell(NewExpected& made,
                                    const facts::ExpectedJourney& journey,
                                    const std::vector<ExpectedReader>& readers);
    [[nodiscard]] core::Result<ExpectedRow> cancel_as_of(const facts::JourneyId& id,
                                                         const std::vector<ExpectedReader>& readers,
                                                         core::WallTime now,
                                                         core::WallTime made_at);
    [[nodiscard]] core::Status cancel_others(const intake::SentMessage& sent,
                                             const std::vector<ExpectedReader>& readers,
                                             core::WallTime now);
    [[nodiscard]] core::Status tell_one(NewExpected& made,
                                        const std::vector<wire::Op>& ops,
                                        const ExpectedReader& reader);
    [[nodiscard]] core::Status erase_before(NewExpected& made, core::NodeId node);
    [[nodiscard]] core::Result<std::vector<NewDelta>> erased(const ExpectedSent& sent);
    [[nodiscard]] core::Result<ExpectedRow> new_row(const intake::SentMessage& sent,
                                                    const std::vector<ExpectedReader>& readers,
                                                    core::WallTime now) const;

    Parts parts_;
};

}  // namespace sarhad::central
