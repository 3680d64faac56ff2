#pragma once

#include "central/values.h"
#include "core/result.h"
#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/trust.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::central {

/// Bytes of ops in one delta; with its head and signatures it fits a frame of 64 KiB.
inline constexpr std::size_t kDeltaOpsBytesMax = 48 * 1024;
/// Streams of lists, so that numbers stay within u16 and WELCOME within its limit.
inline constexpr std::size_t kListStreamsMax = 128;

/// An edition as it is handed in, checked: its list's rows, and who signed for them.
struct SubmittedEdition {
    watchlists::ListManifest manifest;
    wire::EditionStatement statement;
    std::vector<wire::Signature> signatures;
    std::map<std::string, core::Bytes> rows;  ///< Bodies by id, the manifest's included.
};

/// The rows of a list file as they are replicated, and the statement that its agency must have
/// signed. kInvalid: bytes that are no list, a name outside "wl/", edition 0, thresholds that no
/// index takes in, or an entry twice. kExhausted: an entry larger than a delta, named by its
/// reference. Thread: any.
[[nodiscard]] core::Result<SubmittedEdition> read_submission(
    core::ByteView list_file, std::vector<wire::Signature> signatures);

/// The hashes of the rows.
[[nodiscard]] watchlists::RowHashes hashes_of(const std::map<std::string, core::Bytes>& rows);

/// Numbered, signed deltas that lead from `current` (the list's rows now, hashed) to `edition`.
/// `head`: the stream's head now; for a new list its name and number with seq 0. Every delta names
/// the root before and after the edition; the last one ends it and carries the agency's signatures.
/// kUnauthenticated: the agency did not sign it, or not with as many keys as what it takes away
/// asks for; nothing of it is used. kConflict: its number does
/// not rise above the newest one, its rows are exactly those of the newest one, or it has so many
/// fewer that it may be cut short (watchlists::check_shrink()) and `leave` is nobody's.
/// Thread: any; pure.
[[nodiscard]] core::Result<NewEdition> make_edition(const SubmittedEdition& edition,
                                                    const StreamHead& head,
                                                    const watchlists::RowHashes& current,
                                                    const wire::TrustStore& trust,
                                                    const wire::SigningKey& sequencer,
                                                    const ShrinkLeave& leave);

// What every edition is held against and made of, whether it is held whole or comes in pieces.
/// kInvalid: no name of an agency's list, or edition 0.
[[nodiscard]] core::Status check_title(const watchlists::ListManifest& manifest);
/// What every port will count too: it refuses what too few have signed.
[[nodiscard]] wire::Removal removal_of(std::uint64_t removed, std::uint64_t entries);
/// kExhausted, naming the entry, where it is larger than a delta.
[[nodiscard]] core::Status check_row(std::string_view list, std::string_view id, std::size_t bytes);
/// The entry's body is as the list's compartment wants it: open where `epoch` is 0, else sealed in
/// that epoch. kInvalid names the entry.
[[nodiscard]] core::Status check_sealed(std::string_view list,
                                        std::string_view id,
                                        core::ByteView body,
                                        core::Epoch epoch);
/// kConflict where its number does not rise above the newest one.
[[nodiscard]] core::Status check_number(const wire::EditionStatement& statement,
                                        const StreamHead& head);
/// kConflict: no entry differs from the newest one.
[[nodiscard]] core::Error nothing_differs(std::string_view list, const StreamHead& head);
/// What an edition of `entries` takes away, where that is much; errors as make_edition().
[[nodiscard]] core::Result<std::optional<Shrunk>> check_size(
    const wire::EditionStatement& statement,
    std::uint64_t entries,
    const StreamHead& head,
    const ShrinkLeave& leave);
/// Bytes of it in a delta, rounded up.
[[nodiscard]] std::size_t size_of(const wire::Op& op);
/// The delta, with the agency's signatures where it ends its edition.
[[nodiscard]] NewDelta sign_delta(const wire::DeltaBody& body,
                                  const std::vector<wire::Signature>& agency,
                                  const wire::SigningKey& sequencer);

/// The head of the list `name` among `heads`, or for a new one its place: the next stream number.
/// kExhausted past kListStreamsMax.
[[nodiscard]] core::Result<StreamHead> head_for(const std::vector<StreamHead>& heads,
                                                const std::string& name);

}  // namespace sarhad::central
