#pragma once

#include <string>
#include <string_view>

/// Where the tests find their files. Compiled once: a path of the machine in every test's command
/// line would make ccache compile all of them again in another checkout.
namespace sarhad::places {

/// The root of the checkout, without a slash at its end.
[[nodiscard]] std::string source_root();

/// Of tests/data: test_data("names/pairs.csv").
[[nodiscard]] std::string test_data(std::string_view below);

/// The folder of real data: $SARHAD_SHARED_DATA, else ../shared/data beside the checkout. It may
/// not be there.
[[nodiscard]] std::string shared_data();

}  // namespace sarhad::places
