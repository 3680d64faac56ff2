#pragma once

#include "bag_tag.h"
#include "line_draft.h"
#include "passenger_names.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Where a baggage message is made, from .V.
struct BaggageSite {
    std::string airport;
    std::string source_indicator;
};

/// Bags that share their flights, their owners and everything else that a message says of them.
/// Filled element by element; close() makes the facts of it.
class BaggageGroup {
public:
    /// `draft` outlives the group.
    explicit BaggageGroup(LineDraft& draft) : draft_{draft} {}
    /// The same flights, and nobody and no bag yet.
    [[nodiscard]] BaggageGroup next_on_same_flights() const;

    void add_outbound(const Line& at, const std::vector<std::string_view>& fields);
    void add_inbound(const Line& at, const std::vector<std::string_view>& fields);
    void add_onward(const Line& at, const std::vector<std::string_view>& fields);
    void add_tags(const Line& at, const std::vector<std::string_view>& fields);
    /// .B: what is wrong with bags, and their tags.
    void add_irregular(const Line& at, const std::vector<std::string_view>& fields);
    void add_people(const Line& at, const std::vector<std::string_view>& fields);
    void add_reconciliation(const Line& at, const std::vector<std::string_view>& fields);
    void add_weight(const Line& at, const std::vector<std::string_view>& fields);
    void add_locator(const Line& at, const std::vector<std::string_view>& fields);
    void add_frequent_flyer(const Line& at, const std::vector<std::string_view>& fields);
    void add_screening(const Line& at, const std::vector<std::string_view>& fields);
    void add_handling(const Line& at, std::string_view sent);

    /// By .N: .B stands among the elements of a group.
    [[nodiscard]] bool has_tags() const { return has_plain_tags_; }
    [[nodiscard]] bool has_people() const { return people_ > 0; }
    [[nodiscard]] bool has_outbound() const { return out_.has_value(); }
    [[nodiscard]] bool has_inbound() const { return in_.has_value(); }

    void close(const Line& at, const BaggageSite& site);

private:
    struct Tags {
        Line at;
        TagRange range;
    };
    [[nodiscard]] facts::FlightLeg read_flight(const Line& at,
                                               const std::vector<std::string_view>& fields);
    void close_flights(const Line& at, const BaggageSite& site);
    void close_people(const Line& at);
    void close_common(std::size_t bags, const BaggageSite& site);
    void close_bags(const Line& at, const BaggageSite& site);
    [[nodiscard]] bool tells_of_a_bag() const;
    [[nodiscard]] std::size_t bag_count() const;

    LineDraft& draft_;
    std::optional<facts::FlightLeg> out_{};
    std::optional<facts::FlightLeg> in_{};
    std::vector<facts::FlightLeg> onward_{};
    std::vector<Tags> tags_{};
    std::map<std::string, std::size_t> irregular_{};  ///< Tags of .B: their places in tags_.
    bool has_plain_tags_{false};                      ///< By .N, which names all of the group's.
    facts::Bag common_{};
    facts::Booking booking_{};
    std::size_t first_person_{0};  ///< Place in the message's travellers, from 0.
    std::size_t people_{0};        ///< Kept ones, from there on.
    std::optional<std::uint32_t> pieces_{};
    std::uint64_t grams_{0};
};

}  // namespace sarhad::intake
