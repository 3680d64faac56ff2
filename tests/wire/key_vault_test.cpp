#include "wire/key_vault.h"

#include "seeded_random.h"

#include "support/golden.h"
#include "wire/keyring.h"
#include "wire/secret.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

using core::Errc;

/// As cheap as Argon2id goes: these tests are not about its cost.
constexpr PassphraseCost kCheap{1, 8};
constexpr std::string_view kPassphrase = "four words nobody knows";

class KeyVaultTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(sodium_start()); }
    core::Bytes file() { return *lock_keys(vault_, kPassphrase, kCheap, random_); }

    SeededRandom random_{7};
    KeyVault vault_{{{"link.key", core::to_bytes("sarhad-key v1 link-secret\n")},
                     {"store.key", core::to_bytes("sarhad-key v1 store-secret\n")}}};
};

TEST_F(KeyVaultTest, OpensWithItsPassphraseOnly) {
    const auto opened = unlock_keys(file(), kPassphrase);
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(*opened, vault_);
    const auto refused = unlock_keys(file(), "four words nobody knew.");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kUnauthenticated);
}

TEST_F(KeyVaultTest, HoldsNothingOpenly) {
    const std::string text{core::as_text(file())};
    EXPECT_EQ(text.find("secret"), std::string::npos);
    EXPECT_EQ(text.find(core::to_hex(core::as_bytes("store-secret"))), std::string::npos);
}

TEST_F(KeyVaultTest, IsRefusedWithAnyCharacterChangedOrCut) {
    const core::Bytes whole = file();
    const std::size_t cost = std::string{core::as_text(whole)}.find("argon2id") + 9;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        if (at >= cost && at < cost + 3) {
            continue;  // Of which a larger one takes its time.
        }
        core::Bytes changed = whole;
        changed[at] = changed[at] == '1' ? '2' : '1';
        EXPECT_FALSE(unlock_keys(changed, kPassphrase)) << at;
        EXPECT_FALSE(unlock_keys(core::ByteView{whole}.first(at), kPassphrase)) << at;
    }
}

TEST_F(KeyVaultTest, TakesNoNameThatLeadsElsewhere) {
    for (const std::string_view name : {"", "../store.key", "a/b", ".hidden", "UPPER.key"}) {
        vault_.keys[0].name = name;
        EXPECT_FALSE(lock_keys(vault_, kPassphrase, kCheap, random_)) << name;
    }
    vault_.keys.clear();
    EXPECT_FALSE(lock_keys(vault_, kPassphrase, kCheap, random_));
}

TEST_F(KeyVaultTest, KeepsItsBytes) {
    SeededRandom random{8};
    const core::Bytes made = *lock_keys(vault_, kPassphrase, kCheap, random);
    const core::Bytes kept = golden::kept("formats/v1/key_vault.bin", made);
    EXPECT_EQ(core::as_text(kept), core::as_text(made));
    EXPECT_EQ(*unlock_keys(kept, kPassphrase), vault_);
}

}  // namespace
}  // namespace sarhad::wire
