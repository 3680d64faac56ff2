#pragma once

#include "facts/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

/// What a piece of a message is to screening. The numbers are stored.
enum class CargoSort : std::uint8_t {
    kBill = 1,
    kDeclaration = 2,
    kContainers = 3,  ///< Told beside no bill.
    kGate = 4,        ///< Weighed, or moved at a gate or a terminal.
    kStowPlan = 5,
    kConveyance = 6,
    kBags = 7,  ///< Of a message about bags.
};

/// A piece of a message that is screened by itself, as it is stored: a bill with its containers, a
/// conveyance, a declaration, up to kContainersInPiece containers, or the bags of a message.
struct CargoItem {
    std::string format;
    std::string function;  ///< As the message's.
    std::optional<facts::Bill> bill{};
    /// Of a piece that is another: by what it is known, without its places and parties.
    std::optional<facts::Conveyance> conveyance{};
    std::optional<facts::Declaration> declaration{};
    std::vector<facts::Container> containers{};
    std::vector<facts::Bag> bags{};
    std::vector<facts::Traveller> owners{};  ///< Whom a message about bags names.
    std::vector<facts::FlightLeg> flights{};
    friend bool operator==(const CargoItem&, const CargoItem&) = default;
};

inline constexpr std::size_t kContainersInPiece = 64;

/// A piece with what it is found by.
struct CargoPiece {
    CargoSort sort{CargoSort::kBill};
    CargoItem item;
    std::vector<std::string> keys;  ///< Texts of the functions below, each once.
};

/// All pieces of a message, in an order that stays: bills, declarations, containers, bags, and last
/// the conveyances, which are compared with the others. None of a refused message. Pure.
[[nodiscard]] std::vector<CargoPiece> cargo_pieces(const facts::Message& message);

/// By what pieces are found: capitals, blanks removed. "" where there is no number.
[[nodiscard]] std::string bill_key(std::string_view number);
[[nodiscard]] std::string container_key(std::string_view number);
[[nodiscard]] std::string declaration_key(std::string_view number);
[[nodiscard]] std::string bag_key(std::string_view tag);
/// A ship's name or a conveyance's number.
[[nodiscard]] std::string conveyance_key(std::string_view name_or_number);
/// One each for the number, call sign and name by which a voyage is told; none without a voyage.
[[nodiscard]] std::vector<std::string> voyage_keys(const facts::Conveyance& conveyance);

}  // namespace sarhad::node

namespace sarhad::facts {

template <>
struct Schema<node::CargoItem> {
    using Fact = node::CargoItem;
    static constexpr std::string_view kName = "cargo_item";
    static constexpr auto kFields =
        FieldList{field(1, "format", &Fact::format, 16, Feed::kManifest),
                  field(2, "function", &Fact::function, 32, Feed::kManifest),
                  field(3, "bill", &Fact::bill, 1, Feed::kManifest),
                  field(4, "conveyance", &Fact::conveyance, 1, Feed::kManifest),
                  field(5, "declaration", &Fact::declaration, 1, Feed::kManifest),
                  field(6, "containers", &Fact::containers, 3000, Feed::kManifest),
                  field(7, "bags", &Fact::bags, 10'000, Feed::kApi),
                  field(8, "owners", &Fact::owners, 10'000, Feed::kApi),
                  field(9, "flights", &Fact::flights, 64, Feed::kApi)};
};

}  // namespace sarhad::facts
