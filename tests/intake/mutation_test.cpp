#include "json_dump.h"

#include "core/bytes.h"
#include "intake/edifact.h"
#include "intake/paxlst.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

/// A fixed sequence: the same bytes on every host (xorshift64, Marsaglia 2003).
class Sequence {
public:
    explicit Sequence(std::uint64_t seed) : state_{seed} {}
    std::size_t below(std::size_t bound) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<std::size_t>(state_ % bound);
    }

private:
    std::uint64_t state_;
};

std::string list_of(std::size_t travellers) {
    std::string text =
        "UNB+UNOA:4+QXAIR+PKNTC+260114:0630+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'"
        "TDT+20+QX612'LOC+125+DXB'DTM+189:2601141015:201'LOC+87+KHI'DTM+232:2601141325:201'";
    for (std::size_t i = 0; i < travellers; ++i) {
        const std::string n = std::to_string(100 + i);
        text += "NAD+FL+++FAMILY" + n + ":GIVEN'ATT+2++M'DTM+329:800101'LOC+178+DXB'NAT+2+PAK'";
        text += "RFF+AVF:R" + n + "'DOC+P+N" + n + "'DTM+36:300101'LOC+91+PAK'";
    }
    return text + "CNT+42:" + std::to_string(travellers) + "'UNT+99+1'UNZ+1+1'";
}

std::vector<facts::Traveller> travellers_of(const std::string& text) {
    std::vector<facts::Traveller> all;
    for (const facts::Message& message : read_messages(core::as_bytes(text))) {
        all.insert(all.end(), message.travellers.begin(), message.travellers.end());
    }
    return all;
}

/// A damaged byte touches one segment, or glues two: the group that it stands in and the one after.
TEST(Mutation, OneDamagedByteCostsAtMostTheTravellersItTouches) {
    constexpr std::size_t kTravellersThere = 12;
    const std::string whole = list_of(kTravellersThere);
    const auto before = travellers_of(whole);
    ASSERT_EQ(before.size(), kTravellersThere);
    const std::size_t first = whole.find("NAD+FL");
    const std::size_t last = whole.find("CNT+");
    for (std::size_t at = first; at < last; ++at) {
        for (const char c : std::string{"X'+:?0 \n\xC3"}) {
            std::string damaged = whole;
            damaged[at] = c;
            const auto after = travellers_of(damaged);
            const auto kept = std::count_if(before.begin(), before.end(), [&](const auto& one) {
                return std::find(after.begin(), after.end(), one) != after.end();
            });
            ASSERT_GE(kept, static_cast<std::ptrdiff_t>(kTravellersThere) - 2) << at << " " << c;
            ASSERT_GE(after.size() + 1, kTravellersThere) << at << " " << c;
        }
    }
}

TEST(Mutation, ALetterInsideAValueChangesOneTravellerOnly) {
    const std::string whole = list_of(6);
    const auto before = travellers_of(whole);
    for (std::size_t at = whole.find("NAD+FL"); at < whole.find("CNT+"); ++at) {
        if (!(whole[at] >= 'A' && whole[at] <= 'Z') && !(whole[at] >= '0' && whole[at] <= '9')) {
            continue;
        }
        std::string damaged = whole;
        damaged[at] = 'Q';
        const auto after = travellers_of(damaged);
        ASSERT_EQ(after.size(), before.size()) << at;
        std::size_t differing = 0;
        for (std::size_t i = 0; i < before.size(); ++i)
            differing += before[i] == after[i] ? 0U : 1U;
        ASSERT_LE(differing, 1U) << at;
    }
}

TEST(Mutation, RandomBytesNeverBreakTheReader) {
    const std::vector<std::string> names{
        "un_05b_bags_seats.edi", "us_dialect.edi", "two_parts.edi"};
    Sequence sequence{20260114};
    for (const std::string& name : names) {
        const core::Bytes original = sample(name);
        for (int round = 0; round < 1500; ++round) {
            core::Bytes damaged = original;
            for (std::size_t i = 0; i <= sequence.below(8); ++i) {
                damaged[sequence.below(damaged.size())] =
                    static_cast<std::uint8_t>(sequence.below(256));
            }
            damaged.resize(1 + sequence.below(damaged.size()));
            const auto messages = read_messages(damaged);
            ASSERT_FALSE(messages.empty());
            for (const auto& message : messages) {
                ASSERT_TRUE(message.status == facts::MessageStatus::kOk ||
                            !message.problems.empty());
            }
        }
    }
}

}  // namespace
}  // namespace sarhad::intake
