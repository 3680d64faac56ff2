#pragma once

#include "pushes.h"

#include "facts/journey.h"
#include "node/roster_word.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace sarhad::node {

/// What a port shows of one record.
struct Shown {
    intake::Standing standing{intake::Standing::kNone};
    facts::Traveller traveller;
};

/// Nobody twice, nobody less, everybody where the oracle has him and with what it has.
inline void expect_same(const PushScript& script,
                        const Roster& wanted,
                        const std::vector<Shown>& shown,
                        const std::string& where) {
    std::set<int> seen;
    for (const Shown& one : shown) {
        const std::string given = one.traveller.first_name.reveal();
        const std::string document = one.traveller.documents.at(0).number.reveal();
        const int id = script.id_of(given, document);
        ASSERT_TRUE(seen.insert(id).second) << where << " twice: " << given;
        const auto found = wanted.find(id);
        ASSERT_TRUE(found != wanted.end()) << where << " nobody told of " << given;
        EXPECT_EQ(facts::name_of(one.standing), facts::name_of(found->second.standing))
            << where << " " << given;
        if (!found->second.is_told_anew) continue;
        EXPECT_EQ(given, found->second.told.given) << where;
        EXPECT_EQ(document, found->second.told.document) << where;
        if (!one.traveller.seat.empty()) {
            EXPECT_EQ(one.traveller.seat, found->second.told.seat) << where;
        }
    }
    EXPECT_EQ(seen.size(), wanted.size()) << where << " somebody is missing";
}

}  // namespace sarhad::node
