#pragma once

#include "core/redacted.h"
#include "facts/fields.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::facts {

using core::Redacted;

/// What a message says of a bag.
enum class BagChange : std::uint8_t { kStated, kChanged, kDeleted };
template <>
struct EnumNames<BagChange> {
    static constexpr auto kNames =
        std::to_array<std::pair<BagChange, std::string_view>>({{BagChange::kStated, "stated"},
                                                               {BagChange::kChanged, "changed"},
                                                               {BagChange::kDeleted, "deleted"}});
};

/// A checked bag.
struct Bag {
    std::string tag;  ///< Ten digits (IATA licence plate), or as sent.
    BagChange change{BagChange::kStated};
    std::uint16_t traveller{0};     ///< Place in the message's travellers, from 1; 0: nobody's.
    Redacted<std::string> booking;  ///< Locator, where told.
    std::string carrier;            ///< Of the tag's flight.
    std::string destination;        ///< To where the tag is written; IATA.
    std::uint32_t weight_grams{0};  ///< Of this bag alone; 0 where not told.
    bool is_pooled{false};          ///< Weighed or checked together with others.
    bool is_pool_head{false};       ///< Its owner answers for the pool.
    std::string seat;               ///< Of its owner, where the bag's message tells it.
    std::string passenger_status;   ///< Of its owner at the desk, code as sent: C, B, N, S ...
    std::string authority_to_load;  ///< Y, N, or "" where not told.
    std::string authority_to_transport;  ///< Y, N, or "" where not told.
    std::uint16_t sequence{0};           ///< Of its owner at check-in; 0 where not told.
    std::vector<std::string> screening;  ///< Results as sent: "CLR", "REJ" ... with their method.
    std::vector<std::string> handling;   ///< Exceptions and processing as sent: "RUSH", "CREW" ...
    std::string source_indicator;        ///< L local, T transfer, X, R as sent.
    std::string travel_class;            ///< Of its owner on the tag's flight, as sent.
    std::uint16_t leg{0};  ///< Place in its booking's legs, from 1; 0: not told. A bag that is
                           ///< stated on each of several legs stands there once for each.
    friend bool operator==(const Bag&, const Bag&) = default;
};
template <>
struct Schema<Bag> {
    static constexpr std::string_view kName = "bag";
    static constexpr auto kFields =
        FieldList{field(1, "tag", &Bag::tag, 35, Feed::kApi),
                  field(2, "change", &Bag::change, 1, Feed::kApi),
                  field(3, "traveller", &Bag::traveller, 1, Feed::kApi),
                  field(4, "booking", &Bag::booking, 35, Feed::kApi),
                  field(5, "carrier", &Bag::carrier, 8, Feed::kApi),
                  field(6, "destination", &Bag::destination, 35, Feed::kApi),
                  field(7, "weight_grams", &Bag::weight_grams, 1, Feed::kApi),
                  field(8, "is_pooled", &Bag::is_pooled, 1, Feed::kApi),
                  field(9, "is_pool_head", &Bag::is_pool_head, 1, Feed::kApi),
                  field(10, "seat", &Bag::seat, 8, Feed::kApi),
                  field(11, "passenger_status", &Bag::passenger_status, 8, Feed::kApi),
                  field(12, "authority_to_load", &Bag::authority_to_load, 8, Feed::kApi),
                  field(13, "authority_to_transport", &Bag::authority_to_transport, 8, Feed::kApi),
                  field(14, "sequence", &Bag::sequence, 1, Feed::kApi),
                  field(15, "screening", &Bag::screening, 16, Feed::kApi),
                  field(16, "handling", &Bag::handling, 16, Feed::kApi),
                  field(17, "source_indicator", &Bag::source_indicator, 8, Feed::kApi),
                  field(18, "leg", &Bag::leg, 1, Feed::kPnr),
                  field(19, "travel_class", &Bag::travel_class, 8, Feed::kApi)};
};

}  // namespace sarhad::facts
