#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::intake {

inline constexpr std::uint64_t kGeneratedMax = 1'000;  ///< Messages, as many as a file may have.

/// What to invent.
struct GenerateOrder {
    std::string kind;  ///< One of generator_kinds() (checked).
    std::uint64_t seed{1};
    std::uint64_t count{1};            ///< Messages, 1 to kGeneratedMax (checked).
    std::uint64_t errors_permille{0};  ///< Of them with something wrong.
};

/// How much the messages tell of, by what was written into them: an oracle for readers.
struct GeneratedCounts {
    std::size_t messages{0};
    std::size_t damaged{0};  ///< Of them, with something wrong.
    std::size_t flights{0};
    std::size_t travellers{0};
    std::size_t documents{0};
    std::size_t bags{0};
    std::size_t bookings{0};
    std::size_t bills{0};
    std::size_t containers{0};
    std::size_t goods_lines{0};
    std::size_t declarations{0};  ///< Of currency.
};

struct Generated {
    std::string bytes;  ///< A file of all of them.
    GeneratedCounts counts;
};

/// "paxlst", "pnrgov", "pnrgov-xml", "itmatt", "cuscar", "baplie", "bsm", "mrz", "currency".
[[nodiscard]] std::vector<std::string> generator_kinds();

/// Invented messages as Pakistan's ports get them: carriers, ports and routes as they are, people,
/// goods and numbers invented. Our own reading of each specification (docs/intake-generate.md).
/// Pure: the same order gives the same bytes on every host. Whatever is wrong with a damaged
/// message, everybody and everything that is counted is still named in it.
[[nodiscard]] Generated generate(const GenerateOrder& order);

}  // namespace sarhad::intake
