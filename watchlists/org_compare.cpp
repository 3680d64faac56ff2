#include "org_compare.h"

namespace sarhad::watchlists {

NameComparison compare_organisations(NameSort /*sort*/, std::string_view a, std::string_view b) {
    return compare_names(NameSort::kPerson, a, b);
}

}  // namespace sarhad::watchlists
