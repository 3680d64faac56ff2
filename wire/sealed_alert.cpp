#include "wire/sealed_alert.h"

#include "core/text.h"
#include "wire/body_seal.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <utility>

namespace sarhad::wire {

using core::Errc;
using core::Error;
using core::Result;

namespace {

/// In a list's place; no list has this name. Each alert has a key of its own, so the epoch is one.
constexpr std::string_view kBoundTo = "alerts";
constexpr core::Epoch kOnlyEpoch{1};

Error unreadable(const Op& op, std::string_view why) {
    return {Errc::kCorrupt, core::cat("alert ", op.id, ": ", why)};
}

/// None: it is sealed to others.
Result<std::optional<core::Bytes>> open_sealed(const Op& op, core::NodeId node, const BoxKey& key) {
    const auto sealed = decode<SealedAlert>(op.body);
    if (!sealed) {
        return unreadable(op, sealed.error().what);
    }
    const auto& readers = sealed->readers;
    const auto mine = std::find_if(
        readers.begin(), readers.end(), [&](const auto& one) { return one.node == node; });
    if (mine == readers.end()) {
        return std::optional<core::Bytes>{};
    }
    auto opened = key.open(mine->key);
    if (!opened || opened->bytes().size() != BodySeal::kKeySize) {
        return unreadable(op, "the key that is sealed to this node does not open by its own");
    }
    auto body = BodySeal{*std::move(opened), kBoundTo, kOnlyEpoch}.open(op.id, sealed->body);
    if (!body) {
        return unreadable(op, body.error().what);
    }
    return std::optional<core::Bytes>{*std::move(body)};
}

}  // namespace

Result<Op> seal_alert(const facts::Alert& alert,
                      const std::vector<AlertReader>& readers,
                      core::Random& random) {
    Op op{OpKind::kUpsert, core::cat(kSealedAlertId, core::to_hex(alert.id)), {}};
    Secret key = BodySeal::new_key(random);
    SealedAlert sealed;
    for (const AlertReader& reader : readers) {
        SARHAD_TRY(core::Bytes boxed, seal(reader.key, key.bytes(), random));
        sealed.readers.push_back({reader.node, std::move(boxed)});
    }
    sealed.body = BodySeal{std::move(key), kBoundTo, kOnlyEpoch}.seal(op.id, encode(alert));
    op.body = encode(sealed);
    if (readers.size() > kCompartmentMembersMax || op.body.size() > kSealedAlertBytesMax) {
        return Error{Errc::kExhausted,
                     core::cat("alert ",
                               core::to_hex(alert.id),
                               ": sealed to ",
                               readers.size(),
                               " nodes it is longer than a frame")};
    }
    return op;
}

Result<std::optional<OpenedAlert>> open_alert(const Op& op, core::NodeId node, const BoxKey& key) {
    OpenedAlert opened;
    std::string_view id = op.id;
    if (id.substr(0, kSealedAlertId.size()) == kSealedAlertId) {
        SARHAD_TRY(std::optional<core::Bytes> body, open_sealed(op, node, key));
        if (!body) {
            return std::optional<OpenedAlert>{};
        }
        opened.body = *std::move(body);
        id.remove_prefix(kSealedAlertId.size());
    } else {
        opened.body = op.body;
    }
    auto alert = decode<facts::Alert>(opened.body);
    if (!alert || core::to_hex(alert->id) != id) {
        return unreadable(op, alert ? "what is inside is another's" : alert.error().what);
    }
    opened.alert = *std::move(alert);
    return std::optional<OpenedAlert>{std::move(opened)};
}

}  // namespace sarhad::wire
