#include "wire/row_seal.h"

#include "core/text.h"

#include <sodium.h>

#include <algorithm>
#include <limits>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::string_view kSeedContext = "sarhad/row/v1";
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kSeedSize = 32;

/// Key 0 of an epoch: bound to the node and the epoch, so that a seed moved elsewhere opens
/// nothing.
void first_key(core::ByteView seed,
               core::NodeId node,
               std::uint32_t key_epoch,
               std::span<std::uint8_t> key) {
    core::Bytes place;
    core::append(place, core::as_bytes(kSeedContext));
    place.push_back(0);
    core::put_u32(place, node.value());
    core::put_u32(place, key_epoch);
    const int failed = crypto_generichash(
        key.data(), key.size(), place.data(), place.size(), seed.data(), seed.size());
    SARHAD_CHECK(failed == 0);
}

/// Key n+1 from key n, in its place.
void step_key(std::span<std::uint8_t> key) {
    Hash256 next{};
    crypto_generichash(next.data(), next.size(), key.data(), key.size(), nullptr, 0);
    std::copy(next.begin(), next.end(), key.begin());
    wipe(next);
}

core::Bytes associated(core::NodeId node,
                       core::StreamId stream,
                       std::uint32_t key_epoch,
                       std::uint32_t key_index) {
    core::Bytes place;
    core::put_u32(place, node.value());
    core::put_u16(place, stream.value());
    core::put_u32(place, key_epoch);
    core::put_u32(place, key_index);
    return place;
}

}  // namespace

RowSealer::RowSealer(core::NodeId node,
                     const PublicKey& central,
                     std::uint32_t next_key_epoch,
                     core::Random& random)
    : node_{node},
      central_{central},
      random_{random},
      key_{kSeedSize},
      next_key_epoch_{next_key_epoch} {}

Result<KeySeed> RowSealer::begin_epoch() {
    if (next_key_epoch_ > std::numeric_limits<std::uint32_t>::max()) {
        return Error{Errc::kExhausted, "row sealing: no key epoch is left; enrol the node again"};
    }
    const auto key_epoch = static_cast<std::uint32_t>(next_key_epoch_);
    Secret seed{kSeedSize};
    random_.fill(seed.bytes());
    SARHAD_TRY(core::Bytes sealed, wire::seal(central_, seed.bytes(), random_));
    first_key(seed.bytes(), node_, key_epoch, key_.bytes());
    key_epoch_ = key_epoch;
    key_index_ = 0;
    ++next_key_epoch_;
    return KeySeed{key_epoch, std::move(sealed)};
}

Result<SealedOut> RowSealer::seal(core::StreamId stream, core::ByteView row) {
    SealedOut out;
    if (key_index_ >= kRowsPerKeyEpoch) {
        SARHAD_TRY(out.new_seed, begin_epoch());
    }
    out.key_epoch = key_epoch_;
    out.key_index = key_index_;
    out.sealed.resize(kNonceSize + row.size() + kTagSize);
    random_.fill(std::span{out.sealed}.first(kNonceSize));
    const core::Bytes place = associated(node_, stream, key_epoch_, key_index_);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.sealed.data() + kNonceSize,
                                               nullptr,
                                               row.data(),
                                               row.size(),
                                               place.data(),
                                               place.size(),
                                               nullptr,
                                               out.sealed.data(),
                                               key_.bytes().data());
    step_key(key_.bytes());
    ++key_index_;
    out.digest = blake2b(out.sealed);
    return out;
}

RowOpener::Chain::~Chain() {
    wipe(first);
    wipe(current);
}

RowOpener::RowOpener(std::vector<BoxKey> keys, std::size_t max_epochs)
    : keys_{std::move(keys)}, max_epochs_{max_epochs} {
    SARHAD_CHECK(max_epochs > 0);
}

bool RowOpener::knows(core::NodeId node, std::uint32_t key_epoch) const {
    return chains_.contains({node, key_epoch});
}

void RowOpener::forget_oldest() {
    const auto oldest =
        std::min_element(chains_.begin(), chains_.end(), [](const auto& a, const auto& b) {
            return a.second.last_used < b.second.last_used;
        });
    chains_.erase(oldest);
}

core::Status RowOpener::learn(core::NodeId node, const KeySeed& seed) {
    for (const BoxKey& key : keys_) {
        Result<Secret> opened = key.open(seed.sealed_seed);
        if (!opened) {
            continue;
        }
        if (opened->bytes().size() != kSeedSize) {
            return Error{Errc::kInvalid, cat("node ", node.value(), ": a seed is not 32 bytes")};
        }
        if (chains_.size() >= max_epochs_ && !knows(node, seed.key_epoch)) {
            forget_oldest();
        }
        Chain& chain = chains_[ChainId{node, seed.key_epoch}];
        first_key(opened->bytes(), node, seed.key_epoch, chain.first);
        chain.current = chain.first;
        chain.index = 0;
        chain.last_used = ++uses_;
        return {};
    }
    return Error{Errc::kNotFound,
                 cat("node ",
                     node.value(),
                     " key epoch ",
                     seed.key_epoch,
                     ": sealed to none of the opening keys here; is a retired key missing?")};
}

Result<core::Bytes> RowOpener::open(core::NodeId node, core::StreamId stream, const UpRow& row) {
    if (row.key_index >= kRowsPerKeyEpoch || row.sealed.size() < kNonceSize + kTagSize) {
        return Error{Errc::kInvalid, cat("row ", row.seq.value(), ": key index or size is wrong")};
    }
    const auto found = chains_.find({node, row.key_epoch});
    if (found == chains_.end()) {
        return Error{
            Errc::kNotFound,
            cat("row ", row.seq.value(), ": seed of key epoch ", row.key_epoch, " is not learned")};
    }
    Chain& chain = found->second;
    chain.last_used = ++uses_;
    if (row.key_index < chain.index) {
        chain.current = chain.first;
        chain.index = 0;
    }
    for (; chain.index < row.key_index; ++chain.index) {
        step_key(chain.current);
    }
    const core::Bytes place = associated(node, stream, row.key_epoch, row.key_index);
    core::Bytes plain(row.sealed.size() - kNonceSize - kTagSize);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(),
                                                   nullptr,
                                                   nullptr,
                                                   row.sealed.data() + kNonceSize,
                                                   row.sealed.size() - kNonceSize,
                                                   place.data(),
                                                   place.size(),
                                                   row.sealed.data(),
                                                   chain.current.data()) != 0) {
        return Error{Errc::kUnauthenticated,
                     cat("row ", row.seq.value(), " of node ", node.value(), " does not open")};
    }
    return plain;
}

}  // namespace sarhad::wire
