#include "node/held_rules_store.h"

#include "core/text.h"

#include <limits>
#include <string>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using screening::Held;
using screening::HeldRules;
using store::Statement;
using store::Step;

Result<HeldRules::Map> read_held_rules(store::QuerySource from) {
    SARHAD_TRY(Statement select, from.prepare("SELECT rule, revision, limited FROM rule_held"));
    HeldRules::Map held;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return held;
        }
        const std::int64_t revision = select.int64(1);
        if (revision < 0 || revision > std::numeric_limits<std::uint32_t>::max()) {
            return Error{Errc::kCorrupt, "rule_held: a revision that no rule can have is stored"};
        }
        held[std::string{select.text(0)}] = {static_cast<std::uint32_t>(revision),
                                             select.int64(2) != 0 ? Held::kLimited : Held::kShadow};
    }
}

Status write_held_rules(store::Database& database, const HeldRules::Map& held) {
    SARHAD_TRY(Statement clear, database.prepare("DELETE FROM rule_held"));
    SARHAD_TRY_STATUS(clear.run());
    for (const auto& [id, rule] : held) {
        SARHAD_TRY(Statement insert,
                   database.prepare("INSERT INTO rule_held(rule, revision, limited)"
                                    " VALUES(?1, ?2, ?3)"));
        insert.bind_all(std::string_view{id},
                        std::int64_t{rule.revision},
                        std::int64_t{rule.how == Held::kLimited});
        SARHAD_TRY_STATUS(insert.run());
    }
    return {};
}

}  // namespace sarhad::node
