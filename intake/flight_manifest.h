#pragma once

#include "air_cargo_values.h"
#include "line_draft.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Reads FFM: a flight, its points of unloading, and under each the consignments, loose or in a
/// unit load device.
class FlightManifestReader {
public:
    /// `draft` outlives the reader.
    explicit FlightManifestReader(LineDraft& draft) : draft_{draft} {}
    void take(const Line& line);
    void finish(const Line& last);

private:
    using Fields = std::vector<std::string_view>;
    /// What a line that starts with '/' goes on with.
    enum class Context : std::uint8_t { kNothing, kFlight, kConsignment, kText, kCustoms, kSizes };

    void read_flight(const Line& at, const Fields& fields);
    [[nodiscard]] bool read_unloading(const Line& at);
    void read_unit(const Line& at, const Fields& fields);
    void read_consignment(const Line& at, const AirWaybill& waybill);
    void read_continuation(const Line& at);
    void read_customs(const Line& at, const Fields& fields);
    void read_tagged(const Line& at);
    void add_handling(const Line& at, std::string_view code);
    void add_text(const Line& at, std::string_view text);
    void add_place(const Line& at,
                   std::vector<facts::Place>& to,
                   facts::PlaceRole role,
                   const std::string& code);

    LineDraft& draft_;
    Context context_{Context::kNothing};
    facts::FlightLeg flight_{};
    std::string registration_{};
    std::string from_{};  ///< Where the cargo is loaded.
    std::string unloads_at_{};
    std::string unit_{};  ///< The device that the consignments stand in; "" for loose ones.
    std::optional<std::size_t> bill_{};
    std::string customs_of_{};  ///< Whom the OCI line before was about.
    bool has_flight_{false};
    bool is_ended_{false};
    bool is_all_nil_{true};  ///< No point of unloading has cargo.
};

}  // namespace sarhad::intake
