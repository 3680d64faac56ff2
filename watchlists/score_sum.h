#pragma once

#include "evidence.h"
#include "findings.h"
#include "messages.h"

#include <string>
#include <string_view>
#include <utility>

namespace sarhad::watchlists {

/// Sums points and, where reasons are wanted, writes them down.
class ScoreSum final {
public:
    explicit ScoreSum(Explain explain) : explain_{explain} {}
    void add(std::string_view kind, const Finding& finding) {
        add(kind, finding, message_id(finding.text));
    }
    void add(std::string_view kind, const Finding& finding, std::string_view message) {
        scored_.score += finding.points;
        if (explain_ == Explain::kReasons && !finding.text.empty()) {
            scored_.reasons.push_back(facts::Reason{std::string{kind},
                                                    core::Redacted<std::string>{finding.text},
                                                    finding.points,
                                                    std::string{message}});
        }
    }
    void at_most(int most, std::string_view kind, std::string_view text) {
        if (scored_.score > most) {
            add(kind, {most - scored_.score, std::string{text}});
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
    Explain explain_;
    Scored scored_;
};

}  // namespace sarhad::watchlists
