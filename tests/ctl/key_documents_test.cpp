// Whom every port believes, made as an agency makes it: drafted, passed on, signed by several.
#include "commands_fixture.h"

#include "ctl/passphrase.h"
#include "ctl/trust_files.h"
#include "wire/protected_key.h"
#include "wire/trust_documents.h"

namespace sarhad::ctl {
namespace {

constexpr std::string_view kRoles[] = {"security", "sequencer", "tick", "rules"};

class KeyDocuments : public Commands {
protected:
    void SetUp() override {
        Commands::SetUp();
        for (const std::string_view name : {"ayla", "basir", "chandra", "dervan"}) {
            make_key(name, KeyPurpose::kSign);
        }
        for (const std::string_view name : kRoles) {
            make_key(name, KeyPurpose::kSign);
        }
        make_key("link", KeyPurpose::kLink);
        make_key("seal", KeyPurpose::kSeal);
        out_.str("");
    }
    void make_key(std::string_view name, KeyPurpose purpose) {
        ASSERT_TRUE(run(KeyNew{purpose, path(core::cat(name, ".key"))}, context_));
    }
    /// Two of three holders sign roots.
    static std::string plan(std::string_view holders) {
        std::string text = core::cat(
            "[root]\ndays = 700\n[central]\nlink = \"link.key\"\nseal = [\"seal.key\"]\n"
            "[[role]]\nkind = \"root\"\nthreshold = 2\nkeys = [",
            holders,
            "]\n");
        for (const std::string_view role : kRoles) {
            text += core::cat("[[role]]\nkind = \"", role, "\"\nkeys = [\"", role, ".key\"]\n");
        }
        return text;
    }
    std::string drafted() {
        const std::string planned =
            file("root.toml", plan("\"ayla.key\", \"basir.key\", \"chandra.key\""));
        const Outcome made = run(KeyCeremony{planned, path("root-1.trust")}, context_);
        EXPECT_TRUE(made) << made.error().what;
        return path("root-1.trust");
    }
    Outcome sign(const std::string& document, std::string_view holder, std::string root = {}) {
        return run(KeySign{document, path(core::cat(holder, ".key")), std::move(root), {}},
                   context_);
    }
    ExitCode verify(std::vector<std::string> files) {
        out_.str("");
        const Outcome verified = run(KeyVerify{std::move(files), {}, {}, {}}, context_);
        EXPECT_TRUE(verified) << verified.error().what;
        return verified ? *verified : ExitCode::kInternal;
    }
};

TEST_F(KeyDocuments, ARootHoldsOnceEnoughHoldersHaveSignedIt) {
    const std::string root = drafted();
    EXPECT_THAT(out_.str(), HasSubstr("0 of 2 wanted, 2 missing"));
    EXPECT_EQ(verify({root}), ExitCode::kBadInput);
    ASSERT_TRUE(sign(root, "ayla"));
    ASSERT_TRUE(sign(root, "ayla"));  // The same holder once more is still one.
    EXPECT_EQ(verify({root}), ExitCode::kBadInput);
    EXPECT_THAT(out_.str(), HasSubstr("1 of 2 wanted keys"));
    ASSERT_TRUE(sign(root, "chandra"));
    EXPECT_THAT(out_.str(), HasSubstr("2 of 2 wanted, enough"));
    EXPECT_EQ(verify({root}), ExitCode::kOk);
    EXPECT_THAT(out_.str(), HasSubstr("EXPIRED, no tick yet"));
    EXPECT_EQ(verify({folder_}), ExitCode::kOk) << "a folder's *.trust";
}

TEST_F(KeyDocuments, ANextRootNeedsTheHoldersOfBoth) {
    const std::string first = drafted();
    ASSERT_TRUE(sign(first, "ayla") && sign(first, "basir"));
    const std::string planned =
        file("next.toml", plan("\"basir.key\", \"chandra.key\", \"dervan.key\""));
    const std::string second = path("root-2.trust");
    ASSERT_TRUE(run(KeyRotate{planned, first, second}, context_));
    EXPECT_FALSE(sign(second, "ayla")) << "without the root before, nobody knows that she may";
    ASSERT_TRUE(sign(second, "ayla", first) && sign(second, "dervan", first));
    EXPECT_EQ(verify({first, second}), ExitCode::kPartlyDone);
    EXPECT_THAT(out_.str(), HasSubstr("1 of 2 wanted keys of the root role of version 1"));
    ASSERT_TRUE(sign(second, "basir", first));
    EXPECT_EQ(verify({first, second}), ExitCode::kOk);
    EXPECT_THAT(out_.str(), HasSubstr("holds root 2"));
    EXPECT_FALSE(sign(second, "tick", first));
}

TEST_F(KeyDocuments, RevocationsAndPoliciesAreSignedByTheirRoles) {
    const std::string root = drafted();
    ASSERT_TRUE(sign(root, "ayla") && sign(root, "basir"));
    const std::string revoking = path("revocations-1.trust");
    ASSERT_TRUE(run(KeyCeremony{file("revoke.toml",
                                     "[revocations]\n[[node]]\nnode = 7\nwhy = \"stolen\"\n"
                                     "[[key]]\nkey = \"dervan.key\"\nwhy = \"lost\"\n"),
                                revoking},
                    context_));
    EXPECT_THAT(out_.str(), HasSubstr("node 7 since"));
    EXPECT_THAT(out_.str(), HasSubstr("--root ROOT.trust --key HOLDER.key"));
    EXPECT_FALSE(sign(revoking, "security")) << "its role stands in a root: --root";
    EXPECT_FALSE(sign(revoking, "rules", root));
    ASSERT_TRUE(sign(revoking, "security", root));
    const std::string policy = path("policy.trust");
    ASSERT_TRUE(run(KeyCeremony{file("policy.toml",
                                     "[policy]\nsite = \"PKXXA-1\"\nfresh_minutes = 60\n"
                                     "sign_off = \"flight\"\n"),
                                policy},
                    context_));
    ASSERT_TRUE(sign(policy, "rules", root));
    EXPECT_EQ(verify({folder_}), ExitCode::kOk) << out_.str();
    ASSERT_TRUE(run(KeyRotate{path("revoke.toml"), revoking, path("later.trust")}, context_));
    const Outcome mixed = run(KeyRotate{path("policy.toml"), revoking, path("x.trust")}, context_);
    ASSERT_FALSE(mixed);
    EXPECT_THAT(mixed.error().what,
                HasSubstr("is of kind revocations, the plan is of kind policy"));
}

TEST_F(KeyDocuments, APassphraseOpensAHoldersKey) {
    const std::string word = file("word", "four words nobody knows\n");
    const std::string key = path("emil.key");
    ASSERT_TRUE(run(KeyNew{KeyPurpose::kSign, key, true, word}, context_));
    EXPECT_TRUE(wire::is_protected_key(*files_.read(key, core::kibibytes(4))));
    const auto held = wire::parse_protected_key(*files_.read(key, core::kibibytes(4)));
    EXPECT_EQ(held->lock.cost, wire::PassphraseCost{});
    const std::string planned = file("root.toml", plan("\"ayla.key\", \"emil.key.pub\""));
    const std::string root = path("root-1.trust");
    ASSERT_TRUE(run(KeyCeremony{planned, root}, context_));
    const Outcome refused =
        run(KeySign{root, key, {}, file("other", "not those four words\n")}, context_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kUnauthenticated);
    EXPECT_THAT(refused.error().what, HasSubstr("emil.key"));
    ASSERT_TRUE(run(KeySign{root, key, {}, word}, context_));
    EXPECT_THAT(out_.str(), HasSubstr("1 of 2 wanted"));
}

TEST_F(KeyDocuments, ADaemonsKeysGoUnderAPassphraseAndComeOutAgain) {
    const std::string word = file("word", "four words nobody knows\n");
    const std::string keys = path("keys");
    const std::string memory = path("memory");
    std::filesystem::create_directories(keys);
    std::filesystem::create_directories(memory);
    const std::string store = core::cat(keys, "/store.key");
    ASSERT_TRUE(run(KeyNew{KeyPurpose::kStore, store, false, {}}, context_));
    ASSERT_TRUE(run(KeyNew{KeyPurpose::kLink, core::cat(keys, "/link.key"), false, {}}, context_));
    const core::Bytes before = *files_.read(store, core::kibibytes(4));
    const std::string same_place = path("same-place");
    std::filesystem::create_hard_link(store, same_place);
    ASSERT_TRUE(run(KeyLock{keys, word}, context_));
    EXPECT_THAT(*files_.list(keys), testing::ElementsAre("keys.vault"));
    EXPECT_THAT(*files_.read(same_place, core::kibibytes(4)), testing::Each(0)) << "overwritten";
    EXPECT_FALSE(run(KeyLock{keys, word}, context_)) << "over a vault that holds keys";
    const Outcome wrong =
        run(KeyUnlock{keys, memory, file("other", "not those four words\n")}, context_);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, core::Errc::kUnauthenticated);
    EXPECT_THAT(*files_.list(memory), testing::IsEmpty());
    ASSERT_TRUE(run(KeyUnlock{keys, memory, word}, context_));
    EXPECT_EQ(*files_.read(core::cat(memory, "/store.key"), core::kibibytes(4)), before);
    EXPECT_THAT(*files_.list(memory), testing::ElementsAre("link.key", "store.key"));
}

TEST_F(KeyDocuments, AFolderWithoutKeysIsNotLocked) {
    const std::string word = file("word", "four words nobody knows\n");
    std::filesystem::create_directories(path("empty"));
    const Outcome none = run(KeyLock{path("empty"), word}, context_);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().what, HasSubstr("has no *.key files"));
}

TEST_F(KeyDocuments, APlanIsRefusedAtTheLineThatIsWrong) {
    const auto refused = [this](std::string_view text) {
        const Outcome made = run(KeyCeremony{file("bad.toml", text), path("bad.trust")}, context_);
        return made ? std::string{"taken"} : made.error().what;
    };
    const std::string whole = plan("\"ayla.key\", \"basir.key\", \"chandra.key\"");
    EXPECT_THAT(refused("[rot]\n"),
                HasSubstr("wanted one of [root], [revocations], [policy] and [compartment]"));
    EXPECT_THAT(refused(whole + "[[role]]\nkind = \"king\"\nkeys = []\n"),
                HasSubstr("bad.toml:22:1: kind: wanted root, security"));
    EXPECT_THAT(refused(whole + "[[role]]\nkind = \"alert\"\nkeys = [\"none.key\"]\n"),
                HasSubstr("none.key"));
    EXPECT_THAT(refused(whole + "[[role]]\nkind = \"alert\"\nkeys = [\"link.key\"]\n"),
                HasSubstr("a key of kind link"));
    EXPECT_THAT(refused(whole + "[[role]]\nkind = \"alert\"\nkeys = [\"ayla.key\"]\n"),
                HasSubstr("is a root holder's too"));
    EXPECT_THAT(refused("[policy]\nfresh_hours = 1\n"), HasSubstr("unknown member"));
    EXPECT_THAT(refused("[root]\ndays = 4000\n"),
                HasSubstr("bad.toml:2:8: days: wanted 1 to 3650"));
    EXPECT_FALSE(files_.read(path("bad.trust"), core::kibibytes(64)));
}

TEST_F(KeyDocuments, NoDraftIsWrittenOverAnother) {
    const std::string root = drafted();
    const Outcome again = run(KeyCeremony{path("root.toml"), root}, context_);
    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().what, HasSubstr("exists and is not overwritten"));
}

TEST_F(KeyDocuments, VerifyHoldsTheFirstRootToItsFingerprint) {
    const std::string root = drafted();
    ASSERT_TRUE(sign(root, "ayla") && sign(root, "basir"));
    const std::string print = fingerprint(wire::document_hash(*read_trust_file(context_, root)));
    EXPECT_TRUE(run(KeyVerify{{root}, {}, print, {}}, context_));
    const Outcome other = run(KeyVerify{{root}, {}, "aaaa-bbbb", {}}, context_);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, core::Errc::kUnauthenticated);
}

TEST(TrustFiles, TimesAreReadAsTheyAreWritten) {
    for (const std::int64_t micros : {0LL, 1'793'534'400'000'000LL, 1'793'534'400'000'001LL}) {
        EXPECT_EQ(parse_time(core::to_rfc3339({micros}))->micros, micros);
    }
    EXPECT_EQ(parse_time("1970-01-01T00:01:00Z")->micros, 60'000'000);
    for (const std::string_view wrong : {"",
                                         "2026-11-01",
                                         "2026-11-01T09:00:00",
                                         "2026-11-31T09:00:00Z",
                                         "2026-11-01T24:00:00Z",
                                         "2026-11-01T09:00:00.1Z",
                                         "2026-11-01T09:00:00Z "}) {
        EXPECT_FALSE(parse_time(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace sarhad::ctl
