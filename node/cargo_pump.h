#pragma once

#include "node/cargo_screener.h"
#include "node/lanes.h"
#include "node/parts.h"
#include "node/stores.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::node {

/// Pieces of one step: travellers wait for a step of cargo at most, not for a ship's.
inline constexpr std::size_t kCargoStepMax = 16;

/// How the screening of cargo stands.
struct CargoStatus {
    CargoCounts counts;
    std::uint64_t waiting{0};     ///< Pieces that nobody has screened yet.
    std::uint64_t unreadable{0};  ///< Since the start.
    std::string fault;            ///< Why nothing is screened now; empty where it is.
};

/// Whom the pump tells, and whom it asks. Called on the loop.
struct CargoListeners {
    std::function<void(const ScreenedCargo&)> on_screened;
    std::function<void(const Tails&)> on_rows;
    std::function<screening::DataAge()> data_age;
};

/// Screens what is on record of cargo, piece by piece in the order of the messages, a bounded step
/// at a time: reads pieces with what other messages told of them, screens them, commits records and
/// progress together. What it was at when the node ended it does again, once. Thread: loop.
/// Everything given outlives it.
class CargoPump {
public:
    CargoPump(const NodeParts& parts,
              const Pages& pages,
              const ScreenerParts& screener,
              NodeStores& stores,
              Lanes& lanes,
              CargoListeners listeners);
    CargoPump(const CargoPump&) = delete;
    CargoPump& operator=(const CargoPump&) = delete;

    /// Before threads run. Errors: the store's.
    [[nodiscard]] core::Status load();
    void start();
    void stop() { is_stopped_ = true; }
    /// So many pieces are on record since.
    void on_recorded(std::size_t pieces);
    /// Some are to be screened again.
    void on_again();
    /// Each second: tries again what failed.
    void tick();
    [[nodiscard]] const CargoStatus& status() const { return status_; }

private:
    using Pieces = std::vector<JoinedCargo>;
    struct Step;
    using StepPtr = std::shared_ptr<Step>;

    void begin();
    void read_voyage(const StepPtr& step);
    void screen(const StepPtr& step);
    void commit(const StepPtr& step);
    void on_committed(const Step& step);
    void on_none();
    void on_failed(const core::Error& why);
    [[nodiscard]] core::Result<Pieces> read(core::WallTime now) const;

    NodeParts parts_;
    Pages pages_;
    ScreenerParts given_;
    CargoScreener screener_;
    NodeStores& stores_;
    Lanes& lanes_;
    CargoListeners listeners_;
    CargoStatus status_;
    bool is_busy_{false};
    bool is_stopped_{true};
    bool has_more_{true};  ///< Something may wait that no read has seen.
};

}  // namespace sarhad::node
