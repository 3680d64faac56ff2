#pragma once

#include "api/json.h"
#include "central/frame_folder.h"
#include "central/frame_rows.h"
#include "central/lanes.h"
#include "core/clock.h"
#include "core/log.h"
#include "rules/author/document.h"
#include "rules/author/rule.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::central {

/// Rules of one back-test that central runs.
inline constexpr std::size_t kTrialRulesMax = 20;

/// What an analyst asks of the last month.
struct FrameTrial {
    std::vector<rules::Rule> rules;  ///< As parse_rule_bytes() gives them.
    rules::Document lists{};         ///< trial::TrialQuestion::lists.
    std::string from{};
    std::string to{};
    std::uint32_t uid{0};  ///< Of who asks.
};

/// Makes frames of what ports report, off the way of rows and pages, and tries rules on them. What
/// is due is on the disk, with the rows that it is due for: a crash loses nothing, and a segment
/// that is made twice is the same. Made at most every kEvery, and so seldom that it takes a tenth
/// of a processor at most; before a back-test at once. Thread: loop. Everything outlives it.
class FrameKeeper final {
public:
    struct Parts {
        core::Clock& clock;
        core::Log& log;
        Lanes& lanes;
        FrameRows& rows;    ///< The read lane's own.
        FrameMarks& marks;  ///< The store lane's own.
        FrameFolder& folder;
        std::size_t threads{1};  ///< Of a back-test.
    };
    static constexpr core::Duration kEvery = std::chrono::minutes{1};
    static constexpr core::Duration kDropEvery = std::chrono::hours{24};
    static constexpr std::size_t kDueAtOnce = 32;  ///< Segments of a pass.
    static constexpr int kRestFactor = 9;          ///< It rests so many times as long as it took.

    explicit FrameKeeper(const Parts& parts);

    /// Called each second.
    void tick();
    /// A crossing was erased: what is due is made with the next tick, or as soon as what is under
    /// way is done, the segments of erased crossings first.
    void hurry();
    /// Of the frames of all that was reported, but for `waiting` segments, which are being caught
    /// up with, and for damaged files, which the report names and the next pass makes again. `read`
    /// gives what is asked: it runs where the trial does, not on the loop, and of one question at a
    /// time. kExhausted: another one runs; kInvalid, kNotFound, kUnavailable as trial::try_rules();
    /// kInvalid: a rule that does not compile; errors of `read`. `done` on the loop.
    void try_rules(std::function<core::Result<FrameTrial>()> read,
                   std::function<void(core::Result<api::Json>)> done);

private:
    struct Pass;
    using PassPtr = std::shared_ptr<Pass>;
    /// What a back-test gave, and segments that have a damaged file.
    struct Tried {
        core::Result<api::Json> report;
        std::vector<FrameSegment> damaged;
    };
    struct Waiting {
        FrameTrial asked;
        std::function<void(core::Result<api::Json>)> done;
        bool wants_pass{false};  ///< The one under way began before it was asked.
    };

    void begin();
    void look_for_lost();
    void pass();
    void next(const PassPtr& pass);
    void make(const PassPtr& pass, std::vector<FrameRow> rows);
    void settle(const PassPtr& pass);
    void drop_old();
    void end(const core::Status& status, bool has_more);
    void run_waiting();
    void on_tried(Tried tried, std::uint64_t due);
    void answer(core::Result<api::Json> report);
    [[nodiscard]] Tried run(const FrameTrial& asked);
    [[nodiscard]] core::Result<api::Json> run(const FrameTrial& asked, trial::TrialFaults& faults);

    Parts parts_;
    bool is_begun_{false};  ///< What is lost is known.
    bool is_at_work_{false};
    bool is_hurried_{false};
    bool is_reading_{false};  ///< What an analyst asks is being read.
    core::MonoTime next_at_{};
    core::MonoTime drop_at_{};
    core::MonoTime began_at_{};
    std::string fault_;
    std::optional<Waiting> waiting_;
};

}  // namespace sarhad::central
