// What watchlists_portable_bench links in the place of watchlists/vector_paths.cpp: the paths that
// run on any machine, so that they can be timed on this one.

#include "watchlists/posting_filter.h"
#include "watchlists/word_signature.h"

namespace sarhad::watchlists {

FilterPath best_filter() {
    return {&filter_portable, "portable"};
}

SignatureScan best_scan() {
    return &scan_portable;
}

}  // namespace sarhad::watchlists
