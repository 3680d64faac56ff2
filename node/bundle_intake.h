#pragma once

#include "core/result.h"
#include "node/lanes.h"
#include "node/lists_store.h"
#include "node/parts.h"
#include "node/snapshot_store.h"
#include "node/uplink.h"
#include "replication/snapshot.h"
#include "wire/record_seal.h"
#include "wire/trust.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "editions/snapshot.h"

namespace sarhad::node {

/// Which chunks of an edition this node lacks.
struct WantedChunks {
    std::string list;
    std::uint64_t edition{0};
    std::vector<std::uint8_t> children;  ///< The others are here as they should be.
};

/// Takes a list from a courier bundle, chunk by chunk: each is held against the hash that the
/// list's agency signed, by way of the root, and kept as one that comes by the link; the list is
/// then made that edition in one transaction. One list at a time: another begin() takes the place
/// of the one before, whose chunks stay.
/// Thread: loop.
class BundleIntake final {
public:
    template <class T>
    using Answer = std::function<void(core::Result<T>)>;

    /// Everything outlives it.
    BundleIntake(Lanes& lanes,
                 const Pages& pages,
                 const wire::TrustStore& trust,
                 const wire::RecordSeal& seal,
                 SnapshotStore& chunks,
                 Uplink& uplink)
        : lanes_{lanes},
          pages_{pages},
          trust_{trust},
          seal_{seal},
          chunks_{chunks},
          uplink_{uplink} {}

    /// Errors as editions::check_head(). kConflict: a newer edition is here, or the stream is
    /// stopped.
    void begin(editions::SnapshotHead head, Answer<WantedChunks> answer);
    /// How many chunks are still to come. Errors as editions::decode_chunk(); kConflict: it is not
    /// wanted.
    void add(std::uint8_t child, core::Bytes chunk, Answer<std::size_t> answer);
    /// Answered after COMMIT. kConflict: chunks are missing; kCorrupt: what is here and what came
    /// are not the edition, for the list has changed meanwhile: begin anew.
    void install(Answer<ListState> answer);

private:
    struct Work {
        std::uint64_t number{0};
        std::shared_ptr<const editions::CheckedSnapshot> edition;
        replication::ChunkSet missing;
    };

    [[nodiscard]] core::Result<Work> plan(const editions::SnapshotHead& head) const;
    void start(Work work, Answer<WantedChunks> answer);

    Lanes& lanes_;
    Pages pages_;
    const wire::TrustStore& trust_;
    const wire::RecordSeal& seal_;
    SnapshotStore& chunks_;
    Uplink& uplink_;
    std::optional<Work> work_;
    std::uint64_t begun_{0};
};

}  // namespace sarhad::node
