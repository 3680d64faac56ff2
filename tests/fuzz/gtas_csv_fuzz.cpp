// links: sarhad_fuzz_import sarhad_core
// words: watchlists/gtas_csv.cpp
#include "import_check.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    sarhad::fuzz::check_import("gtas-csv", {bytes, size});
    return 0;
}
