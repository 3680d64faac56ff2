// Whether an entry was on an edition that is not the newest any more.
#include "support.h"

#include "store/transaction.h"
#include "watchlists/list_file.h"
#include "wire/row_proof.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "editions/edition_rows.h"

namespace sarhad::central {
namespace {

using core::Errc;

constexpr std::string_view kName = "wl/demo/persons";

/// Publishes lists of invented persons, each under one of some ids, and remembers every edition.
class RowHistory : public testing::TestWithParam<bool> {
protected:
    /// `picked`: which ids are on it, and with what remarks.
    void publish(std::uint64_t edition, const std::map<int, int>& picked) {
        auto list = *watchlists::read_list(demo_list(edition, 1, kMost), &wire::blake2b);
        std::erase_if(list.entries, [&](watchlists::ListEntry& entry) {
            const auto at = picked.find(std::stoi(entry.id.substr(1)));
            if (at == picked.end()) {
                return true;
            }
            entry.remarks = core::Redacted<std::string>{core::cat("seen ", at->second)};
            return false;
        });
        std::sort(list.entries.begin(), list.entries.end(), [](const auto& one, const auto& two) {
            return editions::place_of(one.id) < editions::place_of(two.id);
        });
        std::map<std::string, wire::Hash256> hashes;
        for (const watchlists::ListEntry& entry : list.entries) {
            hashes[entry.id] = wire::blake2b(watchlists::entry_bytes(entry));
        }
        const core::Bytes file =
            *watchlists::write_list(list.manifest, list.entries, &wire::blake2b);
        const StreamHead head = GetParam() ? by_pieces(file) : whole(file);
        ASSERT_EQ(head.edition, edition);
        known[edition] = {head.root, std::move(hashes)};
    }
    StreamHead whole(const core::Bytes& file) {
        StreamHead published;
        rig.central->publish(
            file, signed_by(rig.agency, file), kMost, [&](const core::Result<StreamHead>& head) {
                ASSERT_TRUE(head) << head.error().what;
                published = *head;
            });
        rig.thread.run_all();
        return published;
    }
    StreamHead by_pieces(const core::Bytes& file) {
        UploadId id{};
        std::copy(file.end() - static_cast<std::ptrdiff_t>(id.size()), file.end(), id.begin());
        Publications& publications = rig.central->publications();
        publications.begin(id, file.size(), [](const auto& begun) { ASSERT_TRUE(begun); });
        rig.thread.run_all();
        publications.add(id, 0, file, [](const auto& added) { ASSERT_TRUE(added); });
        rig.thread.run_all();
        StreamHead published;
        publications.publish(id, signed_by(rig.agency, file), kMost, [&](const auto& standing) {
            ASSERT_TRUE(standing) << standing.error().what;
            published = *standing->published;
        });
        rig.thread.run_all();
        return published;
    }
    core::Result<wire::RowProof> row_at(const std::string& id, std::uint64_t edition) {
        return rig.kept.store().row_at({std::string{kName}, id}, edition);
    }

    static constexpr int kMost = 60;
    struct Edition {
        wire::Hash256 root{};
        std::map<std::string, wire::Hash256> hashes;
    };
    Rig rig;
    std::map<std::uint64_t, Edition> known;
};

TEST_P(RowHistory, OfEveryEditionEachEntryStandsAsItStood) {
    std::mt19937 random{GetParam() ? 3U : 2U};
    constexpr std::uint64_t kEditions = 4;
    for (std::uint64_t edition = 1; edition <= kEditions; ++edition) {
        std::map<int, int> picked;
        for (int id = 1; id <= kMost; ++id) {
            if (random() % 4 != 0) {
                picked[id] = static_cast<int>(random() % 2);
            }
        }
        publish(edition, picked);
    }
    for (const auto& [edition, of] : known) {
        for (int number = 1; number <= kMost; ++number) {
            const std::string id = core::cat("D", number);
            const auto proof = row_at(id, edition);
            ASSERT_TRUE(proof) << proof.error().what;
            const auto hash = wire::check_row_proof(*proof, id, of.root);
            ASSERT_TRUE(hash) << edition << id << hash.error().what;
            const auto was = of.hashes.find(id);
            EXPECT_EQ(hash->has_value(), was != of.hashes.end()) << edition << id;
            if (*hash && was != of.hashes.end()) {
                EXPECT_EQ(**hash, was->second) << edition << id;
            }
        }
    }
}

TEST_P(RowHistory, SaysWhereAnEditionIsNotKnown) {
    publish(1, {{1, 0}});
    EXPECT_EQ(row_at("D1", 2).error().code, Errc::kNotFound);
    EXPECT_EQ(rig.kept.store().row_at({"wl/demo/other", "D1"}, 1).error().code, Errc::kNotFound);
}

TEST_P(RowHistory, MakesNoProofOfRowsThatRotted) {
    publish(1, {{1, 0}, {2, 0}});
    publish(2, {{1, 1}, {2, 0}});
    auto rot = rig.kept.database().prepare(
        "UPDATE row_before SET hash = zeroblob(32)"
        " WHERE hash IS NOT NULL");
    ASSERT_TRUE(rot);
    auto transaction = store::Transaction::begin(rig.kept.database());
    ASSERT_TRUE(rot->run());
    ASSERT_TRUE(std::move(*transaction).commit());
    EXPECT_EQ(row_at("D1", 1).error().code, Errc::kUnavailable);
    EXPECT_TRUE(row_at("D1", 2));
}

TEST_P(RowHistory, AListsFirstEditionIsNotStoredTwice) {
    publish(1, {{1, 0}, {2, 0}});
    EXPECT_EQ(**rig.kept.database().prepare("SELECT count(*) FROM row_before")->query_int64(), 0);
}

INSTANTIATE_TEST_SUITE_P(WholeAndInPieces, RowHistory, testing::Bool());

}  // namespace
}  // namespace sarhad::central
