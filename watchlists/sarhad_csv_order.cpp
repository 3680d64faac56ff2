#include "sarhad_csv_order.h"

#include "entry_parts.h"

#include "core/text.h"
#include "watchlists/import.h"

namespace sarhad::watchlists {
namespace {

/// False where `told` is something and no full date.
bool read_day(const std::string& told, facts::PartialDate& to) {
    to = iso_date(told);
    return told.empty() || to.is_full();
}

}  // namespace

std::string read_order(const CsvTable& table, ListedOrder& order) {
    const std::string action = core::ascii_lower(table.text("action"));
    const bool is_action = read_enum(action, order.action) && order.action != ListAction::kNone;
    if (!action.empty() && !is_action) {
        return core::cat("its action must be one of ", enum_words<ListAction>());
    }
    const std::string direction = core::ascii_lower(table.text("direction"));
    if (!direction.empty() && !read_enum(direction, order.direction)) {
        return core::cat("its direction is none of ", enum_words<ListDirection>());
    }
    if (!read_day(table.text("valid_from"), order.valid_from) ||
        !read_day(table.text("valid_until"), order.valid_until)) {
        return "valid_from and valid_until are days, YYYY-MM-DD";
    }
    order.owner = table.text("owner");
    order.duty_telephone = table.text("duty_telephone");
    order.legal_basis = table.text("legal_basis");
    order.grading = core::ascii_upper(table.text("grading"));
    order.handling = table.text("handling");
    return refusal_of(order);
}

}  // namespace sarhad::watchlists
