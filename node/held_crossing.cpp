#include "held_crossing.h"

#include "node/pairs_store.h"
#include "screening/screen.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <vector>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;

Result<facts::Crossing> held_crossing(store::QuerySource from,
                                      const wire::RecordSeal& seal,
                                      const CrossingId& id) {
    SARHAD_TRY(const auto stored, read_crossing(from, id));
    if (!stored || stored->sealed.empty()) {
        return Error{Errc::kNotFound, "crossing: no such crossing here, or it was erased"};
    }
    SARHAD_TRY(const core::Bytes body, seal.open(kCrossingTable, stored->id, stored->sealed));
    return wire::decode<facts::Crossing>(body);
}

Result<facts::Hit> hit_at_counter(const facts::Crossing& crossing,
                                  std::string_view list,
                                  std::string_view entry) {
    const std::vector<facts::Hit> hits = screening::at_counter(crossing.decision).hits;
    const auto hit = std::find_if(hits.begin(), hits.end(), [&](const facts::Hit& one) {
        return one.list == list && one.entry == entry;
    });
    if (hit == hits.end()) {
        return Error{Errc::kNotFound, "entry: that crossing has no hit of this list and entry"};
    }
    return *hit;
}

}  // namespace sarhad::node
