#pragma once

#include "cargo_voyage.h"

#include <string>
#include <utility>
#include <vector>

namespace sarhad::intake {

/// Reads the groups of containers: EQD and what stands behind it.
class CargoContainers {
public:
    CargoContainers(CargoDraft& draft, CargoVoyage& voyage) : draft_{draft}, voyage_{voyage} {}

    /// A further container. Its number may come later: describe().
    void open(const Segment& at);
    /// EQD of the container at hand.
    void describe(const Segment& eqd);
    /// No container is at hand any more.
    void close();

    [[nodiscard]] bool is_open() const { return container_ != nullptr; }
    [[nodiscard]] bool is_described() const { return is_described_; }
    /// The number of the container at hand.
    [[nodiscard]] const std::string& number() const { return container_->number; }

    /// False where the segment is none of a container's group. One must be open.
    bool take(const Segment& segment);

    /// CNT+16: how many containers the message has.
    void add_total(const Segment& cnt);
    /// Closes, and checks the totals.
    void finish();

    /// What the message says of all of its containers, and one may say of itself.
    void set_defaults(std::string booking, std::string bill);
    /// What is in those that do not say it themselves.
    void set_goods(std::string goods) { goods_ = std::move(goods); }
    /// Containers without a number are asked for, not moved.
    void allow_numberless() { is_number_needed_ = false; }

private:
    void read_number(const Segment& eqd);
    void read_weight(const Segment& mea);
    void read_location(const Segment& loc);
    void read_moved(const Segment& dtm);
    void read_party_of(const Segment& nad);
    void read_reference(const Segment& rff);
    void read_temperature_of(const Segment& tmp);
    void read_goods(const Segment& ftx);
    void read_attached(const Segment& eqa);
    bool take_rest(const Segment& segment);

    CargoDraft& draft_;
    CargoVoyage& voyage_;
    facts::Container* container_{nullptr};  ///< Valid until the next one is opened.
    facts::Party* party_{nullptr};          ///< Of the container, for CTA and COM.
    std::vector<facts::Container> attached_{};
    std::vector<Segment> totals_{};
    Segment at_{};
    std::string booking_{};
    std::string bill_{};
    std::string goods_{};
    std::size_t described_{0};  ///< How many EQD told of.
    bool is_described_{false};
    bool is_move_exact_{false};  ///< The time is that of the move itself (DTM 203).
    bool is_number_needed_{true};
};

}  // namespace sarhad::intake
