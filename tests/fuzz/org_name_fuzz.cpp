// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/bytes.h"
#include "core/check.h"
#include "watchlists/org_agree.h"

#include <cstdint>
#include <string_view>

namespace watchlists = sarhad::watchlists;

/// Two names with a new line between them: any bytes are compared alike from both sides.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = sarhad::core::as_text({data, size});
    const std::string_view a = text.substr(0, text.find('\n'));
    const std::string_view b = a.size() < size ? text.substr(a.size() + 1) : a;
    for (const auto profile :
         {watchlists::OrgProfile::kOrganisation, watchlists::OrgProfile::kVessel}) {
        const int score = watchlists::compare_org_names(a, b, profile).score;
        SARHAD_CHECK(score == watchlists::compare_org_names(b, a, profile).score);
        SARHAD_CHECK(score >= 0 && score <= 1000);
        const bool is_empty = watchlists::make_org_forms(a, profile).empty();
        const int same = watchlists::compare_org_names(a, a, profile).score;
        SARHAD_CHECK(same == (is_empty ? 0 : 1000));
    }
    return 0;
}
