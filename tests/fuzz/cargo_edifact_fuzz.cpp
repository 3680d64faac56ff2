// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
#include "edifact_scan.h"

#include "core/check.h"
#include "intake/cargo_findings.h"
#include "intake/messages.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace {

using sarhad::facts::Message;
using sarhad::fuzz::count_starts;
using sarhad::fuzz::is_of;

struct Counts {
    std::size_t bills{0};
    std::size_t containers{0};
    std::size_t goods{0};
    std::size_t parties{0};
    bool has_only_cargo{true};
    bool has_only_manifests{true};
};

Counts count(const std::vector<Message>& messages) {
    Counts counts;
    for (const Message& message : messages) {
        const bool is_manifest = is_of(message.format, {"CUSCAR", "CUSREP", "IFCSUM", "ITMATT"});
        const bool is_cargo =
            is_manifest ||
            is_of(message.format, {"BAPLIE", "COARRI", "COPARN", "CODECO", "VERMAS", "CUSDEC"});
        counts.has_only_cargo = counts.has_only_cargo && is_cargo;
        counts.has_only_manifests = counts.has_only_manifests && is_manifest;
        counts.bills += message.bills.size();
        counts.containers += message.containers.size();
        for (const auto& conveyance : message.conveyances)
            counts.parties += conveyance.parties.size();
        for (const auto& container : message.containers)
            counts.parties += container.parties.size();
        for (const auto& declaration : message.declarations)
            counts.parties += declaration.parties.size();
        for (const auto& bill : message.bills) {
            counts.goods += bill.goods.size();
            counts.parties += bill.parties.size();
        }
    }
    return counts;
}

/// A scan that knows nothing of messages finds no bill, container, party or goods that are neither
/// read nor named in a problem.
void check_that_nothing_is_lost(std::string_view text, const std::vector<Message>& messages) {
    const std::string_view read = sarhad::fuzz::scannable(text);
    bool is_named = read.empty();
    const std::size_t unknown = sarhad::fuzz::count_unknown(messages, is_named);
    const Counts counts = count(messages);
    if (is_named || !counts.has_only_cargo) return;
    SARHAD_CHECK(count_starts(read, "CNI+") <= counts.bills + unknown);
    SARHAD_CHECK(count_starts(read, "EQD+") <= counts.containers + unknown);
    SARHAD_CHECK(count_starts(read, "NAD+") <= counts.parties + unknown);
    if (counts.has_only_manifests) {
        SARHAD_CHECK(count_starts(read, "GID+") <= counts.goods + unknown);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sarhad::core::ByteView bytes{data, size};
    const auto messages = sarhad::intake::read_messages(bytes);
    SARHAD_CHECK(!messages.empty());
    for (const Message& message : messages) {
        const bool is_ok = message.status == sarhad::facts::MessageStatus::kOk;
        SARHAD_CHECK(is_ok || !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
    }
    check_that_nothing_is_lost(sarhad::core::as_text(bytes), messages);
    const auto found = sarhad::intake::unmanifested_containers(messages, "PKKHI");
    SARHAD_CHECK(found.gaps.size() <= found.stowed + found.manifested);
    return 0;
}
