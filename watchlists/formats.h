#pragma once

#include "watchlists/import.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sarhad::watchlists {

/// Whose lists come in a format: a published one has a profile for its entries' orders, an
/// agency's own says what is asked in each entry.
enum class ListOwner : std::uint8_t { kPublished, kAgency };

/// A format that one file brings. ofac-csv, which comes in four files, has its own function.
struct ListFormatInfo {
    std::string_view id;     ///< "eu-xml" ...: what people write.
    std::string_view title;  ///< For help texts.
    ListOwner owner;
    bool is_delta;  ///< The file changes a list; it is none itself.
    core::Result<ImportReport> (*import)(const ByteSource& from,
                                         const ImportSinks& sinks,
                                         References& before);
};

/// All of them, by id.
[[nodiscard]] std::span<const ListFormatInfo> list_formats();
/// Null where there is none of that id.
[[nodiscard]] const ListFormatInfo* find_format(std::string_view id);

}  // namespace sarhad::watchlists
