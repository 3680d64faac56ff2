#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "core/result.h"
#include "replication/effects.h"
#include "replication/waiting_lists.h"
#include "wire/recon.h"
#include "wire/trust.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::replication {

/// Buckets that may differ, 5 % of all: past it the list is taken again from its first delta.
inline constexpr std::size_t kRepairBucketsMax = wire::kTreeBuckets / 20;
/// Bytes of rows that one repair holds; past it likewise.
inline constexpr std::size_t kRepairBytesMax = 32 * 1024 * 1024;
/// Rows of the differing buckets that central may name; past it likewise.
inline constexpr std::size_t kRepairRowsMax = 256 * 1024;

/// Brings lists that are not as they should be to their newest signed edition, by asking central
/// for what differs: root, children, leaves, rows' hashes, rows. Each answer is held against the
/// one above it, and the first against the agency's signature, so that nothing that central says
/// has to be trusted but where the stream goes on.
///
/// Life of a repair: wanted -> counting the rows here -> head -> leaves -> reading the rows here ->
/// hashes -> rows -> putting. One list at a time; one question at a time, asked again by its timer
/// and after each new session. A repair that fails begins anew, later each time.
/// Sans-IO, as NodeSession, which owns it. Thread: any one.
class NodeRepair {
public:
    using Effects = std::vector<NodeEffect>;

    static constexpr core::Duration kAskAgain = std::chrono::seconds{8};

    /// `trust` and `log` outlive it.
    NodeRepair(const wire::TrustStore& trust, core::Log& log) : trust_{trust}, log_{log} {}

    /// The list of `stream` is to be repaired. No change where that is known.
    void want(core::StreamId stream);
    /// It is not, whatever is under way; an answer that still comes is passed over.
    void drop(core::StreamId stream);
    [[nodiscard]] bool is_wanted(core::StreamId stream) const { return wanted_.contains(stream); }

    void on_live(Effects& effects, core::MonoTime now);
    void on_link_down() { is_live_ = false; }
    void on_timer(Effects& effects, core::MonoTime now);
    void on_tell(Effects& effects, const wire::ReconTell& tell, core::MonoTime now);
    /// Whether it answers the question that is open.
    [[nodiscard]] bool is_expected(const wire::ReconTell& tell) const;
    void on_counted(Effects& effects,
                    core::StreamId stream,
                    core::Result<ListAsItIs> list,
                    core::MonoTime now);
    void on_rows_read(Effects& effects,
                      core::StreamId stream,
                      const core::Result<std::vector<RowAsItIs>>& rows,
                      core::MonoTime now);
    /// Answers PutRepaired. Without an error the stream is wanted no more.
    void on_put(Effects& effects,
                core::StreamId stream,
                const core::Status& put,
                core::MonoTime now);
    /// When on_timer() has something to do.
    [[nodiscard]] std::optional<core::MonoTime> deadline() const;

private:
    enum class Step : std::uint8_t {
        kCounting,
        kHead,
        kLeaves,
        kReading,
        kHashes,
        kRows,
        kPutting,
    };
    struct Nothing {};
    struct Work {
        Work();  // Not of the class's own making: clang 14 takes such a one for none.
        core::StreamId stream{0};
        Step step{Step::kCounting};
        ListAsItIs here{};
        RepairTarget target{};
        core::Bytes children{};
        core::Bytes groups{};  ///< Children that differ.
        std::size_t at{0};     ///< So many groups, buckets or missing rows are done.
        std::vector<std::pair<wire::Bucket, wire::TreeHash>> buckets{};  ///< That differ; wanted.
        std::map<std::string, wire::Hash256> held{};  ///< Rows here that no row there met yet.
        wire::LeafHasher leaf{};                      ///< Of buckets[at], up to `after`.
        std::string after{};
        std::size_t named{0};  ///< Rows whose hashes came.
        std::vector<std::pair<std::string, wire::Hash256>> missing{};
        core::Bytes part{};  ///< Of missing[at], as far as it came.
        std::vector<RepairedRow> rows{};
        std::size_t bytes{0};  ///< Of `rows`.
        std::uint32_t number{0};
        std::optional<core::MonoTime> ask_again{};
    };

    void begin(Effects& effects, core::MonoTime now);
    void ask(Effects& effects, core::MonoTime now);
    [[nodiscard]] wire::ReconAsk question() const;
    void fail(Effects& effects, std::string_view why, core::MonoTime now);
    void take_again(Effects& effects, std::string_view why);
    void to_head(Effects& effects, core::MonoTime now);
    [[nodiscard]] core::Status take_head(const wire::ReconTell& tell);
    [[nodiscard]] core::Status take_leaves(const wire::ReconTell& tell);
    [[nodiscard]] core::Status take_hashes(const wire::ReconTell& tell);
    [[nodiscard]] core::Status take_hash(const wire::ReconEntry& entry, std::size_t end);
    [[nodiscard]] core::Status close_bucket();
    [[nodiscard]] core::Status take_rows(const wire::ReconTell& tell);
    [[nodiscard]] core::Status take_row(const wire::ReconEntry& entry);
    void go_on(Effects& effects, core::MonoTime now);
    void put(Effects& effects);

    const wire::TrustStore& trust_;
    core::Log& log_;
    bool is_live_{false};
    WaitingLists<Nothing> wanted_;
    std::optional<Work> work_;
    std::uint32_t number_{0};  ///< Of the last question.
};

}  // namespace sarhad::replication
