#include "trust_attacks.h"

namespace sarhad::replication {

using enum TrustReason;

/// Who is given a list: its agency alone says so, by as many keys as take much away.
void TrustAttacks::compartments() {
    using Names = std::vector<std::string_view>;
    const auto open = [this](std::uint64_t version,
                             const std::vector<std::uint32_t>& nodes,
                             const Names& by = {"a1", "a2"}) {
        return office_.sign(office_.compartment(version, nodes), by);
    };
    const auto sealed = [this](std::uint64_t version,
                               const std::vector<std::uint32_t>& nodes,
                               std::uint32_t epoch) {
        wire::Compartment one = office_.compartment(version, nodes);
        one.epoch = core::Epoch{epoch};
        one.key_hash.fill(static_cast<std::uint8_t>(epoch));
        for (wire::CompartmentMember& member : one.members) {
            member.key.assign(wire::kBoxedKeySize, 0x5A);
        }
        return office_.sign(one, {"a1", "a2"});
    };
    const std::string host = "central's host";
    after_tick("CompartmentByItsAgency", "nothing", {{{open(1, {7, 9})}}, {{sealed(2, {7}, 1)}}});
    after_tick("CompartmentByOneKeyOfTheAgency",
               "a key of the agency",
               {{{open(1, {7}, {"a1"})}, kSignatures}});
    after_tick("CompartmentByOneKeyTwice",
               "a key of the agency",
               {{{open(1, {7}, {"a1", "a1"})}, kSignatures}});
    after_tick("CompartmentByCentral", host, {{{open(1, {7}, {"q1", "t1"})}, kSignatures}});
    wire::Compartment others = office_.compartment(1, {7});
    others.list = "wl/demonstration/watch";
    after_tick("CompartmentOfAnotherAgency",
               "the agency's keys",
               {{{office_.sign(others, {"a1", "a2"})}, kSignatures}});
    after_tick("CompartmentOfBefore",
               "old compartments",
               {{{sealed(2, {7}, 2)}}, {{sealed(1, {7, 9}, 1)}, kRollback}});
    after_tick("AnotherCompartmentOfTheSameVersion",
               "the agency's keys",
               {{{open(1, {7})}}, {{open(1, {7, 9})}, kFork}});
    after_tick("CompartmentWhoseEpochFalls",
               "the agency's keys",
               {{{sealed(1, {7}, 2)}}, {{sealed(2, {7}, 1)}, kRollback}});
    after_tick("CompartmentThatLeavesOutWhoHasTheKey",
               "a port that was left out",
               {{{sealed(1, {7, 9}, 1)}}, {{sealed(2, {7}, 1)}, kMalformed}});
    after_tick(
        "CompartmentWithTheSameNodeTwice", "the agency's keys", {{{open(1, {7, 7})}, kMalformed}});
    wire::Compartment ended = office_.compartment(1, {7});
    ended.issued = TrustOffice::after(-TrustOffice::days(8));
    ended.expires = TrustOffice::after(-TrustOffice::days(1));
    after_tick("CompartmentThatHasExpired",
               "withheld compartments",
               {{{office_.sign(ended, {"a1", "a2"})}, kExpired}});
}

}  // namespace sarhad::replication
