#include "wire/enrolment.h"

#include "seeded_random.h"

#include "core/text.h"
#include "support/golden.h"
#include "wire/enrol_words.h"
#include "wire/frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace sarhad::wire {
namespace {

struct Asked {
    SeededRandom random{7};
    SigningKey sign{SigningKey::generate(random)};
    BoxKey link{BoxKey::generate(random)};
    BoxKey server{BoxKey::generate(random)};
    EnrolRequest request{};

    Asked() {
        request.token = new_enrol_token(random);
        request.port = "PKXXA-1";
        request.link = link.public_key();
        request.sign = sign.public_key().bytes();
        random.fill(request.nonce);
        random.fill(request.hardware);
    }
    core::Bytes frame() { return *enrol_frame(request, sign, server.public_key(), random); }
};

EnrolInvitation sample_invitation() {
    EnrolInvitation invitation{"PKXXA-1",
                               "tcp://192.0.2.1:5703",
                               "tcp://192.0.2.1:5701",
                               "tcp://192.0.2.1:5702",
                               {},
                               {},
                               {1'795'392'000'000'000},
                               {}};
    invitation.server.fill(0x11);
    invitation.root.fill(0x22);
    invitation.token.fill(0x33);
    return invitation;
}

TEST(Enrolment, AFrameOpensToItsRequest) {
    Asked asked;
    const core::Bytes frame = asked.frame();
    EXPECT_LE(frame.size(), kEnrolFrameMax);
    const auto opened = open_enrol_frame(frame, asked.server);
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(*opened, asked.request);
}

TEST(Enrolment, WhoNamesAnotherSigningKeyIsNotHeard) {
    Asked asked;
    asked.request.sign = SigningKey::generate(asked.random).public_key().bytes();
    const auto opened = open_enrol_frame(asked.frame(), asked.server);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, core::Errc::kUnauthenticated);
}

TEST(Enrolment, AFrameForAnotherServerOrAnAlteredOneIsNotOpened) {
    Asked asked;
    core::Bytes frame = asked.frame();
    EXPECT_FALSE(open_enrol_frame(frame, BoxKey::generate(asked.random)));
    for (std::size_t at = 0; at < frame.size(); at += 13) {
        core::Bytes bad = frame;
        bad[at] ^= 1U;
        const auto opened = open_enrol_frame(bad, asked.server);
        EXPECT_TRUE(!opened || *opened == asked.request) << at;  // The mark says nothing here.
    }
    frame.resize(kEnrolFrameMax + 1);
    EXPECT_EQ(open_enrol_frame(frame, asked.server).error().code, core::Errc::kExhausted);
}

TEST(Enrolment, AnAnswerReadsAsItWasWritten) {
    EnrolAnswer answer;
    answer.state = EnrolState::kApproved;
    answer.node = 41;
    answer.trust.assign(kEnrolTrustMax, 'a');
    answer.root.assign(kEnrolTrustMax, 'b');
    answer.subject.assign(32, 7);
    const core::Bytes frame = answer_frame(answer);
    EXPECT_LE(frame.size(), kEnrolAnswerMax);
    ASSERT_TRUE(parse_answer_frame(frame));
    EXPECT_EQ(*parse_answer_frame(frame), answer);
}

TEST(Enrolment, NeitherFrameIsOneOfTheNodesProtocol) {
    Asked asked;
    for (const core::Bytes& frame : {asked.frame(), answer_frame({})}) {
        const auto parsed = parse_frame(frame, kControlLimits);
        ASSERT_TRUE(parsed);
        EXPECT_FALSE(is_known_type(parsed->header.type));
    }
}

TEST(Enrolment, ATokenForgivesWhatPeopleMisreadAndNoSlip) {
    SeededRandom random{3};
    for (int i = 0; i < 200; ++i) {
        const EnrolToken token = new_enrol_token(random);
        const std::string text = write_token(token);
        ASSERT_EQ(text.size(), 44U);
        EXPECT_EQ(*parse_token(text), token);
        std::string spoken = core::ascii_lower(text);
        std::replace(spoken.begin(), spoken.end(), '1', 'l');
        std::replace(spoken.begin(), spoken.end(), '0', 'o');
        std::replace(spoken.begin(), spoken.end(), '-', ' ');
        EXPECT_EQ(*parse_token(spoken), token);
        std::string slip = text;
        slip[0] = slip[0] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(parse_token(slip));
    }
    EXPECT_FALSE(parse_token(""));
    EXPECT_FALSE(parse_token(std::string(44, 'U')));
    EXPECT_FALSE(parse_token(std::string(5000, '0')));
}

TEST(Enrolment, AnInvitationReadsAsItWasWritten) {
    const EnrolInvitation invitation = sample_invitation();
    const auto read = parse_invitation(write_invitation(invitation));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, invitation);
}

TEST(Enrolment, ADamagedInvitationNamesItsLine) {
    const std::string good = write_invitation(sample_invitation());
    const auto why = [](const std::string& text) { return parse_invitation(text).error().what; };
    EXPECT_EQ(why("hello"), "invitation: line 1: wanted \"sarhad-invitation ...\"");
    std::string bad = good;
    bad.replace(bad.find("PKXXA"), 5, "PK__A");
    EXPECT_EQ(why(bad), "invitation: line 2: wanted a port such as PKXXA-1");
    EXPECT_NE(why(good.substr(0, good.size() - 3)).find("line 9: token:"), std::string::npos);
    EXPECT_NE(why(good + "x").find("something stands behind"), std::string::npos);
    EXPECT_EQ(parse_invitation(std::string(kEnrolInvitationMax + 1, 'a')).error().code,
              core::Errc::kExhausted);
}

TEST(Enrolment, SixWordsChangeWithEachKeyAndTheNonce) {
    Asked asked;
    const std::string words = *fingerprint_words(asked.request);
    EXPECT_EQ(core::split(words, ' ').size(), 6U);
    for (int part = 0; part < 3; ++part) {
        EnrolRequest other = asked.request;
        (part == 0 ? other.link[0] : part == 1 ? other.sign[31] : other.nonce[5]) ^= 1U;
        EXPECT_NE(*fingerprint_words(other), words);
    }
    EnrolRequest other = asked.request;
    other.token[0] ^= 1U;  // What nobody may hear is not in it.
    EXPECT_EQ(*fingerprint_words(other), words);
}

TEST(Enrolment, EachWordIsThereOnceAndPlain) {
    std::set<std::string> words;
    for (std::size_t i = 0; i < kEnrolWords; ++i) {
        const std::string word{enrol_word(static_cast<std::uint8_t>(i))};
        EXPECT_TRUE(words.insert(word).second) << word;
        EXPECT_TRUE(std::all_of(word.begin(), word.end(), [](char c) {
            return c >= 'a' && c <= 'z';
        })) << word;
        EXPECT_TRUE(word.size() >= 3 && word.size() <= 9) << word;
    }
}

TEST(Enrolment, BytesStayAsTheyWere) {
    Asked asked;
    const core::Bytes body = core::to_bytes(write_invitation(sample_invitation()));
    EXPECT_EQ(core::as_text(golden::kept("formats/v1/invitation.bin", body)), core::as_text(body));
    EnrolAnswer answer;
    answer.state = EnrolState::kLater;
    answer.detail = "too many";
    answer.node = 41;
    answer.trust = {1, 2};
    answer.root = {3};
    answer.subject = {4, 5};
    const core::Bytes frame = answer_frame(answer);
    EXPECT_EQ(core::to_hex(golden::kept("formats/v1/enrol_answer.bin", frame)),
              core::to_hex(frame));
    const core::Bytes request = asked.frame();  // Its randomness is seeded.
    EXPECT_EQ(core::to_hex(golden::kept("formats/v1/enrol_request.bin", request)),
              core::to_hex(request));
    const std::string words = *fingerprint_words(asked.request);
    EXPECT_EQ(core::as_text(golden::kept("formats/v1/enrol_words.bin", core::as_bytes(words))),
              words);
}

}  // namespace
}  // namespace sarhad::wire
