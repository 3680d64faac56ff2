#include "core/text.h"
#include "daemon/trust_plan.h"

#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

namespace sarhad::daemon {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

/// One table of a plan; errors carry its place. Values are read by name, each kind its own.
class PlanTable {
public:
    PlanTable(const toml::table& table, std::string_view path) : table_{table}, path_{path} {}

    [[nodiscard]] Error at(const toml::node* node, std::string_view what) const {
        const toml::source_position place =
            node == nullptr ? table_.source().begin : node->source().begin;
        return {Errc::kInvalid, cat(path_, ":", place.line, ":", place.column, ": ", what)};
    }
    [[nodiscard]] bool has(std::string_view name) const { return table_.contains(name); }

    [[nodiscard]] Status only(std::initializer_list<std::string_view> known) const {
        for (const auto& [name, node] : table_) {
            if (std::find(known.begin(), known.end(), name.str()) == known.end()) {
                return at(&node, cat("unknown member \"", name.str(), "\""));
            }
        }
        return {};
    }
    [[nodiscard]] Result<std::string> text(std::string_view name, bool is_wanted = true) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr && !is_wanted) {
            return std::string{};
        }
        const auto* held = node == nullptr ? nullptr : node->as_string();
        if (held == nullptr) {
            return at(node, cat(name, ": wanted a text"));
        }
        return held->get();
    }
    [[nodiscard]] Result<std::uint64_t> number(std::string_view name,
                                               std::uint64_t otherwise) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr) {
            return otherwise;
        }
        const auto* held = node->as_integer();
        if (held == nullptr || held->get() < 0 || held->get() > 0xFFFF'FFFFLL) {
            return at(node, cat(name, ": wanted a whole number from 0"));
        }
        return static_cast<std::uint64_t>(held->get());
    }
    /// `now` and so many days, at most ten years.
    [[nodiscard]] Result<core::WallTime> end(std::string_view name,
                                             std::uint64_t otherwise,
                                             core::WallTime now) const {
        SARHAD_TRY(const std::uint64_t days, number(name, otherwise));
        if (days == 0 || days > 3650) {
            return at(table_.get(name), cat(name, ": wanted 1 to 3650 days"));
        }
        return core::WallTime{now.micros + static_cast<std::int64_t>(days) * 86'400'000'000};
    }
    /// An offset date-time, such as 2026-11-01T09:00:00Z.
    [[nodiscard]] Result<core::WallTime> time(std::string_view name,
                                              core::WallTime otherwise) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr) {
            return otherwise;
        }
        const auto* held = node->as_date_time();
        if (held == nullptr || !held->get().offset || held->get().offset->minutes != 0) {
            return at(node, cat(name, ": wanted a time in UTC, such as 2026-11-01T09:00:00Z"));
        }
        const toml::date_time& read = held->get();
        const auto day = std::chrono::sys_days{std::chrono::year{read.date.year} /
                                               std::chrono::month{read.date.month} /
                                               std::chrono::day{read.date.day}};
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count() +
            read.time.hour * 3600 + read.time.minute * 60 + read.time.second;
        return core::WallTime{seconds * 1'000'000};
    }
    [[nodiscard]] Result<std::vector<std::string>> texts(std::string_view name) const {
        const toml::node* node = table_.get(name);
        const auto* array = node == nullptr ? nullptr : node->as_array();
        if (array == nullptr) {
            return at(node, cat(name, ": wanted a list of texts"));
        }
        std::vector<std::string> read;
        for (const toml::node& one : *array) {
            if (one.as_string() == nullptr) {
                return at(&one, cat(name, ": wanted texts in the list"));
            }
            read.push_back(one.as_string()->get());
        }
        return read;
    }
    /// [[name]] of this table.
    [[nodiscard]] Result<std::vector<PlanTable>> tables(std::string_view name) const {
        std::vector<PlanTable> read;
        const toml::node* node = table_.get(name);
        if (node == nullptr) {
            return read;
        }
        const auto* array = node->as_array();
        if (array == nullptr) {
            return at(node, cat("wanted [[", name, "]]"));
        }
        for (const toml::node& one : *array) {
            if (one.as_table() == nullptr) {
                return at(&one, cat("wanted [[", name, "]]"));
            }
            read.emplace_back(*one.as_table(), path_);
        }
        return read;
    }
    [[nodiscard]] Result<PlanTable> table(std::string_view name) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr || node->as_table() == nullptr) {
            return at(node, cat("wanted [", name, "]"));
        }
        return PlanTable{*node->as_table(), path_};
    }
    [[nodiscard]] Error about(std::string_view name, const Error& error) const {
        return at(table_.get(name), cat(name, ": ", error.what));
    }

private:
    const toml::table& table_;
    std::string_view path_;
};

/// Makes the document of a whole plan.
class Planner {
public:
    Planner(core::WallTime now, const FindKey& find_key) : now_{now}, find_key_{find_key} {}

    [[nodiscard]] Result<PlannedDocument> read(const PlanTable& top) const {
        if (top.has("root")) {
            return root(top);
        }
        if (top.has("revocations")) {
            return revocations(top);
        }
        if (top.has("policy")) {
            return policy(top);
        }
        if (top.has("compartment")) {
            return compartment(top);
        }
        return top.at(nullptr, "wanted one of [root], [revocations], [policy] and [compartment]");
    }

private:
    [[nodiscard]] Result<std::vector<wire::PublicKey>> keys(const PlanTable& table,
                                                            std::string_view name,
                                                            wire::KeyKind kind) const {
        SARHAD_TRY(const std::vector<std::string> named, table.texts(name));
        std::vector<wire::PublicKey> found;
        for (const std::string& one : named) {
            const auto key = find_key_(one, kind);
            if (!key) {
                return table.about(name, key.error());
            }
            found.push_back(*key);
        }
        return found;
    }
    [[nodiscard]] Result<wire::PublicKey> key(const PlanTable& table,
                                              std::string_view name,
                                              wire::KeyKind kind,
                                              bool is_wanted = true) const {
        SARHAD_TRY(const std::string named, table.text(name, is_wanted));
        if (named.empty() && !is_wanted) {
            return wire::PublicKey{};
        }
        const auto found = find_key_(named, kind);
        return found ? found : table.about(name, found.error());
    }

    [[nodiscard]] Result<wire::Delegation> delegation(const PlanTable& table) const {
        SARHAD_TRY_STATUS(
            table.only({"kind", "name", "threshold", "bulk_threshold", "keys", "days"}));
        SARHAD_TRY(const std::string kind, table.text("kind"));
        const auto& words = facts::EnumNames<wire::DelegatedRole>::kNames;
        const auto* word = std::find_if(
            words.begin(), words.end(), [&](const auto& one) { return one.second == kind; });
        if (word == words.end()) {
            return table.at(nullptr,
                            "kind: wanted root, security, agency, sequencer, tick, alert, enrol or "
                            "rules");
        }
        wire::Delegation role;
        role.role = word->first;
        SARHAD_TRY(role.name, table.text("name", false));
        SARHAD_TRY(const std::uint64_t threshold, table.number("threshold", 1));
        SARHAD_TRY(const std::uint64_t bulk, table.number("bulk_threshold", 0));
        role.threshold = static_cast<std::uint32_t>(threshold);
        role.bulk_threshold = static_cast<std::uint32_t>(bulk);
        SARHAD_TRY(role.keys, keys(table, "keys", wire::KeyKind::kSignPublic));
        SARHAD_TRY(role.expires, table.end("days", 365, now_));
        return role;
    }

    [[nodiscard]] Result<PlannedDocument> root(const PlanTable& top) const {
        SARHAD_TRY_STATUS(top.only({"root", "central", "endpoint", "role", "epoch"}));
        wire::Root made;
        made.issued = now_;
        SARHAD_TRY(const PlanTable head, top.table("root"));
        SARHAD_TRY_STATUS(head.only({"days", "time_reset"}));
        SARHAD_TRY(made.expires, head.end("days", 730, now_));
        SARHAD_TRY(made.time_reset, head.time("time_reset", {}));
        SARHAD_TRY(const PlanTable central, top.table("central"));
        SARHAD_TRY_STATUS(central.only({"link", "link_next", "seal"}));
        SARHAD_TRY(made.link_current, key(central, "link", wire::KeyKind::kLinkPublic));
        SARHAD_TRY(made.link_next, key(central, "link_next", wire::KeyKind::kLinkPublic, false));
        SARHAD_TRY(made.seals, keys(central, "seal", wire::KeyKind::kSealPublic));
        SARHAD_TRY(const auto endpoints, top.tables("endpoint"));
        for (const PlanTable& one : endpoints) {
            SARHAD_TRY_STATUS(one.only({"site", "control", "bulk"}));
            wire::CentralEndpoint endpoint;
            SARHAD_TRY(endpoint.site, one.text("site"));
            SARHAD_TRY(endpoint.control, one.text("control"));
            SARHAD_TRY(endpoint.bulk, one.text("bulk"));
            made.endpoints.push_back(std::move(endpoint));
        }
        SARHAD_TRY(const auto roles, top.tables("role"));
        for (const PlanTable& one : roles) {
            SARHAD_TRY(wire::Delegation role, delegation(one));
            made.roles.push_back(std::move(role));
        }
        SARHAD_TRY(const auto epochs, top.tables("epoch"));
        for (const PlanTable& one : epochs) {
            SARHAD_TRY_STATUS(one.only({"stream", "epoch"}));
            SARHAD_TRY(const std::uint64_t stream, one.number("stream", 0));
            SARHAD_TRY(const std::uint64_t epoch, one.number("epoch", 0));
            if (stream == 0 || stream > 0xFFFF || epoch < 2) {
                return one.at(nullptr,
                              "epoch: wanted a stream of 1 to 65535, an epoch of 2 or more");
            }
            made.epochs.push_back({core::StreamId{static_cast<std::uint16_t>(stream)},
                                   core::Epoch{static_cast<std::uint32_t>(epoch)}});
        }
        return PlannedDocument{std::move(made)};
    }

    [[nodiscard]] Result<PlannedDocument> revocations(const PlanTable& top) const {
        SARHAD_TRY_STATUS(top.only({"revocations", "node", "key"}));
        wire::Revocations made;
        made.issued = now_;
        SARHAD_TRY(const PlanTable head, top.table("revocations"));
        SARHAD_TRY_STATUS(head.only({"days"}));
        SARHAD_TRY(made.expires, head.end("days", 30, now_));
        SARHAD_TRY(const auto nodes, top.tables("node"));
        for (const PlanTable& one : nodes) {
            SARHAD_TRY_STATUS(one.only({"node", "since", "why"}));
            wire::RevokedNode node;
            SARHAD_TRY(const std::uint64_t number, one.number("node", 0));
            if (number == 0) {
                return one.at(nullptr, "node: wanted a node's number");
            }
            node.node = core::NodeId{static_cast<std::uint32_t>(number)};
            SARHAD_TRY(node.since, one.time("since", now_));
            SARHAD_TRY(node.why, one.text("why"));
            made.nodes.push_back(std::move(node));
        }
        SARHAD_TRY(const auto listed, top.tables("key"));
        for (const PlanTable& one : listed) {
            SARHAD_TRY_STATUS(one.only({"key", "since", "why"}));
            wire::RevokedKey revoked;
            SARHAD_TRY(revoked.key, key(one, "key", wire::KeyKind::kSignPublic));
            SARHAD_TRY(revoked.since, one.time("since", now_));
            SARHAD_TRY(revoked.why, one.text("why"));
            made.keys.push_back(std::move(revoked));
        }
        return PlannedDocument{std::move(made)};
    }

    [[nodiscard]] Result<PlannedDocument> policy(const PlanTable& top) const {
        SARHAD_TRY_STATUS(top.only({"policy"}));
        wire::SitePolicy made;
        made.issued = now_;
        SARHAD_TRY(const PlanTable table, top.table("policy"));
        SARHAD_TRY_STATUS(table.only({"site",
                                      "days",
                                      "fresh_minutes",
                                      "fresh_seconds",
                                      "stale_hours",
                                      "degraded_days",
                                      "sign_off",
                                      "second_checks_permille",
                                      "dead_man_days"}));
        SARHAD_TRY(made.site, table.text("site", false));
        SARHAD_TRY(made.expires, table.end("days", 365, now_));
        SARHAD_TRY(const std::uint64_t minutes, table.number("fresh_minutes", 15));
        SARHAD_TRY(const std::uint64_t hours, table.number("stale_hours", 24));
        SARHAD_TRY(const std::uint64_t days, table.number("degraded_days", 30));
        SARHAD_TRY(made.fresh_seconds, table.number("fresh_seconds", minutes * 60));
        made.stale_seconds = hours * 3600;
        made.degraded_seconds = days * 86400;
        SARHAD_TRY(const std::string sign_off, table.text("sign_off", false));
        if (!sign_off.empty() && sign_off != "shift" && sign_off != "flight") {
            return table.at(nullptr, "sign_off: wanted \"shift\" or \"flight\"");
        }
        made.sign_off = sign_off == "flight" ? wire::SignOff::kFlight : wire::SignOff::kShift;
        SARHAD_TRY(const std::uint64_t checks, table.number("second_checks_permille", 50));
        if (checks > 1000) {
            return table.at(nullptr, "second_checks_permille: wanted 0 to 1000");
        }
        made.second_checks = core::Permille{static_cast<int>(checks)};
        SARHAD_TRY(made.dead_man_days, table.number("dead_man_days", 45));
        return PlannedDocument{std::move(made)};
    }

    [[nodiscard]] Result<PlannedDocument> compartment(const PlanTable& top) const {
        SARHAD_TRY_STATUS(top.only({"compartment", "node"}));
        PlannedCompartment made;
        wire::Compartment& document = made.document;
        document.issued = now_;
        SARHAD_TRY(const PlanTable table, top.table("compartment"));
        SARHAD_TRY_STATUS(table.only({"list", "days", "epoch", "data_key"}));
        SARHAD_TRY(document.list, table.text("list"));
        SARHAD_TRY(document.expires, table.end("days", 365, now_));
        SARHAD_TRY(made.data_key, table.text("data_key", false));
        SARHAD_TRY(const std::uint64_t epoch, table.number("epoch", 0));
        if ((epoch == 0) != made.data_key.empty()) {
            return table.at(nullptr, "epoch, data_key: wanted both, or neither for open bodies");
        }
        document.epoch = core::Epoch{static_cast<std::uint32_t>(epoch)};
        SARHAD_TRY(const auto nodes, top.tables("node"));
        for (const PlanTable& one : nodes) {
            SARHAD_TRY_STATUS(one.only({"node", "key"}));
            SARHAD_TRY(const std::uint64_t number, one.number("node", 0));
            if (number <= (document.members.empty() ? 0 : document.members.back().node.value())) {
                return one.at(nullptr, "node: wanted each node once, by rising number from 1");
            }
            document.members.push_back({core::NodeId{static_cast<std::uint32_t>(number)}, {}});
            SARHAD_TRY(const wire::PublicKey sign,
                       key(one, "key", wire::KeyKind::kSignPublic, epoch != 0));
            made.keys.push_back(sign);
        }
        return PlannedDocument{std::move(made)};
    }

    core::WallTime now_;
    const FindKey& find_key_;
};

}  // namespace

Result<PlannedDocument> parse_trust_plan(std::string_view text,
                                         std::string_view path,
                                         core::WallTime now,
                                         const FindKey& find_key) {
    if (text.size() > kTrustPlanBytesMax) {
        return Error{Errc::kExhausted, cat(path, ": over ", kTrustPlanBytesMax, " bytes")};
    }
    try {
        const toml::table root = toml::parse(text);
        return Planner{now, find_key}.read(PlanTable{root, path});
    } catch (const toml::parse_error& error) {
        const auto& place = error.source().begin;
        return Error{Errc::kInvalid,
                     cat(path, ":", place.line, ":", place.column, ": ", error.description())};
    }
}

}  // namespace sarhad::daemon
