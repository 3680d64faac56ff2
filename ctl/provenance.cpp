#include "ctl/provenance.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using Texts = std::vector<core::Redacted<std::string>>;

Texts originals_of(const watchlists::ListEntry& entry) {
    Texts originals;
    for (const watchlists::ListedName& name : entry.names) {
        const bool is_new = std::none_of(originals.begin(), originals.end(), [&](const auto& one) {
            return one.reveal() == name.original.reveal();
        });
        if (is_new && !name.original.reveal().empty()) {
            originals.push_back(name.original);
        }
    }
    return originals;
}

/// What the source tells beside its name and reference.
struct Told {
    facts::PartialDate listed_on;
    std::string_view programme{};
    std::string_view remarks{};
};

Json to_json(std::string_view source,
             std::string_view reference,
             const Told& told,
             const Texts& originals) {
    Json original = Json::array();
    for (const auto& one : originals) {
        original.push(one.reveal());
    }
    const bool has_day = told.listed_on.is_known();
    return Json::object({{"source", source},
                         {"reference", reference},
                         {"listed_on", has_day ? Json{facts::to_text(told.listed_on)} : Json{}},
                         {"programme", told.programme},
                         {"remarks", told.remarks},
                         {"original", std::move(original)}});
}

}  // namespace

Json provenance_json(const watchlists::ListEntry& entry) {
    return to_json(entry.source,
                   entry.id,
                   {entry.listed_on, entry.programme, entry.remarks.reveal()},
                   originals_of(entry));
}

void Provenances::add(std::string_view list, const watchlists::ListEntry& entry) {
    if (lists_.empty() || lists_.back() != list) {
        lists_.emplace_back(list);
    }
    Texts originals = originals_of(entry);
    const bool says_more = entry.listed_on.is_known() || !entry.programme.empty() ||
                           !entry.remarks.reveal().empty() || !originals.empty();
    if (says_more) {
        kept_.push_back({static_cast<std::uint32_t>(lists_.size() - 1),
                         entry.listed_on,
                         entry.id,
                         entry.programme,
                         entry.remarks,
                         std::move(originals)});
    }
}

void Provenances::make_ready() {
    std::sort(kept_.begin(), kept_.end(), [](const Kept& a, const Kept& b) {
        return std::tie(a.list, a.id) < std::tie(b.list, b.id);
    });
}

Json Provenances::of(const facts::Hit& hit) const {
    const auto name = std::find(lists_.begin(), lists_.end(), hit.list);
    const auto list = static_cast<std::uint32_t>(name - lists_.begin());
    const auto kept = std::lower_bound(
        kept_.begin(),
        kept_.end(),
        std::tie(list, hit.entry),
        [](const Kept& one, const auto& wanted) { return std::tie(one.list, one.id) < wanted; });
    if (kept == kept_.end() || kept->list != list || kept->id != hit.entry) {
        return to_json(hit.source, hit.entry, {}, {});
    }
    return to_json(hit.source,
                   hit.entry,
                   {kept->listed_on, kept->programme, kept->remarks.reveal()},
                   kept->originals);
}

}  // namespace sarhad::ctl
