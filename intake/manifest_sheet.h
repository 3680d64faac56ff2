#pragma once

#include "csv_rows.h"

#include "core/bytes.h"
#include "core/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// What a column of a manifest or of a goods declaration holds. docs/intake-manifest-files.md.
enum class Column : std::uint8_t {
    kBill,
    kMaster,
    kDeclaration,
    kLine,
    kRegime,
    kOffice,
    kIssued,
    kVoyage,
    kVesselName,
    kVesselNumber,
    kMode,
    kArrives,
    kDeparts,
    kLoading,
    kUnloading,
    kOrigin,
    kFinal,
    kShipper,
    kShipperAddress,
    kConsignee,
    kConsigneeAddress,
    kConsigneeNumber,
    kNotify,
    kNotifyAddress,
    kDeclarant,
    kDeclarantNumber,
    kGoods,
    kHs,
    kPackages,
    kPackageKind,
    kGrossKilograms,
    kNetKilograms,
    kVolume,
    kQuantity,
    kUnit,
    kMarks,
    kValue,
    kCurrency,
    kOriginCountry,
    kProcedure,
    kContainer,
    kSizeType,
    kSeals,
    kUnNumber,
    kHazard,
    kTraffic,
    kCategory,
    kShipperCountry,
    kConsigneeCountry,
    kShipperContact,
    kConsigneeContact,
    kPostage,
    kColumns  ///< How many.
};

/// The rows of a CSV file whose header names columns of a manifest, in any order; ',' ';' or a tab
/// sets them apart. Thread: one.
class ManifestSheet {
public:
    /// `file` outlives the sheet.
    explicit ManifestSheet(core::ByteView file);
    ManifestSheet(const ManifestSheet&) = delete;
    ManifestSheet& operator=(const ManifestSheet&) = delete;
    ~ManifestSheet() = default;

    /// Before anything else. kInvalid, with the remedy, where the header names a column twice, or
    /// neither a bill's nor a declaration's number.
    [[nodiscard]] core::Status read_header();
    /// The next row; false at the end.
    [[nodiscard]] bool next() { return rows_.next(); }
    [[nodiscard]] bool has(Column column) const;
    /// The row's field, without blanks at its ends; "" where there is none.
    [[nodiscard]] std::string_view text(Column column) const;
    /// Where the row stands.
    [[nodiscard]] Line line() const { return rows_.line(); }
    /// Why the row cannot be relied upon, or "".
    [[nodiscard]] std::string_view refusal() const;
    /// Columns that are not known here, as written.
    [[nodiscard]] const std::vector<std::string>& unknown() const { return unknown_; }

private:
    static constexpr auto kCount = static_cast<std::size_t>(Column::kColumns);
    CsvRows rows_;
    std::array<std::optional<std::size_t>, kCount> places_{};
    std::size_t width_{0};
    std::vector<std::string> unknown_{};
};

/// How many columns that are known here the first line of a file names.
[[nodiscard]] std::size_t known_columns(core::ByteView file);

}  // namespace sarhad::intake
