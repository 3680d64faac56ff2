#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "core/result.h"
#include "replication/effects.h"
#include "replication/snapshot.h"
#include "replication/waiting_lists.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::replication {

/// Gets lists as whole editions: docs/protocol.md, "Snapshots". The node asks, so that one that
/// stalls costs central nothing; what came is stored as it comes, so that a cut or a restart loses
/// less than one message.
///
/// Life of a snapshot: wanted -> manifest -> planning -> chunks -> installing. One list at a time.
/// One that fails begins anew, later each time, with the chunks that are here. Sans-IO, as
/// NodeSession, which owns it. Thread: any one.
class NodeSnapshots {
public:
    using Effects = std::vector<NodeEffect>;

    /// A slow line shares a message with all else that is more urgent.
    static constexpr core::Duration kAskAgain = std::chrono::seconds{30};
    /// What may be on its way, or with the store: more than any line's round trip holds.
    static constexpr std::uint64_t kWindow = 256 * 1024;

    /// `log` outlives it.
    explicit NodeSnapshots(core::Log& log) : log_{log} {}

    /// The list of `stream` is to come whole. No change where that is known.
    void want(core::StreamId stream);
    /// It is not, whatever is under way.
    void drop(core::StreamId stream);
    [[nodiscard]] bool is_wanted(core::StreamId stream) const { return wanted_.contains(stream); }

    void on_live(Effects& effects, core::MonoTime now);
    void on_link_down() { is_live_ = false; }
    /// What was asked by the bulk connection before this one never arrived.
    void on_bulk_up(Effects& effects, core::MonoTime now);
    void on_timer(Effects& effects, core::MonoTime now);
    /// Where the node stands in the stream that is asked for, for the question.
    void set_held(core::StreamId stream, core::Seq held);
    /// True where central cannot give the list in this way: it is dropped.
    [[nodiscard]] bool on_manifest(Effects& effects,
                                   const wire::Manifest& manifest,
                                   core::MonoTime now);
    void on_chunks(Effects& effects, const wire::ChunkTell& tell, core::MonoTime now);
    /// kConflict: a newer edition is here.
    void on_planned(Effects& effects,
                    core::StreamId stream,
                    const core::Result<SnapshotPlan>& plan,
                    core::MonoTime now);
    void on_kept(Effects& effects,
                 core::StreamId stream,
                 const core::Status& kept,
                 core::MonoTime now);
    /// Answers InstallSnapshot.
    void on_installed(Effects& effects,
                      core::StreamId stream,
                      const core::Status& installed,
                      core::MonoTime now);
    /// By stream.
    [[nodiscard]] std::vector<ComingList> coming() const;
    /// When on_timer() has something to do; none: never.
    [[nodiscard]] std::optional<core::MonoTime> deadline() const;

private:
    enum class Step : std::uint8_t { kManifest, kPlanning, kChunks, kInstalling };
    struct Wanted {
        core::Seq held{0};
        bool needs_newest{false};  ///< The last one was of no use.
        std::string why{};         ///< The last try failed.
    };
    struct Work {
        Work();  // Not of the class's own making: clang 14 takes such a one for none.
        core::StreamId stream{0};
        Step step{Step::kManifest};
        std::uint32_t number{0};
        std::uint64_t edition{0};
        ChunkSet missing{};         ///< What has not come.
        std::uint32_t offset{0};    ///< So many bytes of the first missing chunk have come.
        std::uint64_t received{0};  ///< For this number, bytes.
        std::uint64_t granted{0};
        std::uint64_t keeping{0};  ///< Messages whose bytes are with the store.
        std::optional<core::MonoTime> ask_again{};
    };

    void begin(Effects& effects, core::MonoTime now);
    void ask(Effects& effects, core::MonoTime now);
    void ask_anew(Effects& effects, core::MonoTime now);
    [[nodiscard]] bool take(const wire::ChunkPart& part);
    void go_on(Effects& effects);
    void fail(Effects& effects, std::string_view why, core::MonoTime now);

    core::Log& log_;
    bool is_live_{false};
    WaitingLists<Wanted> wanted_;
    std::optional<Work> work_;
    std::uint32_t number_{0};  ///< Of the last question.
};

}  // namespace sarhad::replication
