#pragma once

#include "air_cargo_values.h"
#include "cargo_party.h"
#include "line_draft.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Reads FWB (one air waybill) and FHL (a master air waybill and its houses): sections that start
/// with three letters, and lines that start with '/' and continue them.
class WaybillReader {
public:
    /// `draft` outlives the reader.
    explicit WaybillReader(LineDraft& draft) : draft_{draft} {}
    void take(const Line& line);
    void finish();

private:
    using Fields = std::vector<std::string_view>;
    struct Section {
        std::string_view tag;
        void (WaybillReader::*read)(const Line& at, const Fields& fields);
    };
    static const std::array<Section, 32> kSections;

    [[nodiscard]] facts::Bill& bill();
    [[nodiscard]] facts::GoodsLine& goods(const Line& at);
    void start_section(const Line& line);
    void read_section(const Line& at, const Fields& fields);
    void add_waybill(const Line& at, const AirWaybill& waybill);
    void add_route(const Line& at, std::string_view origin, std::string_view destination);
    void add_place(const Line& at, facts::PlaceRole role, std::string code);
    void flush_party();
    void tell_customs(const Line& at, std::string_view what, std::string_view told);

    void read_master(const Line& at, const Fields& fields);
    void read_house(const Line& at, const Fields& fields);
    void read_flights(const Line& at, const Fields& fields);
    void read_routing(const Line& at, const Fields& fields);
    void read_party(const Line& at, const Fields& fields);
    void read_name(const Line& at, const Fields& fields);
    void read_address(const Line& at, const Fields& fields);
    void read_location(const Line& at, const Fields& fields);
    void read_values(const Line& at, const Fields& fields);
    void read_rate(const Line& at, const Fields& fields);
    void read_goods_part(const Line& at, std::string_view code, std::string_view value);
    void read_charges(const Line& at, const Fields& fields);
    void read_handling(const Line& at, const Fields& fields);
    void read_description(const Line& at, const Fields& fields);
    void add_tariff(const Line& at, std::string_view sent);
    void read_tariff(const Line& at, const Fields& fields);
    void read_customs(const Line& at, const Fields& fields);
    void read_status(const Line& at, const Fields& fields);
    void read_free_text(const Line& at, const Fields& fields);
    void pass(const Line& at, const Fields& fields);

    LineDraft& draft_;
    std::optional<std::size_t> bill_{};  ///< Place of the bill that is being read.
    facts::Bill spare_{};                ///< Where there is none: what is read is named a problem.
    std::optional<CargoParty> party_{};
    /// Of a party that comes behind it: in FHL the OCI lines stand before the parties.
    struct Told {
        Line at;
        std::string who;
        std::string what;
        std::string told;
    };
    std::vector<Told> told_{};
    std::string customs_of_{};  ///< Whom the OCI line before was about.
    const Section* section_{nullptr};
    std::string tag_{};
    std::size_t line_in_section_{0};
    std::string master_{};
    std::vector<std::string> routing_{};  ///< Ports, the origin first.
    bool is_strayed_{false};
};

}  // namespace sarhad::intake
