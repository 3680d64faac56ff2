// Attacks on the root, and what a root cures.
#include "trust_attacks.h"

#include <algorithm>

namespace sarhad::replication {

using wire::DelegatedRole;
using wire::DocumentKind;
using wire::Root;
using wire::SignedDocument;
using enum TrustReason;

namespace {

const std::vector<std::string_view> kThree{"r1", "r2", "r3"};

/// S + L: the same signature to a verifier that does not ask for the canonical scalar.
void add_group_order(wire::Signature& signature) {
    constexpr std::array<std::uint8_t, 32> kOrder{0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58,
                                                  0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
                                                  0,    0,    0,    0,    0,    0,    0,    0,
                                                  0,    0,    0,    0,    0,    0,    0,    0x10};
    unsigned carry = 0;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        const unsigned sum = signature.value[32 + i] + kOrder[i] + carry;
        signature.value[32 + i] = static_cast<std::uint8_t>(sum);
        carry = sum >> 8U;
    }
}

}  // namespace

void TrustAttacks::anchors() {
    const auto one =
        [&](std::string name, std::string attacker, SignedDocument anchor, auto reason) {
            add(std::move(name), std::move(attacker), {{{std::move(anchor)}, reason}});
        };
    const auto malformed = [&](std::string name, auto change) {
        one(std::move(name), "careless holders", changed_root(1, change), kMalformed);
    };
    one("AnchorWithoutSignatures", "the plan", office_.sign(office_.root(), {}), kSignatures);
    one("AnchorBelowItsThreshold",
        "two root keys",
        office_.sign(office_.root(), {"r1", "r2"}),
        kSignatures);
    one("AnchorSignedThriceByOneKey",
        "one root key",
        office_.sign(office_.root(), {"r1", "r1", "r1"}),
        kSignatures);
    SignedDocument other = office_.sign(office_.root(), {});
    for (const auto name : kThree) {
        other.signatures.push_back(office_.key(name).sign(wire::Domain::kTick, other.body));
    }
    one("AnchorSignedInAnotherDomain", "three holders who signed ticks", other, kSignatures);
    malformed("AnchorWithThresholdNought",
              [](Root& root) { TrustOffice::in(root, DelegatedRole::kTick).threshold = 0; });
    malformed("AnchorWithAThresholdOutOfReach",
              [](Root& root) { TrustOffice::in(root, DelegatedRole::kSecurity).threshold = 4; });
    malformed("AnchorThatListsAKeyTwice", [this](Root& root) {
        TrustOffice::in(root, DelegatedRole::kSecurity).keys = office_.all({"s1", "s1"});
    });
    malformed("AnchorWithAKeyOfSmallOrder", [](Root& root) {
        TrustOffice::in(root, DelegatedRole::kTick).keys = {wire::PublicKey{1}};
    });
    malformed("AnchorWithAKeyThatIsNotCanonical", [](Root& root) {
        wire::PublicKey key;
        key.fill(0xFF);
        TrustOffice::in(root, DelegatedRole::kTick).keys = {key};
    });
    malformed("AnchorWithoutATickRole", [](Root& root) {
        std::erase_if(root.roles,
                      [](const auto& role) { return role.role == DelegatedRole::kTick; });
    });
    malformed("AnchorWithARoleTwice", [](Root& root) {
        root.roles.push_back(TrustOffice::in(root, DelegatedRole::kTick));
    });
    malformed("AnchorWhoseRootKeyTicksToo", [this](Root& root) {
        TrustOffice::in(root, DelegatedRole::kTick).keys = office_.all({"r1"});
    });
    malformed("AnchorOfTheYear2500", [](Root& root) { root.expires = {16'725'225'600'000'000}; });
    malformed("AnchorOfVersionNought", [](Root& root) { root.version = 0; });
    malformed("AgencyNamedAsEveryList",
              [](Root& root) { TrustOffice::in(root, DelegatedRole::kAgency).name = "wl/"; });
    one("AnchorThatIsNoMap",
        "three root keys",
        office_.sign_bytes(DocumentKind::kRoot, core::Bytes{0x93, 1, 2, 3}, kThree),
        kMalformed);
    one("AnchorOverItsSize",
        "the link",
        office_.sign_bytes(
            DocumentKind::kRoot, core::Bytes(wire::kTrustDocumentMax + 1, 0xC1), kThree),
        kTooLarge);
    one("AnchorThatIsATick", "the tick key", tick1_, kMalformed);
}

void TrustAttacks::roots() {
    const auto one = [&](std::string name, std::string attacker, SignedDocument next, auto reason) {
        add(std::move(name), std::move(attacker), {{{root1_}}, {{std::move(next)}, reason}});
    };
    // Root 2 of other holders, of whom none was one.
    Root taken = office_.root(2);
    TrustOffice::in(taken, DelegatedRole::kRoot).keys = office_.all({"r6", "x1"});
    TrustOffice::in(taken, DelegatedRole::kRoot).threshold = 1;
    one("RootByNewHoldersAlone", "a key of its own", office_.sign(taken, {"r6"}), kSignatures);
    one("RootByTwoOldHoldersAndANewOne",
        "two root keys",
        office_.sign(taken, {"r1", "r2", "r6"}),
        kSignatures);
    one("RootByOldHoldersAlone", "three old root keys", office_.sign(taken, kThree), kSignatures);
    SignedDocument two_ids = office_.sign(office_.root(2), {"r1", "r1", "r1"});
    two_ids.signatures[1].key_id = office_.key("r2").public_key().tag();
    two_ids.signatures[2].key_id = office_.key("r3").public_key().tag();
    one("RootSignedByOneKeyUnderThreeIds", "one root key", two_ids, kSignatures);
    SignedDocument twisted = office_.sign(office_.root(2), {"r1", "r2", "r3"});
    add_group_order(twisted.signatures[2]);
    one("RootWithANonCanonicalSignature", "signatures seen", twisted, kSignatures);
    SignedDocument doubled = office_.sign(office_.root(2), {"r1", "r2", "r2"});
    add_group_order(doubled.signatures[2]);
    one("RootWithASignatureAndItsTwistedCopy", "two root keys", doubled, kSignatures);
    SignedDocument flipped = root2_;
    flipped.body[flipped.body.size() / 2] ^= 1U;
    one("RootWithOneBitFlipped", "the link", flipped, kSignatures);
    one("RootSignedByAnAgency",
        "an agency's keys",
        office_.sign(office_.root(2), {"a1", "a2", "a3"}),
        kSignatures);
    one("RootSignedOnlineByCentral",
        "central's host",
        office_.sign(office_.root(2), {"q1", "t1", "e1", "l1"}),
        kSignatures);
    SignedDocument many = root2_;
    many.signatures.resize(wire::kTrustSignaturesMax + 1, many.signatures[0]);
    one("RootWithThirtyThreeSignatures", "the link", many, kTooLarge);
    one("RootThatSkipsAVersion", "a withheld root", office_.sign(office_.root(3), kThree), kGap);
    one("RootOfTheLastVersionThereIs",
        "three root keys once",
        office_.sign(office_.root(0x7FFF'FFFF'FFFF'FFFF), kThree),
        kGap);
    one("AnotherRootOfTheSameVersion",
        "three root keys once",
        changed_root(1, [](Root& root) { root.link_next.fill(0x66); }),
        kFork);
    one("RootThatHasExpired",
        "a withheld root",
        changed_root(2,
                     [](Root& root) {
                         root.issued = TrustOffice::after(-TrustOffice::days(30));
                         root.expires = TrustOffice::after(-TrustOffice::days(1));
                     }),
        kExpired);
    one("TheSameRootAgain", "nothing", root1_, kKnown);
}

void TrustAttacks::root_walks() {
    const SignedDocument root3 = office_.sign(office_.root(3), kThree);
    const SignedDocument old2 = changed_root(2, [](Root& root) {
        root.issued = TrustOffice::after(-TrustOffice::days(800));
        root.expires = TrustOffice::after(-TrustOffice::days(70));
    });
    // A walk ends where another document stands, so one stands between two walks.
    add("WalkThroughARootThatHasExpired", "nothing", {{{root1_}}, {{old2, root3}}});
    add("WalkThatEndsInARootThatHasExpired",
        "a withheld root",
        {{{root1_}},
         {{root2_,
           changed_root(3,
                        [](Root& root) {
                            root.issued = TrustOffice::after(-TrustOffice::days(9));
                            root.expires = TrustOffice::after(-TrustOffice::days(1));
                        })},
          kExpired}});
    add("WalkThatLeavesOneOut", "a withheld root", {{{root1_}}, {{root3}, kGap}});
    add("WalkThatGoesBack",
        "old roots",
        {{{root1_}}, {{root2_, root3}}, {{revocations1_}}, {{root1_}, kRollback}});
    add("EndlessRoots",
        "the link",
        {{{root1_}}, {Documents(TrustState::kRootStepsMax + 1, root1_), kEndless}});
    add("AsManyRootsAsAWalkHas",
        "the link",
        {{{root1_}}, {Documents(TrustState::kRootStepsMax, root1_), kKnown}});
    const auto lifted = [](Root& root) { root.epochs = {{core::StreamId{100}, core::Epoch{3}}}; };
    add("RootThatLowersAnEpoch",
        "three root keys",
        {{{root1_}}, {{changed_root(2, lifted)}}, {{revocations1_}}, {{root3}, kRollback}});
    // Holders change one after another: the last three were none of the first.
    Root second = office_.root(2);
    TrustOffice::in(second, DelegatedRole::kRoot).keys =
        office_.all({"r3", "r4", "r5", "r6", "x1"});
    const SignedDocument second_signed = office_.sign(second, {"r3", "r4", "r5"});
    Root third = second;
    third.version = 3;
    add("RootsOfChangingHolders",
        "nothing",
        {{{root1_}}, {{second_signed, office_.sign(third, {"r5", "r6", "x1"})}}});
    add("HolderWhoIsNoneAnyMore",
        "two root keys of before",
        {{{root1_}},
         {{second_signed}},
         {{revocations1_}},
         {{office_.sign(third, {"r1", "r2", "r3"})}, kSignatures}});
}

void TrustAttacks::cures() {
    const auto replaced = [this](DelegatedRole role, std::vector<std::string_view> names) {
        return changed_root(
            2, [&](Root& root) { TrustOffice::in(root, role).keys = office_.all(names); });
    };
    constexpr std::uint64_t kFar = 0x4000'0000'0000'0000;
    const SignedDocument far_head = office_.sign(office_.head(kFar), {"q1"});
    const SignedDocument new_head = office_.sign(office_.head(2), {"q2"});
    after_head("HeadFastForwardIsCuredByTheRoot",
               "the sequencer key once",
               {{{far_head}},
                {{office_.sign(office_.head(2), {"q1"})}, kRollback},
                {{replaced(DelegatedRole::kSequencer, {"q2"})}},
                {{new_head}},
                {{office_.sign(office_.tick(new_head), {"t1"})}}})
        .age = Freshness::kFresh;
    after_head("TickFastForwardIsCuredByTheRoot",
               "the tick key once",
               {{{office_.sign(office_.tick(head1_, kFar), {"t1"})}},
                {{tick1_}, kRollback},
                {{replaced(DelegatedRole::kTick, {"t2"})}},
                {{office_.sign(office_.tick(head1_, 2), {"t1"})}, kSignatures},
                {{office_.sign(office_.tick(head1_, 2), {"t2"})}}})
        .age = Freshness::kFresh;
    wire::Revocations far = office_.revocations(kFar);
    far.nodes = {{core::NodeId{7}, TrustOffice::kIssued, "two stolen keys"}};
    add("RevocationsFastForwardIsCuredByTheRoot",
        "two security keys once",
        {{{root1_}},
         {{office_.sign(far, {"s1", "s2"})}},
         {{replaced(DelegatedRole::kSecurity, {"s4", "s5", "s6"})}},
         {{office_.sign(office_.certificate(), {"e1"})}, kRevokedHolder},
         {{office_.sign(office_.revocations(2), {"s4", "s5"})}},
         {{office_.sign(office_.certificate(), {"e1"})}}});
    const SignedDocument reset = changed_root(
        2, [](Root& root) { root.time_reset = TrustOffice::after(TrustOffice::days(2)); });
    after_tick("TimeResetLetsATickLeap",
               "nothing: every clock here is wrong",
               {{{office_.sign(office_.tick(head1_, 2, TrustOffice::days(3)), {"t1"})}, kAhead},
                {{reset}},
                {{office_.sign(office_.tick(head1_, 2, TrustOffice::days(3)), {"t1"})}}});
    after_tick("TickOfBeforeTheTimeReset",
               "withheld ticks",
               {{{reset}},
                {{office_.sign(office_.tick(head1_, 2, TrustOffice::days(1)), {"t1"})}, kRollback}})
        .age = Freshness::kExpired;
    after_tick("TimeResetGrantsOneLeapOnly",
               "the tick key",
               {{{reset}},
                {{office_.sign(office_.tick(head1_, 2, TrustOffice::days(3)), {"t1"})}},
                {{office_.sign(office_.tick(head1_, 3, TrustOffice::days(6)), {"t1"})}, kAhead}});
}

}  // namespace sarhad::replication
