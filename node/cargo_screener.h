#pragma once

#include "core/result.h"
#include "node/cargo_joins.h"
#include "node/screener.h"
#include "screening/cargo_facts.h"
#include "screening/rule_guard.h"

#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

/// One record's outcome, for events: nothing in it tells of a discreet hit.
struct ScreenedCargo {
    CargoId id{};
    std::string kind;
    facts::Channel channel{facts::Channel::kGreen};
    core::Permille score;
    std::uint32_t hits{0};
    std::uint32_t findings{0};
    bool is_told{false};    ///< Central is told at once, and the port may know of it.
    bool is_secret{false};  ///< Nobody here may know that it is on record.
    std::string list;       ///< Of the best hit.
    std::string entry;
    std::string rule;  ///< Id of the strictest rule hit.
    /// For the guard of rules; none where no rule is asked.
    std::optional<screening::GuardedDecision> guarded{};
};

/// What a step of screening cargo gave.
struct ScreenedStep {
    CargoStep step;
    std::vector<ScreenedCargo> outcomes;
    std::size_t unreadable{0};  ///< Pieces that do not open: nobody can screen them.
};

/// Pieces of a message for its record: sealed, with their keys. Thread: any.
[[nodiscard]] std::vector<CargoItemRow> cargo_rows(const ScreenerParts& parts,
                                                   const facts::Message& message);

/// From pieces and what was joined to records ready to be stored: screens, cuts, seals.
/// Thread: any (match).
class CargoScreener {
public:
    explicit CargoScreener(const ScreenerParts& parts) : parts_{parts} {}

    /// `proved`: by which orders hold. Errors: sealing's only.
    [[nodiscard]] core::Result<ScreenedStep> screen(const std::vector<JoinedCargo>& pieces,
                                                    core::WallTime now,
                                                    core::WallTime proved,
                                                    const screening::DataAge& age) const;

private:
    struct About;
    [[nodiscard]] core::Status add(ScreenedStep& into,
                                   const About& about,
                                   screening::CargoFacts facts,
                                   facts::CargoScreening record) const;
    [[nodiscard]] core::Status add_piece(ScreenedStep& into,
                                         const JoinedCargo& piece,
                                         core::WallTime now,
                                         core::WallTime proved,
                                         const screening::DataAge& age) const;
    [[nodiscard]] core::Status add_containers(ScreenedStep& into,
                                              const JoinedCargo& piece,
                                              const screening::CargoFacts& common,
                                              const facts::CargoScreening& begun) const;
    [[nodiscard]] core::Status add_bags(ScreenedStep& into,
                                        const JoinedCargo& piece,
                                        const screening::CargoFacts& common,
                                        const facts::CargoScreening& begun) const;
    [[nodiscard]] core::Status add_rows(CargoRecord& stored,
                                        const facts::CargoScreening& record,
                                        const core::Bytes& body) const;
    [[nodiscard]] CargoId id_of(const JoinedCargo& piece, std::uint32_t part) const;
    [[nodiscard]] CargoId subject_of(std::string_view what, const std::string& key) const;

    ScreenerParts parts_;
};

}  // namespace sarhad::node
