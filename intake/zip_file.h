#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sarhad::intake {

inline constexpr std::size_t kZipEntriesMax = 2'000;
inline constexpr std::size_t kZipUnpackedMax =
    std::size_t{32} * 1024 * 1024;                ///< All that is read.
inline constexpr std::size_t kZipRatioMax = 400;  ///< Unpacked to packed, past 1 MiB.

/// The entries of a ZIP file in memory, unpacked when they are asked for. Sizes are those that the
/// central directory states, held against what comes out. Source: PKWARE APPNOTE 6.3; stored and
/// deflated entries of one disk, unencrypted, without ZIP64.
class ZipFile {
public:
    /// `file` outlives it. kInvalid with the reason and the remedy.
    [[nodiscard]] static core::Result<ZipFile> open(core::ByteView file);

    [[nodiscard]] bool has(std::string_view name) const { return entries_.contains(name); }
    /// kNotFound, kInvalid (damaged, encrypted), kExhausted past the limits.
    [[nodiscard]] core::Result<core::Bytes> read(std::string_view name);

private:
    struct Entry {
        std::uint16_t flags{0};
        std::uint16_t method{0};
        std::uint32_t crc{0};
        std::uint32_t packed{0};
        std::uint32_t unpacked{0};
        std::uint32_t header{0};
    };
    explicit ZipFile(core::ByteView file) : file_{file} {}
    [[nodiscard]] core::Status read_directory();
    [[nodiscard]] core::Result<core::ByteView> packed_of(const Entry& entry) const;

    core::ByteView file_;
    std::map<std::string, Entry, std::less<>> entries_{};
    std::size_t room_{kZipUnpackedMax};
};

/// Whether a file starts as ZIP does.
[[nodiscard]] bool is_zip_file(core::ByteView file);

}  // namespace sarhad::intake
