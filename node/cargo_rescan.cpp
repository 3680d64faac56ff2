#include "node/cargo_rescan.h"

#include "screening/cargo_queries.h"

#include <utility>

namespace sarhad::node {

using core::Result;

/// How far a run has come.
struct CargoRescan::Scan {
    std::shared_ptr<const watchlists::ListSnapshot> lists;
    core::WallTime since;
    facts::PartialDate on;
    CargoPlace after{};
    std::vector<CargoPlace> found;
    Done done;
};

namespace {

using Slice = std::vector<StoredCargoItem>;

/// Everybody and everything of a piece, as its record asks about it.
bool matches(const CargoItem& item,
             facts::PartialDate on,
             const watchlists::ListSnapshot& lists,
             watchlists::MatchScratch& scratch) {
    screening::CargoFacts facts;
    facts.on = on;
    facts.bill = item.bill;
    facts.conveyance = item.conveyance;
    facts.declaration = item.declaration;
    for (const facts::Container& container : item.containers) {
        facts.containers.push_back({container, {}, 0, std::nullopt});
    }
    const auto is_hit = [&] {
        for (const screening::CargoQuery& query : screening::cargo_queries(facts)) {
            if (!lists.match(query.subject, 1, scratch).empty()) {
                return true;
            }
        }
        return false;
    };
    if (is_hit()) {
        return true;
    }
    facts = {};
    facts.on = on;
    for (const facts::Traveller& owner : item.owners) {
        facts.owner = owner;
        if (is_hit()) {
            return true;
        }
    }
    return false;
}

}  // namespace

void CargoRescan::run(std::shared_ptr<const watchlists::ListSnapshot> lists,
                      core::WallTime since,
                      core::WallTime proved,
                      Done done) {
    auto scan = std::make_shared<Scan>();  // From lane to lane, one at a time.
    scan->lists = std::move(lists);
    scan->since = since;
    scan->on = facts::day_of(proved);
    scan->done = std::move(done);
    next(scan);
}

void CargoRescan::next(const std::shared_ptr<Scan>& scan) {
    lanes_.ask<Slice>(
        pages_.lane,
        [this, scan] {
            return read_cargo_after(
                pages_.source, seal_, {scan->after, scan->since, kRescanSliceMax});
        },
        [this, scan](Result<Slice> read) {
            if (!read) {
                scan->done(read.error());
                return;
            }
            if (read->empty()) {
                scan->done(std::move(scan->found));
                return;
            }
            scan->after = read->back().at;
            auto slice = std::make_shared<const Slice>(*std::move(read));
            lanes_.ask<bool>(
                core::Lane::kMatch,
                [scan, slice]() -> Result<bool> {
                    watchlists::MatchScratch scratch;
                    for (const StoredCargoItem& one : *slice) {
                        if (one.item && matches(*one.item, scan->on, *scan->lists, scratch)) {
                            scan->found.push_back(one.at);
                        }
                    }
                    return true;
                },
                [this, scan](const Result<bool>& matched) {
                    if (!matched) {
                        scan->done(matched.error());
                        return;
                    }
                    next(scan);
                });
        });
}

}  // namespace sarhad::node
