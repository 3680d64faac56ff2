#include "ctl/hit_json.h"

#include "api/fact_json.h"

#include <algorithm>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

bool is_shown(const facts::Hit& hit, const std::vector<watchlists::ListManifest>& manifests) {
    return std::none_of(manifests.begin(), manifests.end(), [&](const auto& manifest) {
        return manifest.name == hit.list && hit.score < manifest.thresholds.shown();
    });
}

template <class Facts>
Json array_of(const Facts& facts) {
    Json array = Json::array();
    for (const auto& fact : facts) {
        array.push(api::to_json(fact));
    }
    return array;
}

}  // namespace

Json hit_json(const facts::Hit& hit, const std::vector<watchlists::ListManifest>& manifests) {
    Json json = Json::object(
        {{"source", hit.source},
         {"entry", hit.entry},
         {"name", hit.name.reveal()},
         {"score", hit.score.value()},
         {"tier", is_shown(hit, manifests) ? facts::name_of(hit.tier) : std::string_view{"none"}},
         {"why", hit.why.reveal()},
         {"list", hit.list},
         {"edition", hit.edition}});
    if (!hit.original.reveal().empty()) {
        json.set("original", hit.original.reveal());
    }
    for (const facts::Reason& reason : hit.reasons) {
        if (reason.kind == "question") {
            json.set("question", reason.text.reveal());
        }
    }
    json.set("evidence", array_of(hit.reasons));
    json.set("words", array_of(hit.words));
    json.set("order", api::to_json(hit.order));
    json.set("reasons", array_of(hit.reasons));
    return json;
}

}  // namespace sarhad::ctl
