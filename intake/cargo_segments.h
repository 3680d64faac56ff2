#pragma once

#include "cargo_draft.h"

namespace sarhad::intake {

// One segment each of a cargo message, read into the fact that it belongs to.

/// NAD. Valid until the next party of the list.
[[nodiscard]] facts::Party& read_party(CargoDraft& draft,
                                       const Segment& nad,
                                       std::vector<facts::Party>& to,
                                       std::size_t max);
/// CTA and COM: who or what to ask for, behind what is there.
void read_contact(CargoDraft& draft, const Segment& segment, facts::Party& to);

/// LOC: null where it names nothing. Valid until the next place of the list.
[[nodiscard]] facts::Place* read_place(CargoDraft& draft,
                                       const Segment& loc,
                                       PlaceMeaning meaning,
                                       std::vector<facts::Place>& to,
                                       std::size_t max);

/// What MEA measures, and how much.
enum class Measured : std::uint8_t {
    kNothing,  ///< Dimensions, percentages: nothing that is kept. Or unreadable, with a problem.
    kGross,
    kNet,
    kTare,
    kVerified,
    kVolume,
    kQuantity,  ///< In thousandths of the unit that MEA names.
};
/// With the amount: grams, litres or thousandths.
struct Measure {
    Measured what{Measured::kNothing};
    std::uint64_t amount{0};
};
[[nodiscard]] Measure read_measure(CargoDraft& draft, const Segment& mea);

/// DGS.
void read_dangerous(CargoDraft& draft,
                    const Segment& dgs,
                    std::vector<facts::DangerousGoods>& to,
                    std::size_t max);

/// TDT: mode, voyage, carrier, and how the ship or lorry is called.
void read_transport(CargoDraft& draft, const Segment& tdt, facts::Conveyance& to);

/// FTX and the like: the texts of an element, joined behind what is there, cut to `max`.
void read_text(CargoDraft& draft,
               const Segment& segment,
               std::size_t element,
               std::string& to,
               std::size_t max);
/// True for the subjects (FTX 4451) that tell what the goods are.
[[nodiscard]] bool is_goods_text(std::string_view subject);

/// MOA: unknown where it is no amount, with a problem.
[[nodiscard]] facts::Money read_amount(CargoDraft& draft, const Segment& moa);

/// DTM: unknown where it is no date and time, with a problem; empty ones without one.
[[nodiscard]] facts::LocalTime read_time(CargoDraft& draft, const Segment& dtm);

/// SEL: its numbers, one an element or several.
void read_seal(CargoDraft& draft,
               const Segment& sel,
               std::vector<std::string>& to,
               std::size_t max);

}  // namespace sarhad::intake
