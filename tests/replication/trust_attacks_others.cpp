// Attacks on everything that the root's roles sign.
#include "trust_attacks.h"

namespace sarhad::replication {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using wire::DelegatedRole;
using wire::DocumentKind;
using wire::Root;
using wire::SignedDocument;
using enum TrustReason;

void TrustAttacks::revocations() {
    const auto one = [&](std::string name, std::string attacker, std::vector<TrustOffer> offers) {
        offers.insert(offers.begin(), {{root1_}});
        add(std::move(name), std::move(attacker), std::move(offers));
    };
    const auto signed_by = [this](const wire::Revocations& what, auto... names) {
        return office_.sign(what, std::vector<std::string_view>{names...});
    };
    wire::Revocations revoking = office_.revocations(2);
    revoking.nodes = {{core::NodeId{7}, TrustOffice::kIssued, "stolen from the post"}};
    revoking.keys = {{office_.of("s3"), TrustOffice::kIssued, "card lost"}};
    const SignedDocument revoking2 = signed_by(revoking, "s1", "s2");
    one("RevocationsByOneOfTwo",
        "one security key",
        {{{signed_by(office_.revocations(), "s1")}, kSignatures}});
    one("RevocationsTwiceByOneKey",
        "one security key",
        {{{signed_by(office_.revocations(), "s1", "s1")}, kSignatures}});
    one("RevocationsByCentral",
        "central's host",
        {{{signed_by(office_.revocations(), "q1", "t1", "e1")}, kSignatures}});
    one("UnrevokingByAnOlderVersion",
        "old revocations",
        {{{revoking2}}, {{revocations1_}, kRollback}});
    one("UnrevokingByTheSameVersion",
        "two security keys once",
        {{{revoking2}}, {{signed_by(office_.revocations(2), "s1", "s2")}, kFork}});
    one("UnrevokingByANewerVersion",
        "nothing: an officer was wrong",
        {{{revoking2}},
         {{signed_by(office_.revocations(3), "s1", "s2")}},
         {{office_.sign(office_.certificate(), {"e1"})}}});
    wire::Revocations old = office_.revocations();
    old.issued = TrustOffice::after(-TrustOffice::days(31));
    old.expires = TrustOffice::after(-TrustOffice::days(1));
    one("RevocationsThatHaveExpired",
        "withheld revocations",
        {{{signed_by(old, "s1", "s2")}, kExpired}});
    one("RevocationsByARevokedKey",
        "a security key that was lost",
        {{{revoking2}}, {{signed_by(office_.revocations(3), "s2", "s3")}, kSignatures}});
    SignedDocument other = signed_by(office_.revocations());
    for (const char* name : {"s1", "s2"}) {
        other.signatures.push_back(office_.key(name).sign(wire::Domain::kHead, other.body));
    }
    one("RevocationsSignedInAnotherDomain", "officers who signed heads", {{{other}, kSignatures}});
    one("RevocationsOverTheirSize",
        "the link",
        {{{office_.sign_bytes(DocumentKind::kRevocations,
                              core::Bytes(wire::kTrustDocumentMax + 1, 0xC0),
                              {"s1", "s2"})},
          kTooLarge}});
    wire::Revocations of_holder = office_.revocations();
    of_holder.keys = {{office_.of("r1"), TrustOffice::kIssued, "so two officers say"}};
    one("SecurityRevokesNoRootHolder",
        "two security keys",
        {{{signed_by(of_holder, "s1", "s2")}}, {{root2_}}});
}

void TrustAttacks::certificates() {
    const SignedDocument certificate = office_.sign(office_.certificate(), {"e1"});
    const auto one = [&](std::string name, std::string attacker, std::vector<TrustOffer> offers) {
        offers.insert(offers.begin(), {{root1_}});
        add(std::move(name), std::move(attacker), std::move(offers));
    };
    wire::Revocations revoking = office_.revocations();
    revoking.nodes = {{core::NodeId{7}, TrustOffice::kIssued, "stolen from the post"}};
    one("CertificateOfARevokedNode",
        "central's host",
        {{{office_.sign(revoking, {"s1", "s2"})}}, {{certificate}, kRevokedHolder}});
    revoking.nodes.clear();
    revoking.keys = {{office_.of("n7"), TrustOffice::kIssued, "copied"}};
    one("CertificateOfARevokedKey",
        "central's host",
        {{{office_.sign(revoking, {"s1", "s2"})}}, {{certificate}, kRevokedHolder}});
    one("CertificateByTheSequencer",
        "the sequencer key",
        {{{office_.sign(office_.certificate(), {"q1"})}, kSignatures}});
    one("CertificateOfBefore",
        "an old certificate",
        {{{office_.sign(office_.certificate(2), {"e1"})}}, {{certificate}, kRollback}});
    wire::NodeCertificate central = office_.certificate();
    central.node = core::kCentral;
    one("CertificateForCentral", "the enrol key", {{{office_.sign(central, {"e1"})}, kMalformed}});
}

void TrustAttacks::heads() {
    const auto head = [this](std::uint64_t version, auto change, std::string_view by = "q1") {
        wire::Head one = office_.head(version);
        one.previous = wire::document_hash(head1_);
        change(one);
        return office_.sign(one, {by});
    };
    const auto same = [](wire::Head& /*head*/) {};
    after_head("HeadThatFollows", "nothing", {{{head(2, same)}}});
    after_head("HeadByTheTickKey", "the tick key", {{{head(2, same, "t1")}, kSignatures}});
    after_head("HeadByAnAgency", "an agency's key", {{{head(2, same, "a1")}, kSignatures}});
    after_head("HeadOfBefore", "old heads", {{{head(2, same)}}, {{head1_}, kRollback}});
    after_head("AnotherHeadOfTheSameVersion",
               "central's host",
               {{{head(1, [](wire::Head& one) { one.previous.fill(1); })}, kFork}});
    after_head("HeadThatFollowsAnother",
               "central's host",
               {{{head(2, [](wire::Head& one) { one.previous.fill(1); })}, kFork}});
    after_head("HeadOfARootThatIsNotHere",
               "a withheld root",
               {{{head(2, [](wire::Head& one) { one.root_version = 2; })}, kUnpinned}});
    after_head("HeadOfRevocationsThatAreNotHere",
               "withheld revocations",
               {{{head(2, [](wire::Head& one) { one.revocations_version = 2; })}, kUnpinned}});
    after_head("HeadWithOlderRevocations",
               "central's host",
               {{{head(2, [](wire::Head& one) { one.revocations_version = 0; })}, kRollback}});
    after_head("HeadThatHasExpired",
               "withheld heads",
               {{{head(2,
                       [](wire::Head& one) {
                           one.issued = TrustOffice::after(-TrustOffice::days(8));
                           one.expires = TrustOffice::after(-TrustOffice::days(1));
                       })},
                 kExpired}});
}

void TrustAttacks::head_streams() {
    const auto streams = [this](auto change) {
        wire::Head one = office_.head(2);
        one.previous = wire::document_hash(head1_);
        change(one.streams);
        return office_.sign(one, {"q1"});
    };
    using Streams = std::vector<wire::StreamHead>;
    const std::string host = "central's host";
    after_head("HeadWhoseStreamGoesBack",
               host,
               {{{streams([](Streams& all) { all[0].seq = core::Seq{9}; })}, kRollback}});
    after_head(
        "HeadWithoutAStream", host, {{{streams([](Streams& all) { all.clear(); })}, kRollback}});
    after_head("HeadWithAnotherChain",
               host,
               {{{streams([](Streams& all) { all[0].chain.fill(9); })}, kFork}});
    after_head("HeadWithAnEpochThatNoRootBegan",
               host,
               {{{streams([](Streams& all) { all[0].epoch = core::Epoch{2}; })}, kUnpinned}});
    after_head("HeadThatNamesAStreamTwice",
               host,
               {{{streams([](Streams& all) { all.push_back(all[0]); })}, kMalformed}});
    const SignedDocument lifting = changed_root(2, [](Root& root) {
        root.epochs = {{core::StreamId{100}, core::Epoch{2}}};
    });
    after_head("StreamFastForwardIsCuredByTheRoot",
               "the sequencer key once",
               {{{lifting}},
                {{streams([](Streams& all) { all[0].seq = core::Seq{11}; })}, kRollback},
                {{streams([](Streams& all) {
                    all[0].epoch = core::Epoch{2};
                    all[0].seq = core::Seq{1};
                })}}});
}

void TrustAttacks::ticks() {
    const auto tick = [this](std::uint64_t version, auto change, std::string_view by = "t1") {
        wire::Tick one = office_.tick(head1_, version, minutes{1});
        change(one);
        return office_.sign(one, {by});
    };
    const auto same = [](wire::Tick& /*tick*/) {};
    after_tick("TickThatFollows", "nothing", {{{tick(2, same)}}});
    after_tick("TickByTheSequencer", "the sequencer key", {{{tick(2, same, "q1")}, kSignatures}});
    after_tick("TickOfBefore", "old ticks", {{{tick(2, same)}}, {{tick1_}, kRollback}});
    after_tick("TheSameTickAgain", "old ticks", {{{tick1_}, kKnown}});
    after_tick("AnotherTickOfTheSameVersion", "the tick key", {{{tick(1, same)}, kFork}});
    after_tick("TickOfAHeadToCome",
               "a withheld head",
               {{{tick(2, [](wire::Tick& one) { one.head_version = 2; })}, kUnpinned}});
    after_tick("TickOfAnotherHead",
               "the tick key",
               {{{tick(2, [](wire::Tick& one) { one.head_hash.fill(7); })}, kFork}});
    const SignedDocument head2 = [this] {
        wire::Head one = office_.head(2);
        one.previous = wire::document_hash(head1_);
        return office_.sign(one, {"q1"});
    }();
    after_tick("NewHeadWithATickOfTheOld",
               "a mixture of old and new",
               {{{head2}}, {{tick(2, same)}, kUnpinned}});
    add("TickWithoutAHead", "a withheld head", {{{root1_}}, {{tick1_}, kUnpinned}});
}

void TrustAttacks::tick_times() {
    const auto at = [this](std::uint64_t version, core::Duration by) {
        return office_.sign(office_.tick(head1_, version, by), {"t1"});
    };
    after_tick("TickWhoseTimeGoesBack", "the tick key", {{{at(2, -seconds{1})}, kRollback}});
    after_tick("TickAnHourAhead", "nothing", {{{at(2, minutes{70})}}});
    after_tick(
        "TickOverAnHourAhead", "the tick key", {{{at(2, minutes{70} + seconds{1})}, kAhead}});
    after_tick("TickTenYearsAhead",
               "the tick key",
               {{{at(2, TrustOffice::days(3650))}, kAhead}, {{at(3, minutes{1})}}});
    after_head(
        "TickThatHasExpired", "withheld ticks", {{{at(1, -TrustOffice::days(2))}, kExpired}});
    auto& late = after_head("TickOfAHeadThatHasExpired", "withheld heads", {});
    late.at = TrustOffice::after(TrustOffice::days(7) - minutes{1});
    late.offers.push_back({{at(1, TrustOffice::days(7))}, kExpired});
    wire::Head lasting = office_.head();
    lasting.revocations_version = 0;
    lasting.expires = TrustOffice::after(TrustOffice::days(400));
    const SignedDocument head = office_.sign(lasting, {"q1"});
    const SignedDocument tick = office_.sign(office_.tick(head, 1, TrustOffice::days(365)), {"t1"});
    add("TickOfARoleThatHasEnded", "withheld roots", {{{root1_}}, {{head}}, {{tick}, kExpired}})
        .at = TrustOffice::after(TrustOffice::days(365) - minutes{1});
}

void TrustAttacks::tick_bytes() {
    const core::Bytes whole = tick1_.body;
    const auto bytes = [&](std::string name, core::Bytes body, TrustReason reason) {
        after_head(std::move(name),
                   "the tick key",
                   {{{office_.sign_bytes(DocumentKind::kTick, std::move(body), {"t1"})}, reason}});
    };
    core::Bytes longer = whole;
    longer.push_back(0xC0);
    bytes("TickWithBytesBehindIt", longer, kMalformed);
    bytes("TickCutShort", {whole.begin(), whole.end() - 1}, kMalformed);
    bytes("TickWithAFloat", {0x81, 0x01, 0xCB, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0}, kMalformed);
    bytes("TickWithAKeyTwice", {0x82, 0x01, 0x01, 0x01, 0x02}, kMalformed);
    bytes("TickOfTwoToThe63", {0x81, 0x01, 0xCF, 0x80, 0, 0, 0, 0, 0, 0, 0}, kMalformed);
    bytes("TickThatClaimsFourGibibytes", {0x81, 0x03, 0xC6, 0xFF, 0xFF, 0xFF, 0xFF}, kMalformed);
    bytes("TickOverItsSize", core::Bytes(513, 0xC0), kTooLarge);
    bytes("TickOfNothing", {}, kMalformed);
    wire::Tick last = office_.tick(head1_);
    last.time = {0x7FFF'FFFF'FFFF'FFFE};
    last.expires = {0x7FFF'FFFF'FFFF'FFFF};
    bytes("TickOfTheEndOfTime", wire::encode(last), kMalformed);
}

void TrustAttacks::ages() {
    const auto frozen = [&](std::string name, core::Duration by, Freshness age) {
        auto& attack = after_tick(std::move(name), "the link: no tick passes any more", {});
        attack.at = TrustOffice::after(by);
        attack.age = age;
        // Each is held to its own expiry, and what stands on one that is missing is missing too.
        const bool is_month_old = by >= TrustOffice::days(30);
        const bool is_week_old = by >= TrustOffice::days(7);
        attack.offers[1].wanted = is_month_old ? kExpired : kInstalled;
        attack.offers[2].wanted = is_month_old ? kUnpinned : is_week_old ? kExpired : kInstalled;
        attack.offers[3].wanted = is_week_old ? kUnpinned : by < hours{24} ? kInstalled : kExpired;
    };
    frozen("FreezeOfFifteenMinutesIsFresh", minutes{15}, Freshness::kFresh);
    frozen("FreezeOfASecondMoreIsStale", minutes{15} + seconds{1}, Freshness::kStale);
    frozen("FreezeOfADayLessASecondIsStale", hours{24} - seconds{1}, Freshness::kStale);
    frozen("TickOfADayIsInstalledNoMore", hours{24}, Freshness::kExpired);
    frozen("HeadOfAWeekIsInstalledNoMore", TrustOffice::days(7), Freshness::kExpired);
    frozen("NothingOfAMonthIsInstalled", TrustOffice::days(31), Freshness::kExpired);
}

void TrustAttacks::policies() {
    const auto policy = [this](std::uint64_t version, auto change, std::string_view by = "u1") {
        wire::SitePolicy one = office_.policy(version);
        change(one);
        return office_.sign(one, {by});
    };
    const auto hour = [](wire::SitePolicy& one) { one.fresh_seconds = 3600; };
    auto& slower = after_tick("PolicyOfASlowerLink", "nothing", {{{policy(1, hour)}}});
    slower.at = TrustOffice::after(minutes{59});
    auto& forged =
        after_tick("PolicyByCentral", "central's host", {{{policy(1, hour, "q1")}, kSignatures}});
    forged.at = TrustOffice::after(minutes{59});
    forged.age = Freshness::kStale;
    auto& elsewhere = after_tick(
        "PolicyOfAnotherSite", "a policy for another site", {{{policy(1, [](wire::SitePolicy& one) {
            one.fresh_seconds = 3600;
            one.site = "PKTKM-1";
        })}}});
    elsewhere.at = TrustOffice::after(minutes{59});
    elsewhere.age = Freshness::kStale;
    after_tick("PolicyOfBefore",
               "an old policy",
               {{{policy(2, [](wire::SitePolicy& /*p*/) {})}}, {{policy(1, hour)}, kRollback}});
    after_tick(
        "PolicyThatIsNeverStale",
        "the rules key",
        {{{policy(1, [](wire::SitePolicy& one) { one.fresh_seconds = 90'000; })}, kMalformed}});
    after_tick("PolicyOfACentury",
               "the rules key",
               {{{policy(1, [](wire::SitePolicy& one) { one.degraded_seconds = 3'153'600'000; })},
                 kMalformed}});
    after_tick("PolicyThatErasesBeforeItExpires",
               "the rules key",
               {{{policy(1, [](wire::SitePolicy& one) { one.dead_man_days = 1; })}, kMalformed}});
    after_tick("PolicyThatHasExpired",
               "an old policy",
               {{{policy(1,
                         [](wire::SitePolicy& one) {
                             one.issued = TrustOffice::after(-TrustOffice::days(9));
                             one.expires = TrustOffice::after(-TrustOffice::days(1));
                         })},
                 kExpired}});
}

}  // namespace sarhad::replication
