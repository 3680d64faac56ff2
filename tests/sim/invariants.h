#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/ledger.h"
#include "sim/views.h"

namespace sarhad::sim {

/// The sentences, by number; docs/simulation.md explains each.
[[nodiscard]] std::string_view sentence_of(int invariant);
inline constexpr int kForeignRows = 16;
inline constexpr int kWithPosition = 17;
inline constexpr int kFreshness = 18;
inline constexpr int kTwoMachines = 19;
inline constexpr int kRevokedPort = 20;
inline constexpr int kRevokedKey = 21;
inline constexpr int kExpected = 22;

/// An invariant that does not hold.
struct Broken {
    int invariant{0};
    std::string detail;
};
using Verdict = std::optional<Broken>;

/// Whether a port's list is the signed one of its edition, and the root that it stored the rows'.
[[nodiscard]] Verdict check_list(const std::string& name,
                                 const ListView& list,
                                 const Ledger& ledger,
                                 core::NodeId node);

/// Whether a port has on record whom its newest list of each journey names.
[[nodiscard]] Verdict check_on_record(const NodeView& node,
                                      const CentralView& central,
                                      const Ledger& ledger);
/// Once faults have stopped: it has the list that central told it of.
[[nodiscard]] Verdict check_journeys(const NodeView& node,
                                     const CentralView& central,
                                     const Ledger& ledger);

/// Checks what is durable now against what the world saw. Remembers the positions it has seen, so
/// that one that falls is noticed.
class Invariants final {
public:
    /// At any moment: safety.
    [[nodiscard]] Verdict check_node(const NodeView& node, const Ledger& ledger);
    [[nodiscard]] Verdict check_central(const CentralView& central, const Ledger& ledger);
    /// Both as of the same moment.
    [[nodiscard]] Verdict check_pair(const NodeView& node,
                                     const CentralView& central,
                                     const Ledger& ledger) const;
    /// Central was restored from a backup: its positions may be older than those seen.
    void forget_central();
    /// Once faults have stopped: nothing is left to be done. `why` is the first thing that is.
    [[nodiscard]] Verdict check_converged(const std::vector<NodeView>& nodes,
                                          const CentralView& central,
                                          const Ledger& ledger) const;

private:
    [[nodiscard]] Verdict check_falling(const std::string& who, const Mark& mark);
    [[nodiscard]] static Verdict check_staged(const NodeView& node);
    [[nodiscard]] static Verdict check_fresh(const NodeView& node, const Ledger& ledger);
    [[nodiscard]] static Verdict check_belongs(const NodeView& node, const Ledger& ledger);
    [[nodiscard]] static Verdict check_barred(const CentralView& central, const Ledger& ledger);
    [[nodiscard]] Verdict check_expected(const NodeView& node, const Ledger& ledger);
    [[nodiscard]] static Verdict check_told(const CentralView& central, const Ledger& ledger);
    [[nodiscard]] Verdict check_trust(const NodeView& node, const Ledger& ledger);

    std::map<std::string, Mark> seen_;
    std::map<std::pair<core::NodeId, std::string>, std::uint64_t> editions_;
    std::map<std::pair<core::NodeId, JourneyId>, std::uint64_t> journeys_;        ///< Versions.
    std::map<std::pair<core::NodeId, wire::DocumentKind>, std::uint64_t> trust_;  ///< Versions.
    /// What was verified last: a look at the same document again finds the same.
    std::map<std::pair<core::NodeId, wire::DocumentKind>, wire::SignedDocument> verified_;
};

}  // namespace sarhad::sim
