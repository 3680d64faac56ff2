#include "json_dump.h"

#include "core/bytes.h"
#include "intake/edifact.h"
#include "intake/messages.h"

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

/// Cut at every byte and with every byte changed, a message ends ok, partial or refused, and says
/// where: nobody is lost without a problem.
TEST(Mutation, BookingsCutOrDamagedAnywhereAreReadOrShown) {
    const std::string whole{core::as_text(sample("pnrgov_full.edi"))};
    // One of them was split off, which a free line tells: damaged, it is a remark.
    const std::size_t everybody = travellers_of(whole).size() - 1;
    const auto check = [&](const std::string& damaged, std::size_t at) {
        const auto messages = read_messages(core::as_bytes(damaged));
        ASSERT_FALSE(messages.empty());
        std::size_t travellers = 0;
        bool has_problem = false;
        for (const auto& message : messages) {
            travellers += message.travellers.size();
            has_problem = has_problem || !message.problems.empty();
        }
        ASSERT_TRUE(travellers >= everybody || has_problem) << at;
    };
    for (std::size_t at = 0; at < whole.size(); ++at) {
        check(whole.substr(0, at), at);
        for (const char c : {'X', '\'', '+', static_cast<char>(whole[at] ^ 1)}) {
            std::string damaged = whole;
            damaged[at] = c;
            check(damaged, at);
        }
    }
}

TEST(Mutation, RandomBytesNeverBreakTheReader) {
    const std::vector<std::string> names{
        "un_05b_bags_seats.edi", "us_dialect.edi", "two_parts.edi", "pnrgov_full.edi"};
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

/// Bills and containers of a file, and whether something of it is refused or stands outside any
/// message, which a problem then names.
struct CargoFound {
    std::size_t bills{0};
    std::size_t containers{0};
    bool is_named_as_a_whole{false};
    bool is_ok{true};
};

/// Checks what holds of every file, and counts.
CargoFound read_damaged_cargo(core::ByteView bytes) {
    CargoFound found;
    const auto messages = read_messages(bytes);
    SARHAD_CHECK(!messages.empty());
    for (const auto& message : messages) {
        found.bills += message.bills.size();
        found.containers += message.containers.size();
        found.is_ok = found.is_ok && message.status == facts::MessageStatus::kOk;
        SARHAD_CHECK(message.status == facts::MessageStatus::kOk || !message.problems.empty());
        found.is_named_as_a_whole =
            found.is_named_as_a_whole || message.status == facts::MessageStatus::kRefused;
        for (const auto& problem : message.problems) {
            SARHAD_CHECK(problem.offset <= bytes.size());
            found.is_named_as_a_whole =
                found.is_named_as_a_whole || problem.code == "stray-segment" ||
                problem.code == "leading-text" || problem.code == "trailing-text";
        }
    }
    return found;
}

std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

const std::vector<std::string> kCargoSamples{"baplie_d13b_v31.edi",
                                             "cargo_broken.edi",
                                             "codeco_d95b.edi",
                                             "cuscar_d11a.edi",
                                             "cuscar_d95b_consolidation.edi",
                                             "cusdec_d96b.edi",
                                             "ifcsum_d96a.edi"};

TEST(Mutation, CargoCutAtAnyByteKeepsWhatStandsBeforeTheCut) {
    for (const std::string& name : kCargoSamples) {
        const core::Bytes whole = sample(name);
        const std::string_view text = core::as_text(whole);
        const std::size_t end = text.rfind("UNZ");
        for (std::size_t cut = 0; cut < whole.size(); ++cut) {
            const auto found = read_damaged_cargo(core::ByteView{whole}.first(cut));
            ASSERT_TRUE(!found.is_ok || cut > end) << name << " at " << cut;
            if (found.is_named_as_a_whole) continue;
            const std::string_view kept = text.substr(0, cut);
            ASSERT_GE(found.bills, count_of(kept, "\nCNI+")) << name << " at " << cut;
            ASSERT_GE(found.containers, count_of(kept, "\nEQD+")) << name << " at " << cut;
        }
    }
}

/// A damaged byte hides one segment, or glues two.
TEST(Mutation, CargoWithAnyByteDamagedLosesAtMostWhatItTouches) {
    for (const std::string& name : kCargoSamples) {
        const core::Bytes whole = sample(name);
        const CargoFound before = read_damaged_cargo(whole);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (const unsigned mask : {0x01U, 0x10U, 0x80U, 0xFFU}) {
                core::Bytes damaged = whole;
                damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ mask);
                const CargoFound after = read_damaged_cargo(damaged);
                if (after.is_named_as_a_whole) continue;
                ASSERT_GE(after.bills + 1, before.bills) << name << " at " << at;
                ASSERT_GE(after.containers + 1, before.containers) << name << " at " << at;
            }
        }
    }
}

}  // namespace
}  // namespace sarhad::intake
