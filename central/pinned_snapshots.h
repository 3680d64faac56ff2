#pragma once

#include "central/snapshots.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "store/query_source.h"
#include "wire/messages.h"
#include "wire/record_seal.h"

#include <array>
#include <cstddef>
#include <map>
#include <memory>

namespace sarhad::central {

/// Lists as a whole for the nodes that get them by the link. A list is made once, and that edition
/// held in memory while it is asked for: a node on a slow line gets all of it though the list goes
/// on, and fifty nodes that come at once cost one packing. Thread: that of the connection.
class PinnedSnapshots final {
public:
    /// An edition that is older than the newest is given for so long after it was made.
    static constexpr core::Duration kPinnedFor = std::chrono::hours{1};
    /// And forgotten when nobody has asked for it so long.
    static constexpr core::Duration kUnaskedFor = std::chrono::minutes{10};
    /// Bytes of all packed chunks; a list that does not fit is not given whole.
    static constexpr std::size_t kBytesMax = std::size_t{512} << 20U;

    /// What `from` names, and `seal`, outlive it.
    PinnedSnapshots(store::QuerySource from, const wire::RecordSeal& seal)
        : snapshots_{from, seal} {}

    /// As CentralPages.
    [[nodiscard]] core::Result<wire::Manifest> manifest(const wire::ManifestReq& ask,
                                                        core::MonoTime now);
    [[nodiscard]] core::Result<wire::ChunkTell> chunks(const wire::ChunkReq& ask,
                                                       core::MonoTime now);

private:
    struct Pinned {
        core::Bytes head;
        std::uint64_t edition{0};
        core::Seq last{0};
        std::array<core::Bytes, editions::kChunks> chunks{};
        std::size_t bytes{0};
        core::MonoTime made_at{};
        core::MonoTime asked_at{};
    };

    [[nodiscard]] static bool is_good(const Pinned& pinned,
                                      const wire::ManifestReq& ask,
                                      const Snapshots::Newest& newest,
                                      core::MonoTime now);
    [[nodiscard]] core::Status pin(core::StreamId stream, core::MonoTime now);
    [[nodiscard]] core::Result<std::unique_ptr<Pinned>> make(const Snapshots::Newest& newest,
                                                             core::MonoTime now);
    void forget_unasked(core::MonoTime now);
    [[nodiscard]] std::size_t bytes() const;

    Snapshots snapshots_;
    std::map<core::StreamId, std::unique_ptr<Pinned>> pinned_;
};

}  // namespace sarhad::central
