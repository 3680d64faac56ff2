#include "wire/protected_key.h"

#include "seeded_random.h"

#include "support/golden.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

using core::Errc;

/// As cheap as Argon2id goes: these tests are not about its cost.
constexpr PassphraseCost kCheap{1, 8};
constexpr std::string_view kPassphrase = "four words nobody knows";

class Protected : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(sodium_start()); }
    core::Bytes file() { return *protect_key(key_, kPassphrase, kCheap, random_); }
    static std::string text_of(const core::Bytes& file) { return std::string{core::as_text(file)}; }

    SeededRandom random_{7};
    SigningKey key_ = SigningKey::generate(random_);
};

TEST_F(Protected, OpensWithItsPassphraseOnly) {
    const auto held = parse_protected_key(file());
    ASSERT_TRUE(held) << held.error().what;
    EXPECT_EQ(held->key, key_.public_key().bytes());
    const auto opened = unlock_key(*held, kPassphrase);
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(opened->public_key(), key_.public_key());
    const auto refused = unlock_key(*held, "four words nobody knew.");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kUnauthenticated);
}

TEST_F(Protected, HoldsNothingOfTheSeedOpenly) {
    const core::Bytes plain = key_.to_file();
    const std::string seed = text_of(plain).substr(text_of(plain).find('\n') + 1, 64);
    EXPECT_EQ(text_of(file()).find(seed), std::string::npos);
    EXPECT_TRUE(is_protected_key(file()));
    EXPECT_FALSE(is_protected_key(plain));
}

TEST_F(Protected, IsRefusedWithAnyCharacterChanged) {
    const core::Bytes whole = file();
    const std::size_t behind_mark = text_of(whole).find('\n') + 1;
    for (std::size_t at = behind_mark; at < whole.size(); ++at) {
        core::Bytes changed = whole;
        changed[at] = changed[at] == '1' ? '2' : '1';
        const auto held = parse_protected_key(changed);
        EXPECT_FALSE(held && held->lock.cost == kCheap && unlock_key(*held, kPassphrase)) << at;
    }
}

TEST_F(Protected, TakesNoCostThatWouldStopTheMachine) {
    const std::string whole = text_of(file());
    for (const std::string_view cost :
         {"0 8", "65 8", "1 7", "1 1048577", "1 99999999999999999999"}) {
        std::string changed = whole;
        changed.replace(changed.find("argon2id ") + 9, 3, cost);
        const auto held = parse_protected_key(core::as_bytes(changed));
        ASSERT_FALSE(held) << cost;
        EXPECT_EQ(held.error().code, Errc::kInvalid);
    }
}

TEST_F(Protected, WantsAPassphraseOfTwelveCharacters) {
    EXPECT_FALSE(protect_key(key_, "elevenchars", kCheap, random_));
    EXPECT_TRUE(protect_key(key_, "twelve chars", kCheap, random_));
    EXPECT_FALSE(protect_key(key_, std::string(kPassphraseBytesMax + 1, 'x'), kCheap, random_));
}

TEST_F(Protected, KeepsItsBytes) {
    SeededRandom random{8};
    const SigningKey key = SigningKey::generate(random);
    const core::Bytes made = *protect_key(key, kPassphrase, kCheap, random);
    const core::Bytes kept = golden::kept("formats/v1/protected_key.bin", made);
    EXPECT_EQ(text_of(kept), text_of(made));
    EXPECT_TRUE(unlock_key(*parse_protected_key(kept), kPassphrase));
}

}  // namespace
}  // namespace sarhad::wire
