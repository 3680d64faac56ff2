#include "wire/segment_seal.h"

#include "support/golden.h"
#include "wire/held_memory.h"
#include "wire/keyring.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <string>

namespace sarhad::wire {
namespace {

Secret key_of(std::uint8_t byte) {
    Secret key{32};
    std::fill(key.bytes().begin(), key.bytes().end(), byte);
    return key;
}

/// A file of two chunks, the second of 1,000 bytes.
class SegmentSealTest : public testing::Test {
protected:
    SegmentSealTest() {
        head_.title_bytes = static_cast<std::uint32_t>(title_.size());
        head_.segment_bytes = kSegmentChunk + 1'000;
        std::fill(head_.salt.begin(), head_.salt.end(), std::uint8_t{3});
    }
    [[nodiscard]] SegmentSeal seal(std::uint8_t key = 7) const {
        return SegmentSeal{key_of(key), head_};
    }

    bool is_sodium_started_ = sodium_start().has_value();
    core::Bytes title_ = core::to_bytes("what is in it");
    core::Bytes small_ = core::Bytes(1'000, 0x5A);
    SegmentHead head_;
};

TEST_F(SegmentSealTest, ItsBytesAreThoseOfTheFirstVersion) {
    core::Bytes file = write_head(head_);
    SegmentSeal sealing = seal();
    core::append(file, sealing.seal_title(title_));
    core::append(file, sealing.seal_chunk(1, small_));
    EXPECT_EQ(golden::kept("formats/v1/sealed_segment.bin", file), file);
    EXPECT_EQ(file.size(), 56 + 13 + 16 + 1'000 + 16);
}

TEST_F(SegmentSealTest, AnotherLibraryOpensIt) {
    const core::Bytes sealed = seal().seal_chunk(1, small_);
    const Secret store = key_of(7);
    core::Bytes about = core::to_bytes("sarhad list segment v1");
    about.push_back(0);
    core::append(about, write_head(head_));
    core::Bytes key(32);
    const core::ByteView secret = store.bytes();
    crypto_generichash(key.data(), 32, about.data(), about.size(), secret.data(), secret.size());
    core::Bytes nonce(4, 0);
    core::put_u64(nonce, 2);
    core::Bytes bound = write_head(head_);
    core::put_u64(bound, 2);
    core::Bytes plain(small_.size());
    ASSERT_EQ(crypto_aead_chacha20poly1305_ietf_decrypt(plain.data(),
                                                        nullptr,
                                                        nullptr,
                                                        sealed.data(),
                                                        sealed.size(),
                                                        bound.data(),
                                                        bound.size(),
                                                        nonce.data(),
                                                        key.data()),
              0);
    EXPECT_EQ(plain, small_);
}

TEST_F(SegmentSealTest, OpensWhatItSealed) {
    SegmentSeal sealing = seal();
    const core::Bytes chunk(kSegmentChunk, 0x11);
    const core::Bytes sealed = sealing.seal_chunk(0, chunk);
    SegmentSeal opening = seal();
    core::Bytes plain(kSegmentChunk);
    ASSERT_TRUE(opening.open_chunk(0, sealed, plain));
    EXPECT_EQ(plain, chunk);
    EXPECT_EQ(*opening.open_title(sealing.seal_title(title_)), title_);
}

TEST_F(SegmentSealTest, NoPieceOpensInAnotherPlaceFileOrKey) {
    SegmentSeal sealing = seal();
    const core::Bytes sealed = sealing.seal_chunk(1, small_);
    core::Bytes plain(small_.size());
    EXPECT_EQ(sealing.open_chunk(0, sealed, plain).error().code, core::Errc::kCorrupt);
    EXPECT_EQ(sealing.open_chunk(2, sealed, plain).error().code, core::Errc::kCorrupt);
    EXPECT_EQ(sealing.open_title(sealed).error().code, core::Errc::kCorrupt);
    EXPECT_EQ(seal(8).open_chunk(1, sealed, plain).error().code, core::Errc::kCorrupt);
    head_.segment_bytes -= 1;  // One that was cut, and says so.
    EXPECT_EQ(seal().open_chunk(1, sealed, plain).error().code, core::Errc::kCorrupt);
    head_.segment_bytes += 1;
    head_.salt[0] ^= 1U;
    EXPECT_EQ(seal().open_chunk(1, sealed, plain).error().code, core::Errc::kCorrupt);
    head_.salt[0] ^= 1U;
    EXPECT_TRUE(seal().open_chunk(1, sealed, plain));
}

TEST_F(SegmentSealTest, NoFlippedBitOpens) {
    SegmentSeal sealing = seal();
    core::Bytes sealed = sealing.seal_title(title_);
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        sealed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_EQ(sealing.open_title(sealed).error().code, core::Errc::kCorrupt);
        sealed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_FALSE(sealing.open_title(core::ByteView{sealed}.first(size)));
    }
}

TEST_F(SegmentSealTest, AHeadIsReadBackAndNoOther) {
    const core::Bytes bytes = write_head(head_);
    EXPECT_EQ(*parse_head(bytes), head_);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_EQ(parse_head(core::ByteView{bytes}.first(size)).error().code, core::Errc::kCorrupt);
    }
    core::Bytes other = bytes;
    other[9] = 2;
    const auto refused = parse_head(other);
    EXPECT_EQ(refused.error().code, core::Errc::kInvalid);
    EXPECT_NE(refused.error().what.find("version 2"), std::string::npos);
    other = bytes;
    other[16] = 1;  // 2^56 bytes.
    EXPECT_EQ(parse_head(other).error().code, core::Errc::kCorrupt);
}

TEST(HeldMemory, IsZeroAndWritable) {
    HeldMemory memory{3 * kSegmentChunk + 5};
    EXPECT_EQ(memory.bytes().size(), 3 * kSegmentChunk + 5);
    EXPECT_TRUE(std::all_of(
        memory.bytes().begin(), memory.bytes().end(), [](std::uint8_t byte) { return byte == 0; }));
    memory.bytes().back() = 9;
    EXPECT_EQ(memory.bytes().back(), 9);
    const HeldMemory none{0};
    EXPECT_TRUE(none.bytes().empty());
}

}  // namespace
}  // namespace sarhad::wire
