// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/check.h"
#include "watchlists/name_form.h"
#include "watchlists/similarity.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace watchlists = sarhad::watchlists;

namespace {

/// Words that are alike share a key, whichever of them is looked for.
void check_keys(const watchlists::NameToken& sought, const watchlists::NameToken& stored) {
    std::vector<std::uint64_t> keys;
    watchlists::for_each_key(stored, [&](std::uint64_t key) { keys.push_back(key); });
    bool is_shared =
        watchlists::may_be_two_edits(sought, stored) || watchlists::may_sound_alike(sought, stored);
    watchlists::for_each_sought_key(sought, [&](std::uint64_t key, watchlists::KeyOf /*of*/) {
        is_shared = is_shared || std::find(keys.begin(), keys.end(), key) != keys.end();
    });
    SARHAD_CHECK(is_shared);
}

}  // namespace

/// Two lines are two names: any bytes are read, and the relation of their words is the same from
/// both sides and found by keys.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes as text.
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const std::size_t end = std::min(input.find('\n'), input.size());
    const auto a = watchlists::normalise(input.substr(0, end));
    const auto b = watchlists::normalise(input.substr(std::min(end + 1, input.size())));
    SARHAD_CHECK(a.size() <= watchlists::kMaxNameTokens);
    for (const watchlists::NameToken& one : a) {
        for (const watchlists::NameToken& other : b) {
            const int value = watchlists::similarity(one, other);
            SARHAD_CHECK(value == watchlists::similarity(other, one));
            if (value > 0) {
                check_keys(one, other);
                check_keys(other, one);
            }
        }
    }
    const auto form_a = watchlists::make_form(a);
    const auto form_b = watchlists::make_form(b);
    SARHAD_CHECK(watchlists::name_share(watchlists::agree(form_a, form_b)) ==
                 watchlists::name_share(watchlists::agree(form_b, form_a)));
    return 0;
}
