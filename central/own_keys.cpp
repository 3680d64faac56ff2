#include "central/own_keys.h"

#include "core/bytes.h"
#include "core/text.h"
#include "wire/hash.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::central {

using core::cat;

namespace {

constexpr std::string_view kLinkKey = "link.key";
constexpr std::string_view kSealKey = "seal.key";
constexpr std::string_view kMarkDomain = "sarhad/key-mark/v1";

/// What comes of another key under the name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kHarm{
    {{kLinkKey, "no node would connect to it"},
     {kSealKey, "what the nodes have sealed would not open, and their streams would stop"},
     {"sequencer.key", "every port would refuse the lists that it signs"},
     {"alert.key", "every port would refuse the alerts that it signs"},
     {"store.key", "nothing that is stored would open"},
     {"subject.key", "nodes added from now on would not know the others' travellers again"}}};

std::string_view harm_of(std::string_view name) {
    const auto* found = std::find_if(
        kHarm.begin(), kHarm.end(), [name](const auto& one) { return one.first == name; });
    return found == kHarm.end() ? std::string_view{"nobody would know it again"} : found->second;
}

/// A digest of 32 random bytes tells nothing of them.
wire::PublicKey mark_of(const wire::Secret& secret) {
    core::Bytes bytes = core::to_bytes(core::as_bytes(kMarkDomain));
    bytes.push_back(0);
    core::append(bytes, secret.bytes());
    const wire::PublicKey mark = wire::blake2b(bytes);
    wire::wipe(bytes);
    return mark;
}

const OwnKey* find(const std::vector<OwnKey>& keys, const std::string& name) {
    const auto found = std::find_if(
        keys.begin(), keys.end(), [&name](const OwnKey& key) { return key.name == name; });
    return found == keys.end() ? nullptr : &*found;
}

std::string line_of(const OwnKey& now, const OwnKey& recorded, const OwnKeyPlaces& places) {
    return cat(places.keys,
               "/",
               now.name,
               ": this is key ",
               wire::key_id(now.mark).value(),
               ", but ",
               places.database,
               " was begun with key ",
               wire::key_id(recorded.mark).value(),
               ": with another one ",
               harm_of(now.name));
}

}  // namespace

std::vector<OwnKey> own_keys_of(const SiteKeys& keys) {
    return {{std::string{kLinkKey}, keys.link.public_key()},
            {std::string{kSealKey}, keys.seal.public_key()},
            {"sequencer.key", keys.sequencer.public_key().bytes()},
            {"alert.key", keys.alert.public_key().bytes()},
            {"store.key", mark_of(keys.store)},
            {"subject.key", mark_of(keys.subject)}};
}

core::Status check_own_keys(const std::vector<OwnKey>& now,
                            const std::vector<OwnKey>& recorded,
                            const OwnKeyPlaces& places) {
    std::string text;
    for (const OwnKey& key : now) {
        const OwnKey* before = find(recorded, key.name);
        if (before != nullptr && before->mark != key.mark) {
            text += cat(line_of(key, *before, places), "\n");
        }
    }
    if (text.empty()) {
        return {};
    }
    text += "put the right file back from the backup of the keys, then start again";
    return core::Error{core::Errc::kInvalid, std::move(text)};
}

std::vector<OwnKey> not_recorded(const std::vector<OwnKey>& now,
                                 const std::vector<OwnKey>& recorded) {
    std::vector<OwnKey> missing;
    std::copy_if(now.begin(), now.end(), std::back_inserter(missing), [&](const OwnKey& key) {
        return find(recorded, key.name) == nullptr;
    });
    return missing;
}

bool may_follow(const OwnKey& key, const wire::Root& root) {
    const bool is_link =
        key.name == kLinkKey && (key.mark == root.link_current || key.mark == root.link_next);
    const bool is_seal =
        key.name == kSealKey &&
        std::find(root.seals.begin(), root.seals.end(), key.mark) != root.seals.end();
    return is_link || is_seal;
}

}  // namespace sarhad::central
