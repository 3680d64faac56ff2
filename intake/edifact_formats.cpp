#include "edifact_formats.h"

#include "cargo_reader.h"
#include "paxlst_reader.h"
#include "pnrgov_reader.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

struct Format {
    std::string_view name;
    FrameReader read;
};

constexpr std::array kFormats{Format{"PAXLST", read_paxlst},
                              Format{"PNRGOV", read_pnrgov},
                              Format{"CUSCAR", read_manifest},
                              Format{"CUSREP", read_manifest},
                              Format{"IFCSUM", read_manifest},
                              Format{"ITMATT", read_manifest},
                              Format{"BAPLIE", read_equipment},
                              Format{"COARRI", read_equipment},
                              Format{"COPARN", read_equipment},
                              Format{"CODECO", read_equipment},
                              Format{"VERMAS", read_equipment},
                              Format{"CUSDEC", read_cusdec}};

}  // namespace

FrameReader reader_of(std::string_view format) {
    const auto* const found =
        std::find_if(kFormats.begin(), kFormats.end(), [format](const Format& known) {
            return known.name == format;
        });
    return found == kFormats.end() ? nullptr : found->read;
}

}  // namespace sarhad::intake
