#pragma once

#include "facts/date.h"

#include <chrono>

namespace sarhad::rules {

/// The midnight, UTC, with which a full date begins.
[[nodiscard]] inline std::chrono::sys_days midnight_of(facts::PartialDate date) {
    return std::chrono::year_month_day{
        std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

}  // namespace sarhad::rules
