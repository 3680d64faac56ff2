#include "core/text.h"
#include "daemon/trust_file.h"

#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sarhad::daemon {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

constexpr std::array<std::pair<wire::RoleKind, std::string_view>, 5> kKinds{
    {{wire::RoleKind::kList, "list"},
     {wire::RoleKind::kAlert, "alert"},
     {wire::RoleKind::kSequencer, "sequencer"},
     {wire::RoleKind::kRules, "rules"},
     {wire::RoleKind::kNode, "node"}}};

std::string_view word_of(wire::RoleKind kind) {
    return std::find_if(kKinds.begin(),
                        kKinds.end(),
                        [&](const auto& listed) { return listed.first == kind; })
        ->second;
}

/// Reads one file; errors carry its place.
class TrustReader {
public:
    explicit TrustReader(std::string_view path) : path_{path} {}

    [[nodiscard]] Error at(const toml::source_position& place, std::string_view what) const {
        return {Errc::kInvalid, cat(path_, ":", place.line, ":", place.column, ": ", what)};
    }

    [[nodiscard]] Result<wire::PublicKey> key(const toml::node* node,
                                              const toml::source_position& holder,
                                              std::string_view name) const {
        const auto* text = node == nullptr ? nullptr : node->as_string();
        const toml::source_position place = node == nullptr ? holder : node->source().begin;
        const auto bytes = core::from_hex(text == nullptr ? "" : text->get());
        wire::PublicKey key{};
        if (!bytes || bytes->size() != key.size()) {
            return at(place, cat(name, ": wanted a public key of 64 hexadecimal digits"));
        }
        std::copy(bytes->begin(), bytes->end(), key.begin());
        return key;
    }

    [[nodiscard]] Result<std::int64_t> number(const toml::table& role,
                                              std::string_view name,
                                              std::int64_t otherwise) const {
        const toml::node* node = role.get(name);
        if (node == nullptr) {
            return otherwise;
        }
        const auto* held = node->as_integer();
        if (held == nullptr || held->get() < 0 || held->get() > 0xffffffffLL) {
            return at(node->source().begin, cat(name, ": wanted a whole number from 0"));
        }
        return held->get();
    }

    [[nodiscard]] Result<TrustedRole> role(const toml::node& node) const {
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            return at(node.source().begin, "role: wanted a table: [[role]]");
        }
        SARHAD_TRY_STATUS(only(*table, {"kind", "name", "node", "threshold", "keys"}));
        TrustedRole role;
        const std::string kind = table->get("kind") == nullptr
                                     ? std::string{}
                                     : table->get("kind")->value_or(std::string{});
        const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& listed) {
            return listed.second == kind;
        });
        if (found == kKinds.end()) {
            return at(node.source().begin,
                      "kind: wanted \"sequencer\", \"alert\", \"list\", \"node\" or \"rules\"");
        }
        role.kind = found->first;
        if (const toml::node* name = table->get("name"); name != nullptr) {
            role.name = name->value_or(std::string{});
        }
        SARHAD_TRY(const std::int64_t owner, number(*table, "node", 0));
        role.node = core::NodeId{static_cast<std::uint32_t>(owner)};
        SARHAD_TRY(const std::int64_t threshold, number(*table, "threshold", 1));
        role.threshold = static_cast<std::size_t>(threshold);
        const toml::node* keys = table->get("keys");
        if (keys == nullptr || keys->as_array() == nullptr) {
            return at(node.source().begin, "keys: wanted a list of public keys");
        }
        for (const toml::node& one : *keys->as_array()) {
            SARHAD_TRY(const wire::PublicKey read, key(&one, one.source().begin, "keys"));
            role.keys.push_back(read);
        }
        return role;
    }

    /// A key that nobody reads is a mistake, not a wish.
    [[nodiscard]] Status only(const toml::table& table,
                              const std::vector<std::string_view>& known) const {
        for (const auto& [name, node] : table) {
            if (std::find(known.begin(), known.end(), name.str()) == known.end()) {
                return at(name.source().begin, "unknown key");
            }
        }
        return {};
    }

    [[nodiscard]] Result<TrustFile> read(const toml::table& root) const {
        SARHAD_TRY_STATUS(only(root, {"central", "role"}));
        TrustFile trust;
        const toml::node* central = root.get("central");
        if (central == nullptr || central->as_table() == nullptr) {
            return at({1, 1}, "missing [central] with link_public and seal_public");
        }
        const toml::table& keys = *central->as_table();
        SARHAD_TRY_STATUS(only(keys, {"link_public", "seal_public"}));
        const toml::source_position place = central->source().begin;
        SARHAD_TRY(trust.central_link, key(keys.get("link_public"), place, "link_public"));
        SARHAD_TRY(trust.central_seal, key(keys.get("seal_public"), place, "seal_public"));
        const toml::node* roles = root.get("role");
        if (roles == nullptr) {
            return trust;
        }
        if (roles->as_array() == nullptr) {
            return at(roles->source().begin, "role: wanted [[role]]");
        }
        if (roles->as_array()->size() > kTrustRolesMax) {
            return Error{Errc::kExhausted, cat(path_, ": over ", kTrustRolesMax, " roles")};
        }
        for (const toml::node& one : *roles->as_array()) {
            SARHAD_TRY(TrustedRole read, role(one));
            trust.roles.push_back(std::move(read));
        }
        return trust;
    }

private:
    std::string path_;
};

void put_quoted(std::string& to, std::string_view text) {
    to.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\' || byte < 0x20 || byte == 0x7f) {
            to += "\\u00";
            to += core::to_hex(core::Bytes{byte});
        } else {
            to.push_back(c);
        }
    }
    to.push_back('"');
}

}  // namespace

Result<TrustFile> parse_trust_file(std::string_view text, std::string_view path) {
    if (text.size() > kTrustFileBytesMax) {
        return Error{Errc::kExhausted, cat(path, ": over ", kTrustFileBytesMax, " bytes")};
    }
    const TrustReader reader{path};
    try {
        const toml::table root = toml::parse(text);
        return reader.read(root);
    } catch (const toml::parse_error& error) {
        return reader.at(error.source().begin, error.description());
    }
}

std::string write_trust_file(const TrustFile& trust) {
    std::string text = cat("[central]\nlink_public = \"",
                           core::to_hex(trust.central_link),
                           "\"\nseal_public = \"",
                           core::to_hex(trust.central_seal),
                           "\"\n");
    for (const TrustedRole& role : trust.roles) {
        text += cat("\n[[role]]\nkind = \"", word_of(role.kind), "\"\n");
        if (!role.name.empty()) {
            text += "name = ";
            put_quoted(text, role.name);
            text += "\n";
        }
        if (role.node.value() != 0) {
            text += cat("node = ", role.node.value(), "\n");
        }
        text += cat("threshold = ", role.threshold, "\nkeys = [");
        for (std::size_t at = 0; at < role.keys.size(); ++at) {
            text += cat(at == 0 ? "" : ", ", "\"", core::to_hex(role.keys[at]), "\"");
        }
        text += "]\n";
    }
    return text;
}

Result<wire::TrustStore> trust_store_of(const TrustFile& trust) {
    wire::TrustStore store;
    for (const TrustedRole& listed : trust.roles) {
        wire::RoleKeys keys;
        keys.threshold = listed.threshold;
        for (const wire::PublicKey& key : listed.keys) {
            SARHAD_TRY(const wire::VerifyKey verified, wire::VerifyKey::from(key));
            keys.keys.push_back(verified);
        }
        SARHAD_TRY_STATUS(
            store.set(wire::Role{listed.kind, listed.name, listed.node}, std::move(keys)));
    }
    return store;
}

}  // namespace sarhad::daemon
