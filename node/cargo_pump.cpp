#include "node/cargo_pump.h"

#include "node/events.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

/// One file of work, which goes from thread to thread, one at a time.
struct CargoPump::Step {
    core::WallTime now;
    core::WallTime proved;  ///< NodeParts::proved_time().
    screening::DataAge age;
    Pieces pieces;
    std::optional<VoyageReader> voyage;
    std::shared_ptr<const watchlists::ListSnapshot> lists;  ///< Newest when it was screened.
    ScreenedStep screened;
    std::vector<CargoKept> stored;  ///< One a record.
    Tails tails;
};

CargoPump::CargoPump(const NodeParts& parts,
                     const Pages& pages,
                     const ScreenerParts& screener,
                     NodeStores& stores,
                     Lanes& lanes,
                     CargoListeners listeners)
    : parts_{parts},
      pages_{pages},
      given_{screener},
      screener_{screener},
      stores_{stores},
      lanes_{lanes},
      listeners_{std::move(listeners)} {}

Status CargoPump::load() {
    const store::QuerySource source{parts_.database};
    SARHAD_TRY(status_.counts, count_cargo(source));
    SARHAD_TRY(status_.waiting, count_due_cargo(source));
    return {};
}

void CargoPump::start() {
    is_stopped_ = false;
    begin();
}

void CargoPump::on_recorded(std::size_t pieces) {
    if (pieces == 0) {
        return;
    }
    status_.waiting += pieces;
    has_more_ = true;
    begin();
}

void CargoPump::on_again() {
    has_more_ = true;
    begin();
}

void CargoPump::tick() {
    if (has_more_) {
        begin();
    }
}

/// A conveyance stands alone: it is compared with all of its voyage.
Result<CargoPump::Pieces> CargoPump::read(core::WallTime now) const {
    SARHAD_TRY(std::vector<StoredCargoItem> due,
               read_due_cargo(pages_.source, given_.seal, kCargoStepMax));
    const auto is_conveyance = [](const StoredCargoItem& one) {
        return one.sort == CargoSort::kConveyance;
    };
    const auto first = std::find_if(due.begin(), due.end(), is_conveyance);
    if (first == due.begin() && first != due.end()) {
        due.erase(first + 1, due.end());
    } else {
        due.erase(first, due.end());
    }
    const CargoJoiner joiner{
        pages_.source, given_.seal, std::as_const(given_.keys.store_key).bytes(), given_.executor};
    Pieces pieces;
    for (StoredCargoItem& one : due) {
        SARHAD_TRY(JoinedCargo joined, joiner.join(std::move(one), now));
        pieces.push_back(std::move(joined));
    }
    return pieces;
}

void CargoPump::begin() {
    if (is_busy_ || is_stopped_) {
        return;
    }
    is_busy_ = true;
    has_more_ = false;  // Whatever is recorded from here on says so: on_recorded().
    auto step = std::make_shared<Step>();
    step->now = parts_.clock.wall();
    step->proved = parts_.proved_time();
    step->age = listeners_.data_age();
    lanes_.ask<Pieces>(
        pages_.lane,
        [this, now = step->now] { return read(now); },
        [this, step](Result<Pieces> pieces) {
            if (!pieces) {
                on_failed(pieces.error());
                return;
            }
            if (pieces->empty()) {
                on_none();
                return;
            }
            has_more_ = true;
            step->pieces = *std::move(pieces);
            const StoredCargoItem& first = step->pieces.front().due;
            if (first.sort == CargoSort::kConveyance && first.item && first.item->conveyance) {
                step->voyage.emplace(pages_.source,
                                     given_.seal,
                                     std::as_const(given_.keys.store_key).bytes(),
                                     *first.item->conveyance);
                read_voyage(step);
                return;
            }
            screen(step);
        });
}

void CargoPump::read_voyage(const StepPtr& step) {
    lanes_.ask<bool>(
        pages_.lane,
        [this, step]() -> Result<bool> {
            SARHAD_TRY(const bool has_more, step->voyage->next());
            if (!has_more) {
                const std::string_view port = given_.settings.port.value();
                step->pieces.front().stow = step->voyage->finish(port.substr(0, port.find('-')));
            }
            return has_more;
        },
        [this, step](const Result<bool>& has_more) {
            if (!has_more) {
                on_failed(has_more.error());
            } else if (*has_more && !is_stopped_) {
                read_voyage(step);
            } else {
                screen(step);
            }
        });
}

/// What is committed by lists that are not in force any more, the re-screening would not see.
void CargoPump::screen(const StepPtr& step) {
    step->lists = given_.lists.newest();
    lanes_.ask<ScreenedStep>(
        core::Lane::kMatch,
        [this, step] { return screener_.screen(step->pieces, step->now, step->proved, step->age); },
        [this, step](Result<ScreenedStep> screened) {
            if (!screened) {
                on_failed(screened.error());
                return;
            }
            if (step->lists != given_.lists.newest() && !is_stopped_) {
                screen(step);
                return;
            }
            step->screened = *std::move(screened);
            commit(step);
        });
}

void CargoPump::commit(const StepPtr& step) {
    lanes_.commit(
        [this, step](store::Transaction& transaction) -> Status {
            SARHAD_TRY(
                step->stored,
                put_cargo_step(parts_.database, *stores_.outbox, transaction, step->screened.step));
            step->tails = stores_.tails();
            return {};
        },
        [this, step](const Status& status) {
            if (!status) {
                on_failed(status.error());
                return;
            }
            on_committed(*step);
        });
}

void CargoPump::on_committed(const Step& step) {
    is_busy_ = false;
    status_.fault.clear();
    const auto is_new = [](const JoinedCargo& piece) { return piece.due.decided == 0; };
    const auto done =
        static_cast<std::uint64_t>(std::count_if(step.pieces.begin(), step.pieces.end(), is_new));
    status_.waiting -= std::min(status_.waiting, done);
    if (step.screened.unreadable > 0) {
        status_.unreadable += step.screened.unreadable;
        parts_.log.write(kNotScreened, {{"count", step.screened.unreadable}});
    }
    listeners_.on_rows(step.tails);
    for (std::size_t at = 0; at < step.screened.outcomes.size(); ++at) {
        const ScreenedCargo& one = step.screened.outcomes[at];
        if (step.stored[at] == CargoKept::kShown) {
            ++status_.counts.screened;
            status_.counts.red += one.channel == facts::Channel::kRed ? 1U : 0U;
            status_.counts.yellow += one.channel == facts::Channel::kYellow ? 1U : 0U;
            status_.counts.findings += one.findings > 0 ? 1U : 0U;
            listeners_.on_screened(one);
        }
    }
    begin();
}

/// What was recorded while it was read may not be in it.
void CargoPump::on_none() {
    is_busy_ = false;
    if (has_more_) {
        begin();
        return;
    }
    status_.waiting = 0;
}

void CargoPump::on_failed(const core::Error& why) {
    is_busy_ = false;
    has_more_ = true;
    if (status_.fault.empty()) {
        parts_.log.write(kCargoWaits, {{"why", why.what}});
    }
    status_.fault = why.what;
}

}  // namespace sarhad::node
