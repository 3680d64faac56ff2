#pragma once

#include "facts/fields.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::facts {

/// Containers that a CargoSubject names; more are counted.
inline constexpr std::size_t kSubjectContainersMax = 8;

/// Which piece of cargo a hit is about, so that another port knows it when it comes by. Nobody who
/// sends, receives or owns it is named.
struct CargoSubject {
    std::string kind;        ///< cargo_kind.
    std::string number;      ///< Of the bill, declaration or container; its own; of bags a tag.
    std::string conveyance;  ///< The ship's name, or the flight, lorry or train that carries it.
    std::string voyage;
    std::vector<std::string> containers{};
    std::uint32_t containers_left_out{0};
    friend bool operator==(const CargoSubject&, const CargoSubject&) = default;
};
template <>
struct Schema<CargoSubject> {
    static constexpr std::string_view kName = "cargo_subject";
    static constexpr auto kFields = FieldList{
        field(1, "kind", &CargoSubject::kind, 16, Feed::kSystem),
        field(2, "number", &CargoSubject::number, 35, Feed::kManifest),
        field(3, "conveyance", &CargoSubject::conveyance, 70, Feed::kManifest),
        field(4, "voyage", &CargoSubject::voyage, 35, Feed::kManifest),
        field(5, "containers", &CargoSubject::containers, kSubjectContainersMax, Feed::kManifest),
        field(6, "containers_left_out", &CargoSubject::containers_left_out, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
