#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace sarhad::editions {

/// Reads a list file of any size piece by piece: one entry and two pieces are held at most. What it
/// gave counts only once next() has given its end, for both hashes are behind the entries.
/// Thread: one.
class ListReader final {
public:
    /// The next bytes of the file, of any number; none at its end.
    using Source = std::function<core::Result<core::Bytes>()>;
    /// An entry, and its bytes as they stand in the file.
    struct Listed {
        watchlists::ListEntry entry;
        core::Bytes bytes;
    };

    explicit ListReader(Source source);

    /// First, once. kCorrupt where the bytes are no list file, kInvalid for another version of it;
    /// the source's errors as they are.
    [[nodiscard]] core::Result<watchlists::ListFileHead> head();
    /// In the order of the file; none at its end, where all hashes agree. Errors as of head().
    [[nodiscard]] core::Result<std::optional<Listed>> next();
    /// What the file says that its hash is, once next() has given the end: by it two files are one.
    [[nodiscard]] const wire::Hash256& hash() const { return hash_; }
    /// Bytes taken from the source so far.
    [[nodiscard]] std::uint64_t read() const { return read_; }

private:
    [[nodiscard]] core::Status fill(std::size_t bytes);
    [[nodiscard]] core::ByteView left() const { return core::ByteView{held_}.subspan(at_); }
    void take(std::size_t bytes);
    [[nodiscard]] core::Status check_end();

    Source source_;
    core::Bytes held_;
    std::size_t at_{0};  ///< So many of the held bytes are done.
    bool is_ended_{false};
    std::uint64_t read_{0};
    wire::Hasher all_;
    wire::Hasher entries_;
    watchlists::ListFileHead head_;
    std::uint64_t given_{0};
    wire::Hash256 hash_{};
};

}  // namespace sarhad::editions
