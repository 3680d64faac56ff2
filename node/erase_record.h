#pragma once

#include "core/clock.h"
#include "core/files.h"
#include "core/ids.h"
#include "core/result.h"
#include "wire/messages.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::node {

/// That this machine's node lets go of everything, or has: the small file `<state>.erase`, written
/// before the first thing is destroyed and again after the last. It outlives all else.
struct EraseRecord {
    wire::EraseStage stage{wire::EraseStage::kErasing};
    core::NodeId node{0};    ///< Whose erasing it is: a node with another number is another's.
    core::WallTime begun;    ///< By this machine's clock.
    core::WallTime ended;    ///< 0 while erasing.
    std::uint64_t rows{0};   ///< Of the outbox that central had not acknowledged.
    std::uint64_t files{0};  ///< Carriers' files that were there.
    friend bool operator==(const EraseRecord&, const EraseRecord&) = default;
};

/// The file's text, two lines: docs/storage.md.
[[nodiscard]] std::string to_text(const EraseRecord& record);
/// Total. kCorrupt: not as to_text() writes it.
[[nodiscard]] core::Result<EraseRecord> parse_erase_record(std::string_view text);

/// None where there is no such file. kCorrupt names the file.
[[nodiscard]] core::Result<std::optional<EraseRecord>> read_erase_record(core::Files& files,
                                                                         const std::string& path);
/// That of node `id`: another's that has ended is none. kInvalid, with the remedy, for another's
/// that has not. Errors as read_erase_record().
[[nodiscard]] core::Result<std::optional<EraseRecord>> erasing_of(core::Files& files,
                                                                  const std::string& path,
                                                                  core::NodeId id);
/// Durable once it returns.
[[nodiscard]] core::Status write_erase_record(core::Files& files,
                                              const std::string& path,
                                              const EraseRecord& record);

}  // namespace sarhad::node
