// links: sarhad_fuzz_import sarhad_core
// words: watchlists/ofac_advanced_xml.cpp watchlists/ofac_advanced_names.cpp
// watchlists/ofac_parts.cpp
#include "import_check.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    sarhad::fuzz::check_import("ofac-advanced-xml", {bytes, size});
    return 0;
}
