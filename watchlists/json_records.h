#pragma once

#include "facts/json_value.h"
#include "facts/value.h"
#include "watchlists/import.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

using facts::member;
using facts::text_member;
using facts::text_members;

inline constexpr std::size_t kMaxJsonRecord = 4U << 20U;  ///< Bytes of one object.
inline constexpr std::size_t kMaxJsonValues = 65'536;     ///< Of one object.

/// One object of a JSON list.
struct JsonRecord {
    /// "line 12", or "lines 12 to 14" of one that could not be read; in an array "object 7, line
    /// 1".
    std::string place;
    std::string refusal;  ///< Why it could not be read, or "".
    facts::Value value;   ///< A map, where it could.
};
using JsonSink = std::function<core::Status(const JsonRecord& record)>;

class Remarks;
/// Members of `map` that are none of `known` go to the remarks, by their own names: texts, numbers
/// and lists of them, and what stands in objects within.
void keep_leftovers(const facts::Value& map,
                    std::span<const std::string_view> known,
                    Remarks& remarks,
                    ImportReport& report);

/// Reads objects one after another: a file of JSON lines, or one array of objects. `what` begins
/// the error texts. kInvalid with the line for a file that holds something else or ends within an
/// object. An object that is not JSON, or passes a limit, is handed on with its refusal; so is what
/// stands in the array and is no object. Memory is
/// bounded by one object.
[[nodiscard]] core::Status read_json_records(const ByteSource& from,
                                             std::string_view what,
                                             const JsonSink& sink);

}  // namespace sarhad::watchlists
