#pragma once

#include "core/check.h"
#include "replication/trust/trust_state.h"
#include "wire/compartment.h"
#include "wire/keyring.h"
#include "wire/seeded_random.h"
#include "wire/trust_documents.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::replication {

/// The invented country's holders of roles, and documents as they would sign them. Everything comes
/// of one seed. Keys by name: r1..r6 root, s1..s6 security, q1 q2 sequencer, t1 t2 tick, l1 alert,
/// e1 enrol, u1 rules, a1..a3 the agency wl/demo, x1 nobody.
class TrustOffice {
public:
    /// Noon of 2026-11-01, UTC: when everything was issued.
    static constexpr core::WallTime kIssued{1'793'534'400'000'000};

    TrustOffice() {
        SARHAD_CHECK(wire::sodium_start().has_value());
        for (const std::string_view name :
             {"r1", "r2", "r3", "r4", "r5", "r6", "s1", "s2", "s3", "s4", "s5", "s6",
              "q1", "q2", "t1", "t2", "l1", "e1", "u1", "a1", "a2", "a3", "n7", "x1"}) {
            keys_.emplace(name, wire::SigningKey::generate(random_));
        }
    }

    [[nodiscard]] const wire::SigningKey& key(std::string_view name) const {
        const auto found = keys_.find(name);
        SARHAD_CHECK(found != keys_.end());
        return found->second;
    }
    [[nodiscard]] wire::PublicKey of(std::string_view name) const {
        return key(name).public_key().bytes();
    }
    [[nodiscard]] std::vector<wire::PublicKey> all(std::vector<std::string_view> names) const {
        std::vector<wire::PublicKey> keys;
        for (const std::string_view name : names) {
            keys.push_back(of(name));
        }
        return keys;
    }

    [[nodiscard]] static core::WallTime after(core::Duration by) { return later(kIssued, by); }
    [[nodiscard]] static core::Duration days(std::int64_t count) {
        return std::chrono::hours{24} * count;
    }

    [[nodiscard]] wire::Root root(std::uint64_t version = 1) const {
        using wire::DelegatedRole;
        wire::Root root;
        root.version = version;
        root.issued = kIssued;
        root.expires = after(days(730));
        const auto role = [&](DelegatedRole kind, std::uint32_t threshold, auto names) {
            root.roles.push_back({kind, {}, threshold, 0, all(names), after(days(365))});
        };
        using Names = std::vector<std::string_view>;
        role(DelegatedRole::kRoot, 3, Names{"r1", "r2", "r3", "r4", "r5"});
        role(DelegatedRole::kSecurity, 2, Names{"s1", "s2", "s3"});
        role(DelegatedRole::kSequencer, 1, Names{"q1"});
        role(DelegatedRole::kTick, 1, Names{"t1"});
        role(DelegatedRole::kAlert, 1, Names{"l1"});
        role(DelegatedRole::kEnrol, 1, Names{"e1"});
        role(DelegatedRole::kRules, 1, Names{"u1"});
        root.roles.push_back(
            {DelegatedRole::kAgency, "wl/demo", 1, 2, all({"a1", "a2", "a3"}), after(days(365))});
        root.link_current.fill(0x11);
        root.link_next.fill(0x12);
        root.seals = seals();
        root.endpoints = {{"main", "tcp://192.0.2.1:5701", "tcp://192.0.2.1:5702"},
                          {"second", "tcp://198.51.100.1:5701", "tcp://198.51.100.1:5702"}};
        return root;
    }
    /// What rows are sealed to by root(), the newest first. Nobody has what opens them.
    [[nodiscard]] static std::vector<wire::PublicKey> seals() {
        std::vector<wire::PublicKey> keys(2);
        keys[0].fill(0x22);
        keys[1].fill(0x21);
        return keys;
    }
    /// `role`'s delegation in `root`.
    static wire::Delegation& in(wire::Root& root, wire::DelegatedRole role) {
        for (wire::Delegation& one : root.roles) {
            if (one.role == role) {
                return one;
            }
        }
        SARHAD_CHECK(false);
        return root.roles.front();
    }
    [[nodiscard]] wire::Revocations revocations(std::uint64_t version = 1) const {
        return {version, kIssued, after(days(30)), {}, {}};
    }
    [[nodiscard]] wire::NodeCertificate certificate(std::uint64_t version = 1) const {
        wire::NodeCertificate one;
        one.version = version;
        one.node = core::NodeId{7};
        one.port = "PKTKM";
        one.link.fill(0x31);
        one.sign = of("n7");
        one.compartments = {"wl/demo"};
        one.issued = kIssued;
        one.expires = after(days(365));
        return one;
    }
    [[nodiscard]] wire::Head head(std::uint64_t version = 1) const {
        wire::Head head;
        head.version = version;
        head.root_version = 1;
        head.revocations_version = 1;
        wire::StreamHead list;
        list.stream = core::StreamId{100};
        list.epoch = core::Epoch{1};
        list.seq = core::Seq{10};
        list.chain.fill(0x41);
        list.state_root.fill(0x42);
        head.streams = {list};
        head.issued = kIssued;
        head.expires = after(days(7));
        return head;
    }
    /// The tick of `head`, signed so long after kIssued.
    [[nodiscard]] wire::Tick tick(const wire::SignedDocument& head,
                                  std::uint64_t version = 1,
                                  core::Duration by = {}) const {
        wire::Tick tick;
        tick.version = version;
        tick.head_version = wire::read_unverified<wire::Head>(head)->version;
        tick.head_hash = wire::document_hash(head);
        tick.time = after(by);
        tick.expires = after(by + days(1));
        return tick;
    }
    [[nodiscard]] wire::SitePolicy policy(std::uint64_t version = 1) const {
        wire::SitePolicy policy;
        policy.version = version;
        policy.issued = kIssued;
        policy.expires = after(days(365));
        return policy;
    }

    /// Of list wl/demo/watch, its bodies open.
    [[nodiscard]] wire::Compartment compartment(std::uint64_t version,
                                                const std::vector<std::uint32_t>& nodes) const {
        wire::Compartment one;
        one.version = version;
        one.list = "wl/demo/watch";
        for (const std::uint32_t node : nodes) {
            one.members.push_back({core::NodeId{node}, {}});
        }
        one.issued = kIssued;
        one.expires = after(days(365));
        return one;
    }

    /// `body` with signatures by `names`, in order; doubled names sign twice.
    [[nodiscard]] wire::SignedDocument sign_bytes(
        wire::DocumentKind kind,
        core::Bytes body,
        const std::vector<std::string_view>& names) const {
        wire::SignedDocument document;
        document.kind = kind;
        document.body = std::move(body);
        for (const std::string_view name : names) {
            document.signatures.push_back(key(name).sign(wire::domain_of(kind), document.body));
        }
        return document;
    }
    template <class T>
    [[nodiscard]] wire::SignedDocument sign(const T& value,
                                            const std::vector<std::string_view>& names) const {
        return sign_bytes(kind_of(value), wire::encode(value), names);
    }

private:
    static wire::DocumentKind kind_of(const wire::Root& /*d*/) { return wire::DocumentKind::kRoot; }
    static wire::DocumentKind kind_of(const wire::Revocations& /*d*/) {
        return wire::DocumentKind::kRevocations;
    }
    static wire::DocumentKind kind_of(const wire::NodeCertificate& /*d*/) {
        return wire::DocumentKind::kCertificate;
    }
    static wire::DocumentKind kind_of(const wire::Head& /*d*/) { return wire::DocumentKind::kHead; }
    static wire::DocumentKind kind_of(const wire::Tick& /*d*/) { return wire::DocumentKind::kTick; }
    static wire::DocumentKind kind_of(const wire::SitePolicy& /*d*/) {
        return wire::DocumentKind::kPolicy;
    }
    static wire::DocumentKind kind_of(const wire::Compartment& /*d*/) {
        return wire::DocumentKind::kCompartment;
    }

    wire::SeededRandom random_{2026};
    std::map<std::string, wire::SigningKey, std::less<>> keys_;
};

}  // namespace sarhad::replication
