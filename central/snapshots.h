#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/result.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <cstdint>
#include <string>

#include "editions/snapshot.h"

namespace sarhad::central {

/// The newest editions of the lists, whole, for who cannot get them delta by delta. Made as they
/// are asked for, of the rows and the deltas that brought them: nothing is kept twice. Errors: the
/// store's. Thread: that of the connection.
class Snapshots final {
public:
    /// What `from` names, and `seal`, outlive it.
    Snapshots(store::QuerySource from, const wire::RecordSeal& seal) : from_{from}, seal_{seal} {}

    /// The newest edition of a list, and the delta that ended it.
    struct Newest {
        std::string list;
        std::uint64_t edition{0};
        core::Seq last{0};
    };
    /// kNotFound: none is published in this stream.
    [[nodiscard]] core::Result<Newest> newest(core::StreamId stream);
    /// kNotFound: no such list is published.
    [[nodiscard]] core::Result<editions::SnapshotHead> head(const std::string& list);
    /// Chunk `child` of the edition. kConflict: another edition is the newest by now; kUnavailable:
    /// nobody knows any more which delta brought a row of it.
    [[nodiscard]] core::Result<core::Bytes> chunk(const std::string& list,
                                                  std::uint64_t edition,
                                                  std::uint8_t child);

private:
    struct Published {
        core::StreamId stream{0};
        std::uint64_t edition{0};
        core::Seq last{0};
        std::uint64_t rows{0};
    };
    [[nodiscard]] core::Result<Published> published(const std::string& list);
    [[nodiscard]] core::Result<core::Bytes> delta_at(core::StreamId stream, core::Seq seq);

    store::QuerySource from_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::central
