#include "editions/list_reader.h"

#include "core/text.h"
#include "watchlists/list_root.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "editions/edition_rows.h"

namespace sarhad::editions {
namespace {

using testing::HasSubstr;

/// Invented.
core::Bytes list_of(std::size_t count) {
    watchlists::ListManifest manifest;
    manifest.name = "wl/demo/list";
    manifest.source = "DEMO";
    manifest.edition = 1;
    manifest.thresholds = watchlists::Thresholds::shipped();
    std::vector<watchlists::ListEntry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        watchlists::ListEntry entry;
        entry.id = core::cat("L-", i);
        watchlists::ListedName name;
        name.text = core::Redacted<std::string>{core::cat("Tarven Oskel ", i)};
        entry.names.push_back(name);
        entries.push_back(entry);
    }
    std::sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) {
        return place_of(left.id) < place_of(right.id);
    });
    return *watchlists::write_list(manifest, entries, &wire::blake2b);
}

ListReader::Source pieces(core::Bytes file, std::size_t size) {
    return [file = std::move(file), size, at = std::size_t{0}]() mutable {
        const std::size_t count = std::min(size, file.size() - at);
        core::Bytes piece = core::to_bytes(core::ByteView{file}.subspan(at, count));
        at += count;
        return core::Result<core::Bytes>{std::move(piece)};
    };
}

/// How many entries it has, or what is wrong with it.
core::Result<std::size_t> read_all(core::Bytes file, std::size_t size) {
    ListReader reader{pieces(std::move(file), size)};
    SARHAD_TRY_STATUS(reader.head());
    std::size_t count = 0;
    while (true) {
        SARHAD_TRY(const auto listed, reader.next());
        if (!listed) {
            return count;
        }
        ++count;
    }
}

TEST(ListReader, ReadsTheSameWhereverAPieceEnds) {
    const core::Bytes file = list_of(20);
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{7}, std::size_t{4096}, file.size()}) {
        EXPECT_EQ(*read_all(file, size), 20U) << size;
    }
}

TEST(ListReader, RefusesWhatReadListRefuses) {
    const core::Bytes good = list_of(3);
    for (std::size_t at = 0; at < good.size(); ++at) {
        core::Bytes bad = good;
        bad[at] ^= 0x41U;
        ASSERT_FALSE(watchlists::read_list(bad, &wire::blake2b));
        EXPECT_FALSE(read_all(bad, 64)) << "byte " << at;
    }
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(
            read_all(core::Bytes{good.begin(), good.begin() + static_cast<long>(size)}, 64))
            << "cut at " << size;
    }
    core::Bytes longer = good;
    longer.push_back(0);
    EXPECT_THAT(read_all(longer, 64).error().what, HasSubstr("bytes follow the last entry"));
}

TEST(EditionRows, TheRowsAndTheRootAreThoseOfTheWholeList) {
    const core::Bytes file = list_of(2000);
    EditionRows rows{pieces(file, 5000)};
    ASSERT_TRUE(rows.begin());
    TreeBuilder tree;
    watchlists::RowHashes found;
    while (true) {
        const auto row = rows.next();
        ASSERT_TRUE(row) << row.error().what;
        if (!*row) {
            break;
        }
        tree.add((*row)->place, wire::blake2b((*row)->body));
        found.emplace((*row)->place.id, wire::blake2b((*row)->body));
    }
    const auto list = *watchlists::read_list(file, &wire::blake2b);
    watchlists::RowHashes wanted;
    wanted.emplace(watchlists::kManifestId, wire::blake2b(wire::encode(list.manifest)));
    for (const auto& entry : list.entries) {
        wanted.emplace(entry.id, wire::blake2b(watchlists::entry_bytes(entry)));
    }
    EXPECT_EQ(found, wanted);
    EXPECT_EQ(tree.finish().root(tree.rows()), wire::state_root(wanted));
}

}  // namespace
}  // namespace sarhad::editions
