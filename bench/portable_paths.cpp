// What watchlists_portable_bench links in the place of watchlists/vector_paths.cpp: the paths that
// run on any machine, so that they can be timed on this one.

#include "watchlists/word_signature.h"

namespace sarhad::watchlists {

ScanPath best_scan() {
    return {&scan_portable, "portable"};
}

}  // namespace sarhad::watchlists
