#pragma once

#include "central/site.h"
#include "core/result.h"
#include "wire/keyring.h"
#include "wire/trust_documents.h"

#include <string>
#include <vector>

namespace sarhad::central {

/// One of central's own keys as its database remembers it: nothing secret.
struct OwnKey {
    std::string name;        ///< Of its file: "alert.key".
    wire::PublicKey mark{};  ///< Its public half; of a key that has none, a digest.
    friend bool operator==(const OwnKey&, const OwnKey&) = default;
};

/// A mark for each key file, in the order of SiteKeys.
[[nodiscard]] std::vector<OwnKey> own_keys_of(const SiteKeys& keys);

/// Where a key that differs is told to lie, and what remembers the other one.
struct OwnKeyPlaces {
    std::string keys;      ///< The folder of the key files.
    std::string database;  ///< Path.
};

/// That each of `now` is the key that `recorded` has under its name; what has no record yet passes.
/// kInvalid: a line for each that differs, with its file, both marks, what would come of it and the
/// remedy.
[[nodiscard]] core::Status check_own_keys(const std::vector<OwnKey>& now,
                                          const std::vector<OwnKey>& recorded,
                                          const OwnKeyPlaces& places);

/// Those of `now` whose names are not in `recorded`.
[[nodiscard]] std::vector<OwnKey> not_recorded(const std::vector<OwnKey>& now,
                                               const std::vector<OwnKey>& recorded);

/// Whether `key` is a link key that the root names for central, now or next, or a seal key that it
/// names: nodes look for it, so it may follow the one that is recorded.
[[nodiscard]] bool may_follow(const OwnKey& key, const wire::Root& root);

}  // namespace sarhad::central
