#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "node/lists_store.h"
#include "watchlists/list_file.h"
#include "watchlists/matcher.h"

#include <cstdint>
#include <vector>

namespace sarhad::node {

/// A list in a segment at rest: its ListState, and what it said of itself.
struct KeptList {
    core::StreamId stream{0};
    std::uint64_t entries{0};
    core::WallTime applied_at;
    watchlists::ListManifest manifest;  ///< With the state's name, edition and root.
    std::uint64_t repairs{0};
    [[nodiscard]] ListState state() const;
    friend bool operator==(const KeptList&, const KeptList&) = default;
};

/// What is in a segment at rest.
struct KeptTitle {
    std::vector<KeptList> lists;
    wire::Hash256 hash{};  ///< Of the snapshot that it gives.
    friend bool operator==(const KeptTitle&, const KeptTitle&) = default;
};

/// The same title gives the same bytes.
[[nodiscard]] core::Bytes write_title(const KeptTitle& title);
/// Total: kCorrupt for any other bytes.
[[nodiscard]] core::Result<KeptTitle> parse_title(core::ByteView bytes);

}  // namespace sarhad::node

namespace sarhad::facts {

template <>
struct Schema<node::KeptList> {
    using Fact = node::KeptList;
    static constexpr std::string_view kName = "kept_list";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &Fact::stream, 1, Feed::kSystem),
                  field(2, "entries", &Fact::entries, 1, Feed::kSystem),
                  field(3, "applied_at", &Fact::applied_at, 1, Feed::kSystem),
                  field(4, "manifest", &Fact::manifest, 1, Feed::kList),
                  field(5, "repairs", &Fact::repairs, 1, Feed::kSystem)};
};
template <>
struct Schema<node::KeptTitle> {
    using Fact = node::KeptTitle;
    static constexpr std::string_view kName = "kept_title";
    static constexpr auto kFields =
        FieldList{field(1, "lists", &Fact::lists, watchlists::kMaxSnapshotLists, Feed::kList),
                  field(2, "hash", &Fact::hash, 32, Feed::kSystem)};
};

}  // namespace sarhad::facts
