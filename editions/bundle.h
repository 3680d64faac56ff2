#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "wire/hash.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "editions/snapshot.h"

/// The lists of a country as one file, for a port without a link: docs/protocol.md, "Courier
/// bundle".
namespace sarhad::editions {

inline constexpr std::uint16_t kBundleVersion = 1;
/// Lists of one bundle: as many as central has streams of lists.
inline constexpr std::uint16_t kBundleListsMax = 128;

/// What a bundle says of itself. Nobody signed it.
struct BundleTitle {
    core::WallTime made_at;
    std::uint16_t lists{0};
};

/// Makes a bundle's bytes, part by part; title, then for each list its head and kChunks chunks,
/// then the end. Thread: one.
class BundleWriter final {
public:
    [[nodiscard]] core::Bytes title(const BundleTitle& title);
    [[nodiscard]] core::Bytes list(const SnapshotHead& head);
    [[nodiscard]] core::Bytes chunk(core::ByteView chunk);
    [[nodiscard]] core::Bytes end();

private:
    [[nodiscard]] core::Bytes counted(core::Bytes bytes);
    wire::Hasher hasher_;
};

/// Reads a bundle of any size piece by piece: one chunk and two pieces are held at most. Total: any
/// bytes give its parts or kInvalid. That the whole came undamaged is known at the end; each part
/// has signatures or a hash of its own. Thread: one.
class BundleReader final {
public:
    /// The next bytes of the file, of any number; none at its end.
    using Source = std::function<core::Result<core::Bytes>()>;

    explicit BundleReader(Source source);

    /// First, once.
    [[nodiscard]] core::Result<BundleTitle> title();
    /// The next list, once all chunks of the one before it are taken; none at the end.
    [[nodiscard]] core::Result<std::optional<SnapshotHead>> list();
    /// kChunks times for each list, from child 0 on.
    [[nodiscard]] core::Result<core::Bytes> chunk();

private:
    [[nodiscard]] core::Result<core::ByteView> need(std::size_t bytes);
    [[nodiscard]] core::Result<core::Bytes> take_part(std::size_t most);
    [[nodiscard]] core::Status check_end();
    void take(std::size_t bytes);

    Source source_;
    core::Bytes held_;
    std::size_t at_{0};
    bool is_ended_{false};
    wire::Hasher hasher_;
    std::uint16_t lists_{0};  ///< That are still to come.
};

}  // namespace sarhad::editions
