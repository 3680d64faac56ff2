#include "invented.h"
#include "support.h"

#include "core/system_clock.h"
#include "watchlists/person_csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this test's own support.

struct Imported {
    ImportReport report;
    std::vector<ListEntry> entries;
};

EntrySink keep_in(std::vector<ListEntry>& entries) {
    return [&entries](ListEntry entry) -> core::Status {
        entries.push_back(std::move(entry));
        return {};
    };
}

Imported import_un() {
    const std::string text = read_whole(shared_data_path("lists/un_consolidated.xml"));
    Imported imported;
    References before;
    auto report = import_un_xml(source(text), keep_in(imported.entries), before);
    SARHAD_CHECK(report.has_value());
    imported.report = *report;
    return imported;
}

Imported import_ofac() {
    const auto read = [](std::string_view name) {
        return read_whole(shared_data_path("lists/ofac/" + std::string{name}));
    };
    const std::string sdn = read("sdn.csv");
    const std::string alt = read("alt.csv");
    const std::string add = read("add.csv");
    const std::string comments = read("sdn_comments.csv");
    Imported imported;
    auto report = import_ofac_csv({source(sdn), source(alt), source(add), source(comments)},
                                  keep_in(imported.entries));
    SARHAD_CHECK(report.has_value());
    imported.report = *report;
    return imported;
}

void print(std::string_view name, const ImportReport& report) {
    std::cout << name << ": seen " << report.records_seen << " imported " << report.imported
              << " refused " << report.refused_count << " primary " << report.primary_names
              << " aliases " << report.aliases << " weak " << report.weak_aliases << " original "
              << report.original_scripts << " documents " << report.documents << " births full "
              << report.births_full << " partial " << report.births_partial << " range "
              << report.births_range << " unread " << report.unread << " stray rows "
              << report.stray_rows << "\n";
    for (const RefusedRecord& refused : report.refused) {
        std::cout << "  refused " << refused.place << ": " << refused.reason << "\n";
    }
}

std::shared_ptr<const ListSnapshot> real_snapshot() {
    ListSnapshotBuilder builder;
    ListManifest un;
    un.name = "wl/un/consolidated";
    un.source = "UN";
    un.thresholds = Thresholds::shipped();
    SARHAD_CHECK(builder.add_list(un, import_un().entries).has_value());
    ListManifest ofac;
    ofac.name = "wl/ofac/sdn";
    ofac.source = "OFAC";
    ofac.thresholds = Thresholds::shipped();
    SARHAD_CHECK(builder.add_list(ofac, import_ofac().entries).has_value());
    return builder.build(&test_hash);
}

std::vector<facts::Traveller> persons(std::string_view name, std::size_t most) {
    const std::string text = read_whole(shared_data_path(name));
    const ByteSource bytes = source(text);
    PersonCsvReader reader{bytes};
    std::vector<facts::Traveller> read;
    PersonRow row;
    while (read.size() < most) {
        auto has_row = reader.next(row);
        SARHAD_CHECK(has_row.has_value());
        if (!*has_row) {
            break;
        }
        read.push_back(row.traveller);
    }
    return read;
}

TEST(RealLists, EveryUnRecordIsImported) {
    SARHAD_NEED_DATA("lists/un_consolidated.xml");
    const Imported un = import_un();
    print("UN", un.report);
    EXPECT_EQ(un.report.records_seen, 1003U);
    EXPECT_EQ(un.report.records_seen, un.report.imported + un.report.refused_count);
    EXPECT_EQ(un.report.by_kind.at(EntryKind::kPerson), 730U);
    EXPECT_EQ(un.report.by_kind.at(EntryKind::kOrganisation), 273U);
    EXPECT_EQ(un.entries.size(), un.report.imported);
    EXPECT_EQ(un.report.documents, 454U);
}

TEST(RealLists, EveryOfacRecordIsImported) {
    SARHAD_NEED_DATA("lists/ofac/sdn.csv");
    const Imported ofac = import_ofac();
    print("OFAC", ofac.report);
    EXPECT_EQ(ofac.report.records_seen, 8976U);
    EXPECT_EQ(ofac.report.imported, 8976U);
    EXPECT_EQ(ofac.report.by_kind.at(EntryKind::kPerson), 4620U);
    EXPECT_EQ(ofac.report.by_kind.at(EntryKind::kVessel), 406U);
    EXPECT_EQ(ofac.report.by_kind.at(EntryKind::kAircraft), 277U);
    // sdn_comments.csv goes on for nine numbers that sdn.csv does not have.
    EXPECT_EQ(ofac.report.stray_rows, 9U);
    EXPECT_EQ(ofac.report.strays_by_file.at("sdn_comments.csv"), 9U);
}

/// The order that people write names in, where the list gives family and given names apart.
std::string as_written(const ListedName& name) {
    const std::string& family = name.family.reveal();
    return family.empty() ? name.text.reveal() : name.given.reveal() + " " + family;
}

/// Every name that a list gives for a person finds that person's entry.
void expect_every_name_finds_its_entry(const Imported& list) {
    ListSnapshotBuilder builder;
    ListManifest manifest;
    manifest.name = "wl/real/list";
    SARHAD_CHECK(builder.add_list(manifest, list.entries).has_value());
    const auto lists = builder.build(&test_hash);
    std::size_t names = 0;
    std::size_t lost = 0;
    for (const ListEntry& entry : list.entries) {
        if (entry.kind != EntryKind::kPerson) {
            continue;
        }
        for (std::size_t at = 0; at < entry.names.size(); ++at) {
            facts::Traveller traveller;
            traveller.full_name = secret(as_written(entry.names[at]));
            const auto hits = lists->match(Subject::of(traveller), 1000);
            ++names;
            if (std::none_of(hits.begin(), hits.end(), [&](const facts::Hit& hit) {
                    return hit.entry == entry.id;
                })) {
                ++lost;
                std::cout << "lost: " << entry.id << " name " << at << "\n";
            }
        }
    }
    std::cout << names << " names\n";
    EXPECT_EQ(lost, 0U);
}

TEST(RealLists, EveryUnNameFindsItsEntry) {
    SARHAD_NEED_DATA("lists/un_consolidated.xml");
    expect_every_name_finds_its_entry(import_un());
}

TEST(RealLists, EveryOfacNameFindsItsEntry) {
    SARHAD_NEED_DATA("lists/ofac/sdn.csv");
    expect_every_name_finds_its_entry(import_ofac());
}

bool is_named_thing(const ListEntry& entry) {
    return entry.kind == EntryKind::kOrganisation || entry.kind == EntryKind::kVessel ||
           entry.kind == EntryKind::kAircraft;
}

Subject thing_called(EntryKind kind, const core::Redacted<std::string>& name) {
    Subject who;
    who.kind = kind;
    who.names.push_back(name);
    return who;
}

bool has_entry(const std::vector<facts::Hit>& hits, const std::string& id) {
    return std::any_of(
        hits.begin(), hits.end(), [&](const facts::Hit& hit) { return hit.entry == id; });
}

/// Every name that a list gives for an organisation, a vessel or an aircraft finds it among the
/// first 20.
void expect_every_thing_is_found(const Imported& list) {
    ListSnapshotBuilder builder;
    ListManifest manifest;
    manifest.name = "wl/real/list";
    SARHAD_CHECK(builder.add_list(manifest, list.entries).has_value());
    const auto lists = builder.build(&test_hash);
    std::map<EntryKind, std::size_t> names;
    std::size_t lost = 0;
    MatchScratch scratch;
    for (const ListEntry& entry : list.entries) {
        for (std::size_t at = 0; is_named_thing(entry) && at < entry.names.size(); ++at) {
            const auto hits =
                lists->match(thing_called(entry.kind, entry.names[at].text), 20, scratch);
            ++names[entry.kind];
            if (!has_entry(hits, entry.id)) {
                ++lost;
                std::cout << "lost: " << entry.id << " name " << at << "\n";
            }
        }
    }
    for (const auto& [kind, count] : names) {
        std::cout << facts::name_of(kind) << ": " << count << " names\n";
    }
    EXPECT_EQ(lost, 0U);
}

TEST(RealLists, EveryUnEntityIsFoundByEachOfItsNames) {
    SARHAD_NEED_DATA("lists/un_consolidated.xml");
    expect_every_thing_is_found(import_un());
}

TEST(RealLists, EveryOfacEntityAndVesselIsFoundByEachOfItsNames) {
    SARHAD_NEED_DATA("lists/ofac/sdn.csv");
    expect_every_thing_is_found(import_ofac());
}

/// Takes one name off each organisation that has several; gives them with the entries' ids.
std::vector<std::pair<std::string, core::Redacted<std::string>>> leave_out_a_name(
    std::vector<ListEntry>& entries, std::uint64_t seed) {
    std::vector<std::pair<std::string, core::Redacted<std::string>>> left_out;
    Invented random{seed};
    for (ListEntry& entry : entries) {
        if (entry.kind == EntryKind::kOrganisation && entry.names.size() > 1) {
            const auto at =
                entry.names.begin() + static_cast<std::ptrdiff_t>(random.below(entry.names.size()));
            left_out.emplace_back(entry.id, at->text);
            entry.names.erase(at);
        }
    }
    return left_out;
}

/// What finds an organisation by a name that its list has not, what else it finds, and how fast.
TEST(RealLists, MeasuresOrganisationsByNamesLeftOut) {
    SARHAD_NEED_DATA("lists/ofac/sdn.csv");
    core::SystemClock clock;
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        std::vector<ListEntry> entries = import_ofac().entries;
        for (ListEntry& entry : import_un().entries) {
            entries.push_back(std::move(entry));
        }
        const auto left_out = leave_out_a_name(entries, seed);
        const auto lists = snapshot(std::move(entries));
        MatchScratch scratch;
        std::size_t found = 0;
        std::size_t others = 0;
        const core::MonoTime start = clock.mono();
        for (const auto& [id, name] : left_out) {
            const auto hits = lists->match(
                thing_called(EntryKind::kOrganisation, name), 20, scratch, Least::kAsk);
            const bool is_found = has_entry(hits, id);
            found += is_found ? 1U : 0U;
            others += hits.size() - (is_found ? 1U : 0U);
        }
        const std::int64_t took = (clock.mono() - start).count() / 1000;
        std::cout << "seed " << seed << ": " << left_out.size() << " names left out, " << found
                  << " find their organisation, " << others << " other hits from ask up among "
                  << lists->size().things << " things, "
                  << took / static_cast<std::int64_t>(left_out.size()) << " us a look-up\n";
        EXPECT_GE(found * 100, left_out.size() * 45);
        EXPECT_LE(others, left_out.size());
    }
}

TEST(RealLists, ListedPersonsAreFoundAndOthersPass) {
    SARHAD_NEED_DATA("matching/screening/positives_un_untreated.csv");
    const auto lists = real_snapshot();
    std::map<std::string, int> found;
    int total = 0;
    for (const facts::Traveller& traveller :
         persons("matching/screening/positives_un_untreated.csv", 10'000)) {
        const auto hits = lists->match(Subject::of(traveller), 20);
        const bool is_un = std::any_of(
            hits.begin(), hits.end(), [](const facts::Hit& hit) { return hit.source == "UN"; });
        ++total;
        found["any"] += hits.empty() ? 0 : 1;
        found["un"] += is_un ? 1 : 0;
        for (const auto tier : {facts::Tier::kAsk, facts::Tier::kReview, facts::Tier::kHold}) {
            const bool is_reached = !hits.empty() && hits[0].tier >= tier;
            found[std::string{facts::name_of(tier)}] += is_reached ? 1 : 0;
        }
    }
    std::cout << "positives: " << total;
    for (const auto& [what, count] : found) {
        std::cout << " " << what << " " << count;
    }
    std::cout << "\n";
    EXPECT_EQ(total, 683);
    EXPECT_GE(found["un"], 680);
    EXPECT_EQ(found["any"], 683);
    EXPECT_GE(found["hold"], 600);
}

TEST(RealLists, MeasuresAlertsAndTime) {
    SARHAD_NEED_DATA("matching/screening/negatives_us.csv");
    const auto lists = real_snapshot();
    const SnapshotSize size = lists->size();
    std::cout << "index: entries " << size.entries << " persons " << size.persons << " names "
              << size.names << " words " << size.words << " bytes " << size.index_bytes << "\n";
    std::map<std::string, int> tiers;
    std::vector<std::int64_t> nanos;
    const core::SystemClock clock;
    for (const facts::Traveller& traveller : persons("matching/screening/negatives_us.csv", 5000)) {
        const Subject who = Subject::of(traveller);
        const auto start = clock.mono();
        const auto hits = lists->match(who, 20);
        nanos.push_back((clock.mono() - start).count());
        ++tiers[hits.empty() ? "none" : std::string{facts::name_of(hits[0].tier)}];
    }
    std::sort(nanos.begin(), nanos.end());
    std::int64_t sum = 0;
    for (const std::int64_t one : nanos) {
        sum += one;
    }
    std::cout << "negatives:";
    for (const auto& [tier, count] : tiers) {
        std::cout << " " << tier << " " << count;
    }
    std::cout << "; mean us " << sum / 1000 / static_cast<std::int64_t>(nanos.size()) << " p99 us "
              << nanos[nanos.size() * 99 / 100] / 1000 << "\n";
    EXPECT_EQ(tiers["hold"], 0);
    EXPECT_GE(tiers["none"] + tiers["silent"], 4985);
}

TEST(RealLists, IndexGivesWhatTheExhaustiveMatcherGives) {
    SARHAD_NEED_DATA("matching/screening/negatives_us.csv");
    const auto lists = real_snapshot();
    const ExhaustiveMatcher exhaustive{*lists};
    std::vector<facts::Traveller> all = persons("matching/screening/negatives_us.csv", 10);
    for (facts::Traveller& listed : persons("matching/screening/positives_un_untreated.csv", 25)) {
        all.push_back(std::move(listed));
    }
    for (const facts::Traveller& traveller : all) {
        const Subject who = Subject::of(traveller);
        EXPECT_EQ(lists->match(who, 1000), exhaustive.match(who, 1000));
    }
}

}  // namespace
}  // namespace sarhad::watchlists
