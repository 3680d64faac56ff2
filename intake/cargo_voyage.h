#pragma once

#include "cargo_draft.h"

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace sarhad::intake {

/// Puts together what the head of a cargo message tells of the ship, lorry or flight: TDT with its
/// LOC, DTM, NAD, in the order in which they come.
class CargoVoyage {
public:
    explicit CargoVoyage(CargoDraft& draft) : draft_{draft} {}

    /// A segment of the message's head; false where it is none that tells of a voyage: those below,
    /// CTA and COM.
    bool take(const Segment& segment);

    /// TDT of the message's own conveyance.
    void start(const Segment& tdt);
    /// TDT of a bill or of a container: a conveyance of its own where it names one that no TDT
    /// before it named.
    void add_side(const Segment& tdt);
    void add_place(const Segment& loc);
    /// False where the code is none of an arrival or a departure.
    bool set_time(const Segment& dtm);
    void add_party(const Segment& nad);
    void add_seal(const Segment& sel);
    /// RFF.
    void add_reference(const Segment& rff);
    /// The number of the document (BGM 1004).
    void set_number(const Segment& bgm, std::string_view number);
    /// Times that no place was told for get one of their own.
    void finish();

private:
    struct Rank {
        int arrives{0};
        int departs{0};
    };
    /// The one at hand; a nameless one where no TDT came yet.
    [[nodiscard]] facts::Conveyance& current(const Segment& at);
    [[nodiscard]] bool is_same_vehicle(const Segment& tdt) const;
    void add_identifier(const Segment& tdt);
    [[nodiscard]] bool place_time(const Segment& dtm);
    void put_time(const Segment& dtm, std::size_t place);

    CargoDraft& draft_;
    facts::Conveyance* conveyance_{nullptr};      ///< Valid until the next one is opened.
    facts::Party* party_{nullptr};                ///< Of the conveyance, for CTA and COM.
    std::optional<std::size_t> place_in_list_{};  ///< None: it is a spare.
    bool has_transport_{false};                   ///< A TDT told of it.
    Segment last_{};                              ///< The last TDT of a message's head.
    std::vector<Rank> ranks_{};                   ///< Of the times of its places.
    std::vector<Segment> waiting_{};              ///< Times told before any place.
    std::unordered_set<std::string> named_{};     ///< Never iterated.
};

}  // namespace sarhad::intake
