#pragma once

#include "central/lanes.h"
#include "central/publication.h"
#include "central/store.h"
#include "core/clock.h"
#include "core/executor.h"
#include "core/log.h"
#include "core/published.h"
#include "wire/keyring.h"
#include "wire/trust.h"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace sarhad::central {

/// How an upload stands.
struct UploadStanding {
    enum class State : std::uint8_t { kChecking, kPublishing, kPublished };
    Upload upload;
    State state{State::kChecking};
    std::optional<StreamHead> published;
};

/// List files of any size: takes them in pieces into the store, and publishes one at a time, piece
/// by piece, so that the store's thread is never held for long and little of a list is in memory.
/// Thread: loop.
class Publications final {
public:
    template <class T>
    using Done = std::function<void(core::Result<T>)>;  ///< Called once, on the loop, later.
    /// What it works with; all of it outlives it.
    struct Parts {
        core::Clock& clock;
        core::Log& log;
        Lanes& lanes;
        CentralStore& store;
        CentralPages& pages;
        core::Lane pages_lane;
        const core::Published<wire::TrustStore>& trust;
        const wire::SigningKey& sequencer;
        const std::vector<StreamHead>& heads;
    };
    /// Told once an edition is stored, before whoever asked for it is.
    using OnPublished = std::function<void(
        const StreamHead& head, const std::optional<Shrunk>& shrunk, std::uint64_t deltas)>;

    /// Who asks how an upload stands hears it when that changes, or after so long.
    static constexpr core::Duration kToldAfter = std::chrono::seconds{5};

    Publications(const Parts& parts, OnPublished on_published)
        : parts_{parts}, on_published_{std::move(on_published)} {}

    /// The upload as it stands, begun now where there is none. kInvalid: a size that no list file
    /// has.
    void begin(const UploadId& id, std::uint64_t size, Done<Upload> done);
    /// Errors as CentralStore::add_piece().
    void add(const UploadId& id, std::uint64_t offset, core::Bytes piece, Done<Upload> done);
    /// Publishes it, once all of it is here: answered as standing(). kConflict: not all of it is,
    /// or another one is being published.
    void publish(const UploadId& id,
                 std::vector<wire::Signature> signatures,
                 ShrinkLeave leave,
                 Done<UploadStanding> done);
    /// Answered when that changes, or after kToldAfter: what it led to, also why it was refused.
    void standing(const UploadId& id, Done<UploadStanding> done);
    /// An edition is in the making: no other may be stored.
    [[nodiscard]] bool is_busy() const { return work_ != nullptr; }
    /// Each second.
    void tick();

private:
    struct Outcome {
        UploadId id{};
        Upload upload;
        std::variant<StreamHead, core::Error> end;
    };
    struct Waiter {
        UploadId id{};
        core::MonoTime until;
        Done<UploadStanding> done;
    };

    void begin_work(const Upload& upload,
                    std::vector<wire::Signature> signatures,
                    ShrinkLeave leave);
    void check_some();
    void begin_making();
    void make_some();
    void finish();
    void drop(const UploadId& id);
    void fail(const core::Error& why);
    void end(Outcome outcome);
    [[nodiscard]] const Outcome* outcome_of(const UploadId& id) const;
    void wait(const UploadId& id, Done<UploadStanding> done);

    Parts parts_;
    OnPublished on_published_;
    std::shared_ptr<Publication> work_;  ///< With a lane while a step runs.
    UploadStanding::State state_{UploadStanding::State::kChecking};  ///< Of `work_`.
    std::deque<Outcome> outcomes_;                                   ///< The last kUploadsMax.
    std::vector<Waiter> waiters_;
};

}  // namespace sarhad::central
