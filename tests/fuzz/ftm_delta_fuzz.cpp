// links: sarhad_fuzz_import sarhad_core
// words: watchlists/ftm.cpp
#include "import_check.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    sarhad::fuzz::check_import("ftm-delta", {bytes, size});
    return 0;
}
