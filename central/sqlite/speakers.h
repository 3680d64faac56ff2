#pragma once

#include "central/enrolment_store.h"
#include "store/statement.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Who speaks at central, as two columns: account and uid.
namespace sarhad::central {

/// Columns `column` and the one behind it; none where the account is NULL.
[[nodiscard]] inline std::optional<Speaker> speaker_at(const store::Statement& row, int column) {
    if (row.is_null(column)) {
        return std::nullopt;
    }
    Speaker speaker{std::string{row.text(column)}, std::nullopt};
    if (!row.is_null(column + 1)) {
        speaker.uid = static_cast<std::uint32_t>(row.int64(column + 1));
    }
    return speaker;
}

/// NULL where there is nobody, or an administrator.
inline void bind_uid(store::Statement& statement, int at, const std::optional<Speaker>& speaker) {
    if (speaker && speaker->uid) {
        statement.bind(at, std::int64_t{*speaker->uid});
    } else {
        statement.bind_null(at);
    }
}

/// NULL where there is nobody.
inline void bind_account(store::Statement& statement,
                         int at,
                         const std::optional<Speaker>& speaker) {
    if (speaker) {
        statement.bind(at, std::string_view{speaker->account});
    } else {
        statement.bind_null(at);
    }
}

}  // namespace sarhad::central
