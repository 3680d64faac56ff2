#include "screening/central_counters.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace sarhad::screening {
namespace {

using DocumentKey = facts::SubjectKey;

/// A centre whose clock is so far ahead is not believed to be fresh for ever.
constexpr core::Duration kAheadMax = std::chrono::hours{1};
constexpr std::int64_t kMicrosAMinute = 60'000'000;
/// A journey is told of on the day before its flight, and he stands at a desk on the day behind it.
constexpr std::int32_t kDaysOfOneCrossing = 2;

std::int64_t in_micros(core::Duration span) {
    return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
}

bool is_fresh(core::WallTime as_of, std::int64_t now_minutes) {
    std::int64_t now = 0;
    std::int64_t age = 0;
    return !__builtin_mul_overflow(now_minutes, kMicrosAMinute, &now) &&
           !__builtin_sub_overflow(now, as_of.micros, &age) &&
           age <= in_micros(kCentralWordAgeMax) && age >= -in_micros(kAheadMax);
}

facts::CrossingMark mark_of(const std::array<std::uint8_t, 16>& crossing) {
    facts::CrossingMark mark{};
    std::copy_n(crossing.begin(), mark.size(), mark.begin());
    return mark;
}

/// Counts one person.
class Count {
public:
    Count(const CentralWord& told, const OwnRecords& own, const Passage& current)
        : told_{told},
          own_{own},
          current_{current},
          today_{day_of(current.at)},
          before_{passages_before(own.passages, current)} {}

    [[nodiscard]] std::int64_t ports(const std::string& port) const {
        std::set<std::string> seen;
        for (const facts::CountedHolder& holder : told_.holders) {
            for (const facts::CountedPort& one : holder.ports) {
                if (one.port == port ? has_earlier(one.days) : has_day(one.days)) {
                    seen.insert(one.port);
                }
            }
        }
        if (std::any_of(before_.begin(), before_.end(), [&](const Passage& one) {
                return is_counted(one.day);
            })) {
            seen.insert(port);
        }
        return static_cast<std::int64_t>(seen.size());
    }

    [[nodiscard]] std::int64_t documents(const std::string& port) const {
        std::set<DocumentKey> seen;
        for (const facts::CountedHolder& holder : told_.holders) {
            for (const facts::CountedDocument& one : holder.documents) {
                if (has_earlier(one.days)) {
                    seen.insert(one.document);
                }
            }
            const bool was_shown =
                std::any_of(holder.ports.begin(), holder.ports.end(), [&](const auto& one) {
                    return one.port == port ? has_earlier(one.days) : has_day(one.days);
                });
            if (was_shown && !holder.is_visa) {
                seen.insert(holder.document);
            }
        }
        for (const Passage& one : before_) {
            if (is_counted(one.day)) {
                seen.insert(one.documents.begin(), one.documents.end());
            }
        }
        return static_cast<std::int64_t>(seen.size());
    }

    /// By crossing; of two words on one the later counts.
    [[nodiscard]] std::map<facts::CrossingMark, facts::CountedInspection> inspections() const {
        std::map<facts::CrossingMark, facts::CountedInspection> last;
        const auto add = [&](const facts::CountedInspection& one) {
            const auto [held, is_new] = last.try_emplace(one.crossing, one);
            if (!is_new && one.at >= held->second.at) {
                held->second = one;
            }
        };
        for (const facts::CountedHolder& holder : told_.holders) {
            std::for_each(holder.inspections.begin(), holder.inspections.end(), add);
        }
        std::for_each(own_.inspections.begin(), own_.inspections.end(), add);
        const auto current = marks_of_current();
        std::erase_if(last, [&](const auto& one) {
            const std::int64_t at = one.second.at;
            return current.contains(one.first) || at > current_.at || !is_counted(day_of(at));
        });
        return last;
    }

private:
    [[nodiscard]] bool is_counted(std::int32_t day) const {
        return is_within(day, today_, kCentralWindowDays);
    }
    [[nodiscard]] bool has_day(const std::vector<std::int32_t>& days) const {
        return std::any_of(
            days.begin(), days.end(), [&](std::int32_t day) { return is_counted(day); });
    }
    /// A day that is not one of this crossing.
    [[nodiscard]] bool has_earlier(const std::vector<std::int32_t>& days) const {
        return std::any_of(days.begin(), days.end(), [&](std::int32_t day) {
            return is_counted(day) && day < std::min(today_, current_.day) - kDaysOfOneCrossing;
        });
    }
    /// Of every record of the crossing in question.
    [[nodiscard]] std::set<facts::CrossingMark> marks_of_current() const {
        std::set<facts::CrossingMark> marks;
        for (const Passage& one : own_.passages) {
            marks.insert(mark_of(one.crossing));
        }
        for (const Passage& one : before_) {
            marks.erase(mark_of(one.crossing));
        }
        marks.insert(mark_of(current_.crossing));
        return marks;
    }

    const CentralWord& told_;
    const OwnRecords& own_;
    const Passage& current_;
    std::int32_t today_;
    std::vector<Passage> before_;
};

}  // namespace

CounterValues central_counts(const CentralWord& told,
                             const OwnRecords& own,
                             const Passage& current,
                             const core::PortId& port) {
    CounterValues values;
    if (!told.as_of || told.is_cut || !is_fresh(*told.as_of, current.at)) {
        return values;
    }
    const Count count{told, own, current};
    const auto set = [&](PersonCounter counter, std::int64_t value) {
        values.at(static_cast<std::size_t>(counter)) = value;
    };
    set(PersonCounter::kDistinctPorts, count.ports(port.value()));
    set(PersonCounter::kDocumentsUsed, count.documents(port.value()));
    const auto inspections = count.inspections();
    set(PersonCounter::kInspections, static_cast<std::int64_t>(inspections.size()));
    set(PersonCounter::kInspectionsNegative,
        std::count_if(inspections.begin(), inspections.end(), [](const auto& one) {
            return !one.second.has_finding;
        }));
    return values;
}

}  // namespace sarhad::screening
