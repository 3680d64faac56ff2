#include "json_dump.h"

#include "core/text.h"
#include "intake/messages.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

class Golden : public testing::TestWithParam<std::string> {};

/// SARHAD_WRITE_GOLDEN=1 writes the files anew: read the difference before committing it.
TEST_P(Golden, GivesTheFactsWrittenBesideTheMessage) {
    const auto messages = read_messages(sample(GetParam() + ".edi"));
    const std::string facts = dump(messages);
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{places::test_data(core::cat("intake/", GetParam(), ".json"))} << facts;
    }
    const core::Bytes expected = sample(GetParam() + ".json");
    EXPECT_EQ(facts, core::as_text(expected));
}

INSTANTIATE_TEST_SUITE_P(Samples,
                         Golden,
                         testing::Values("baplie_d13b_v31",
                                         "broken_travellers",
                                         "cargo_broken",
                                         "charsets",
                                         "codeco_d95b",
                                         "cuscar_d11a",
                                         "cuscar_d95b_consolidation",
                                         "cusdec_d96b",
                                         "cut_off",
                                         "flight_close",
                                         "ifcsum_d96a",
                                         "in_transit_and_inferred_port",
                                         "itmatt_m33",
                                         "not_read_here",
                                         "other_separators",
                                         "pnrgov_full",
                                         "pnrgov_parts",
                                         "release_characters",
                                         "two_parts",
                                         "un_02b_single_leg",
                                         "un_05b_bags_seats",
                                         "un_15b_progressive",
                                         "un_crew_nat_before_loc",
                                         "us_dialect",
                                         "wrapped_lines"),
                         [](const auto& named) { return named.param; });

}  // namespace
}  // namespace sarhad::intake
