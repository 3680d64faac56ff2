#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "wire/hash.h"
#include "wire/state_tree.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "editions/list_reader.h"

namespace sarhad::editions {

/// Where a row stands among all of its list: by bucket, then by id. The order in which rows are
/// hashed, cut into chunks and sent is the canonical one, the rising one of places.
struct Place {
    wire::Bucket bucket{0};
    std::string id;
    friend auto operator<=>(const Place&, const Place&) = default;
};

/// The place of the row with this id.
[[nodiscard]] Place place_of(std::string id);

/// A row of a list as it is replicated.
struct Row {
    Place place;
    core::Bytes body;
};

/// The rows of a list file whose entries come in canonical order, the manifest's among them.
/// Thread: one.
class EditionRows final {
public:
    explicit EditionRows(ListReader::Source source) : reader_{std::move(source)} {}

    /// First, once: the head of the file; errors as of ListReader.
    [[nodiscard]] core::Result<watchlists::ListFileHead> begin();
    /// None at the end, where the file's hashes agree. kInvalid, naming the entry, where it does
    /// not come behind the one before it.
    [[nodiscard]] core::Result<std::optional<Row>> next();
    [[nodiscard]] const wire::Hash256& hash() const { return reader_.hash(); }
    [[nodiscard]] std::uint64_t read() const { return reader_.read(); }

private:
    ListReader reader_;
    std::optional<Row> manifest_;  ///< Until its place has come.
    std::optional<Row> entry_;     ///< Read, and not given.
    Place last_{};
    bool has_last_{false};
    bool is_ended_{false};
};

/// The state tree of rows that come in canonical order. Thread: one.
class TreeBuilder final {
public:
    void add(const Place& place, const wire::Hash256& body_hash);
    /// Once, at the end.
    [[nodiscard]] const wire::StateTree& finish();
    [[nodiscard]] std::uint64_t rows() const { return rows_; }

private:
    void close();

    wire::StateTree tree_;
    wire::LeafHasher leaf_;
    wire::Bucket bucket_{0};
    std::uint64_t rows_{0};
};

}  // namespace sarhad::editions
