#include "node/cargo_size.h"

#include "core/text.h"
#include "screening/screen.h"
#include "screening/screen_cargo.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace sarhad::node {
namespace {

/// How much of each part is left after a cut.
struct Kept {
    std::size_t lines;
    std::size_t containers;
    std::size_t bags;
    std::size_t parties;
    std::size_t places;
    std::size_t text;  ///< Bytes of goods' descriptions and marks.
    std::size_t hits;
    std::size_t reasons;
};
constexpr std::size_t kAll = 100'000;
/// One after the other, until the record fits; the last fits whatever was told.
constexpr std::array<Kept, 4> kCuts{{{50, 100, 100, 32, 64, 512, kAll, kAll},
                                     {20, 50, 50, 16, 16, 256, 8, 8},
                                     {10, 20, 20, 8, 8, 128, 3, 8},
                                     {3, 10, 10, 4, 4, 64, 3, 4}}};
constexpr std::size_t kRuleHitsKept = 4;
constexpr std::size_t kDiscreetKept = 3;

template <class T>
void keep(std::vector<T>& list, std::size_t most, std::uint32_t& left_out) {
    if (list.size() > most) {
        left_out += static_cast<std::uint32_t>(list.size() - most);
        list.resize(most);
    }
}

void cut_goods(std::vector<facts::GoodsLine>& lines, const Kept& kept, std::uint32_t& left_out) {
    keep(lines, kept.lines, left_out);
    for (facts::GoodsLine& line : lines) {
        line.description = core::cut_utf8(line.description, kept.text);
        line.marks = core::cut_utf8(line.marks, kept.text);
        keep(line.containers, kept.containers, left_out);
        keep(line.dangerous, kept.places, left_out);
    }
}

void cut_container(facts::Container& container, const Kept& kept, std::uint32_t& left_out) {
    container.goods = core::cut_utf8(container.goods, kept.text);
    keep(container.parties, kept.parties / 4, left_out);
    keep(container.places, kept.places, left_out);
    keep(container.seals, kept.places, left_out);
    keep(container.dangerous, kept.places, left_out);
}

void cut_cargo(facts::CargoScreening& record, const Kept& kept) {
    std::uint32_t& left_out = record.left_out;
    if (record.bill) {
        cut_goods(record.bill->goods, kept, left_out);
        keep(record.bill->containers, kept.containers, left_out);
        keep(record.bill->parties, kept.parties, left_out);
        keep(record.bill->places, kept.places, left_out);
        keep(record.bill->references, kept.places, left_out);
        keep(record.bill->handling, kept.places, left_out);
        keep(record.bill->seals, kept.places, left_out);
    }
    if (record.declaration) {
        cut_goods(record.declaration->lines, kept, left_out);
        keep(record.declaration->containers, kept.containers, left_out);
        keep(record.declaration->parties, kept.parties, left_out);
        keep(record.declaration->documents, kept.lines, left_out);
    }
    if (record.carried_by) {
        keep(record.carried_by->parties, kept.parties, left_out);
        keep(record.carried_by->places, kept.places, left_out);
        keep(record.carried_by->seals, kept.places, left_out);
    }
    keep(record.containers, kept.containers, left_out);
    for (facts::Container& container : record.containers) {
        cut_container(container, kept, left_out);
    }
    keep(record.bags, kept.bags, left_out);
    keep(record.findings, kept.containers, left_out);
}

void cut_hits(facts::Decision& decision, const Kept& kept) {
    std::size_t open = 0;
    decision.hits_left_out +=
        static_cast<std::uint32_t>(std::erase_if(decision.hits, [&](const facts::Hit& hit) {
            return !screening::is_discreet(hit) && ++open > kept.hits;
        }));
    for (facts::Hit& hit : decision.hits) {
        if (!screening::is_discreet(hit) && hit.reasons.size() > kept.reasons) {
            keep(hit.reasons, kept.reasons, hit.reasons_left_out);
        }
    }
    keep(decision.rule_hits, kRuleHitsKept, decision.rules_left_out);
}

/// Bytes of what the counter may see; of rules also what a trained officer may.
std::size_t open_bytes_of(const facts::CargoScreening& record) {
    facts::CargoScreening open = screening::at_counter(record);
    open.decision.rule_hits = record.decision.rule_hits;
    return wire::encode(open).size();
}

/// First how many there are, then, the weakest first, what they stand on.
core::Bytes cut_discreet(facts::CargoScreening& record) {
    std::size_t discreet = 0;
    record.decision.discreet_left_out +=
        static_cast<std::uint32_t>(std::erase_if(record.decision.hits, [&](const facts::Hit& hit) {
            return screening::is_discreet(hit) && ++discreet > kDiscreetKept;
        }));
    core::Bytes body = wire::encode(record);
    std::vector<facts::Hit>& hits = record.decision.hits;
    for (std::size_t i = hits.size(); i > 0 && body.size() > kCargoBytesMax; --i) {
        facts::Hit& hit = hits[i - 1];
        if (screening::is_discreet(hit)) {
            hit.reasons_left_out += static_cast<std::uint32_t>(hit.reasons.size());
            hit.reasons.clear();
            hit.words.clear();
            body = wire::encode(record);
        }
    }
    return body;
}

}  // namespace

FittedCargo fit_cargo(facts::CargoScreening& record) {
    FittedCargo fitted{wire::encode(record)};
    if (fitted.body.size() <= kCargoOpenMax) {
        return fitted;
    }
    if (open_bytes_of(record) > kCargoOpenMax) {
        record.decision.frame.clear();  // It is no part of what the counter sees.
        for (const Kept& kept : kCuts) {
            fitted.was_cut = true;
            cut_cargo(record, kept);
            cut_hits(record.decision, kept);
            if (open_bytes_of(record) <= kCargoOpenMax) {
                break;
            }
        }
    }
    fitted.body = wire::encode(record);
    if (fitted.body.size() > kCargoBytesMax) {
        record.decision.frame.clear();
        fitted.body = cut_discreet(record);
    }
    return fitted;
}

}  // namespace sarhad::node
