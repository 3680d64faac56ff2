#pragma once

#include "core/result.h"
#include "node/lanes.h"
#include "node/lists_store.h"
#include "node/parts.h"
#include "node/uplink.h"
#include "replication/repair.h"
#include "wire/record_seal.h"
#include "wire/trust.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "editions/snapshot.h"

namespace sarhad::node {

/// Bytes of rows that are held until all of a list's are here: a list that differs in more has to
/// come by the link.
inline constexpr std::size_t kBundleRowsBytesMax = std::size_t{768} << 20U;

/// Which chunks of an edition this node lacks.
struct WantedChunks {
    std::string list;
    std::uint64_t edition{0};
    std::vector<std::uint8_t> children;  ///< The others are here as they should be.
};

/// Takes a list from a courier bundle, chunk by chunk: each is held against the hash that the
/// list's agency signed, by way of the root, before a row of it is kept; what differs here is then
/// stored in one transaction. One list at a time: another begin() lets go of the one before.
/// Thread: loop.
class BundleIntake final {
public:
    template <class T>
    using Answer = std::function<void(core::Result<T>)>;

    /// Everything outlives it.
    BundleIntake(Lanes& lanes, const Pages& pages, const wire::TrustStore& trust, Uplink& uplink)
        : lanes_{lanes}, pages_{pages}, trust_{trust}, uplink_{uplink} {}

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
        editions::CheckedSnapshot edition;
        std::set<std::uint8_t> wanted;
        replication::PutRepaired put;
        std::size_t bytes{0};
    };
    /// What a chunk changes here.
    struct Difference {
        std::vector<replication::RepairedRow> rows;
        std::vector<std::string> gone;
        std::size_t bytes{0};
    };

    [[nodiscard]] core::Result<std::set<std::uint8_t>> differing(
        const editions::CheckedSnapshot& edition) const;
    [[nodiscard]] core::Result<Difference> compare(core::StreamId stream,
                                                   std::uint8_t child,
                                                   std::vector<editions::Row> rows) const;
    [[nodiscard]] core::Status keep(std::uint8_t child, Difference difference);

    Lanes& lanes_;
    Pages pages_;
    const wire::TrustStore& trust_;
    Uplink& uplink_;
    std::optional<Work> work_;
    std::uint64_t begun_{0};
};

}  // namespace sarhad::node
