#pragma once

#include "core/check.h"
#include "core/text.h"
#include "rules/live/live_rules.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

/// Rules in force, for tests.
namespace sarhad::screening {

/// A live yellow rule of score 20 about travellers.
inline std::shared_ptr<const rules::Rule> rule(
    std::string id, std::string condition, const std::function<void(rules::Rule&)>& change = {}) {
    rules::Rule made;
    made.id = std::move(id);
    made.rev = 2;
    made.title = core::cat("title of ", made.id);
    made.mode = rules::RuleMode::kLive;
    made.channel = rules::RuleChannel::kYellow;
    made.score = 20;
    made.ports = {"*"};
    made.condition = {std::move(condition), {1, 1}, true};
    if (change) {
        change(made);
    }
    return std::make_shared<const rules::Rule>(std::move(made));
}

/// The pack of all these, with hash 9, lists 4, schema 1.
inline std::shared_ptr<const rules::LiveRules> live(const rules::LiveRules::Authored& all) {
    static const auto kNone = rules::LiveRules::none({});
    auto made = rules::LiveRules::make(all, {facts::Hash256{9}, 4, 1}, kNone->lists());
    SARHAD_CHECK(made.has_value());
    return *made;
}

}  // namespace sarhad::screening
