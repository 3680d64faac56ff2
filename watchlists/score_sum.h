#pragma once

#include "evidence.h"
#include "findings.h"
#include "messages.h"

#include "core/text.h"

#include <string>
#include <string_view>
#include <utility>

namespace sarhad::watchlists {

/// Sums points and, where reasons are wanted, writes them down.
class ScoreSum final {
public:
    explicit ScoreSum(Explain explain) : explain_{explain} {
        if (explain == Explain::kReasons) {
            scored_.reasons.reserve(kUsualReasons);
        }
    }
    void add(std::string_view kind, const Finding& finding) {
        add(kind, finding, is_told(finding) ? message_id(finding.text) : std::string_view{});
    }
    void add(std::string_view kind, const Finding& finding, std::string_view message) {
        scored_.score += finding.points;
        if (is_told(finding)) {
            scored_.reasons.push_back(facts::Reason{
                std::string{kind},
                core::Redacted<std::string>{finding.number == 0
                                                ? std::string{finding.text}
                                                : core::cat(finding.text, finding.number)},
                finding.points,
                std::string{message}});
        }
    }
    void at_most(int most, std::string_view kind, std::string_view text) {
        if (scored_.score > most) {
            add(kind, {most - scored_.score, text});
        }
    }
    /// The score stays between 0 and 1000.
    void end() {
        at_most(1000, "limit", "the score ends at 1000");
        if (scored_.score < 0) {
            add("limit", {-scored_.score, "the score begins at 0"});
        }
    }
    [[nodiscard]] int score() const { return scored_.score; }
    [[nodiscard]] Scored take() && { return std::move(scored_); }

private:
    static constexpr std::size_t kUsualReasons = 8;
    [[nodiscard]] bool is_told(const Finding& finding) const {
        return explain_ == Explain::kReasons && !finding.text.empty();
    }
    Explain explain_;
    Scored scored_;
};

}  // namespace sarhad::watchlists
