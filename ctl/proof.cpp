// Which lists a port had in force, and when: made by central, checked by anybody.
#include "api/params.h"
#include "core/text.h"
#include "core/time_text.h"
#include "ctl/commands.h"
#include "ctl/read_list.h"
#include "ctl/read_trust.h"
#include "ctl/table.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"
#include "wire/state_proof.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

/// The hash of the entry in question in a list file; none: the file has no such entry.
using FileHash = std::optional<wire::Hash256>;

Json entry_json(const wire::ProvenEntry& entry, const FileHash& in_file) {
    Json told = Json::object({{"listed", entry.is_listed}});
    if (entry.is_listed) {
        told.set("hash", core::to_hex(entry.hash));
    }
    if (in_file) {
        told.set("as_in_file", entry.is_listed && entry.hash == *in_file);
    }
    return told;
}

Json list_json(const wire::ProvenList& one, const FileHash& in_file) {
    Json told = Json::object({{"list", one.list.name},
                              {"edition", one.list.edition},
                              {"root", core::to_hex(one.list.root)},
                              {"rows", one.list.entries},
                              {"since", core::to_rfc3339(one.list.since)},
                              {"signatures", one.signers}});
    if (one.entry) {
        told.set("entry", entry_json(*one.entry, in_file));
    }
    return told;
}

Json proven_json(const wire::StateProof& proof,
                 const std::vector<wire::ProvenNode>& nodes,
                 const FileHash& in_file) {
    Json listed = Json::array();
    for (const wire::ProvenNode& node : nodes) {
        Json lists = Json::array();
        for (const wire::ProvenList& one : node.lists) {
            lists.push(list_json(one, in_file));
        }
        listed.push(
            Json::object({{"node", node.node.value()},
                          {"statement", node.number},
                          {"from", core::to_rfc3339(node.from)},
                          {"until", node.until ? Json{core::to_rfc3339(*node.until)} : Json{}},
                          {"lists", std::move(lists)}}));
    }
    return Json::object({{"port", proof.port.value()},
                         {"at", core::to_rfc3339(proof.asked)},
                         {"made_at", core::to_rfc3339(proof.made_at)},
                         {"holds", true},
                         {"nodes", std::move(listed)}});
}

void print_entry(std::ostream& out,
                 const wire::StateProof& proof,
                 const wire::ProvenNode& node,
                 const FileHash& in_file) {
    for (const wire::ProvenList& one : node.lists) {
        if (!one.entry) {
            continue;
        }
        out << "  entry " << proof.entry << " was " << (one.entry->is_listed ? "" : "NOT ") << "on "
            << one.list.name << " edition " << one.list.edition;
        if (one.entry->is_listed) {
            out << ", its bytes' hash " << core::to_hex(one.entry->hash);
        }
        out << '\n';
        if (one.entry->is_listed && in_file) {
            out << "  the list file has " << (*in_file == one.entry->hash ? "the same" : "ANOTHER")
                << " entry under that id\n";
        }
    }
    if (std::none_of(node.lists.begin(), node.lists.end(), [](const wire::ProvenList& one) {
            return one.entry.has_value();
        })) {
        out << "  it had no list " << proof.list << ", so entry " << proof.entry
            << " was not in force there\n";
    }
}

void print_node(std::ostream& out,
                const wire::StateProof& proof,
                const wire::ProvenNode& node,
                const FileHash& in_file) {
    out << "node " << node.node.value() << ", statement " << node.number << ": from "
        << core::to_rfc3339(node.from) << ' ';
    if (node.until) {
        out << "to its next one, " << core::to_rfc3339(*node.until) << '\n';
    } else {
        out << "on; no later statement had come by " << core::to_rfc3339(proof.made_at)
            << ", which is central's word\n";
    }
    if (node.lists.empty()) {
        out << "  it had no list in force\n";
        return;
    }
    Table table{{{"  LIST"}, {"EDITION", Align::kRight}, {"SINCE"}, {"ROOT"}}};
    for (const wire::ProvenList& one : node.lists) {
        table.add({core::cat("  ", one.list.name),
                   std::to_string(one.list.edition),
                   core::to_rfc3339(one.list.since),
                   core::to_hex(one.list.root).substr(0, 16)});
    }
    table.print(out);
    if (!proof.entry.empty()) {
        print_entry(out, proof, node, in_file);
    }
}

core::Result<FileHash> hash_in(Context& context, const std::string& path, std::string_view entry) {
    editions::ListReader reader = list_reader(context, path);
    if (const auto head = reader.head(); !head) {
        return about(path, head.error());
    }
    FileHash found;
    while (true) {
        const auto listed = reader.next();
        if (!listed) {
            return about(path, listed.error());
        }
        if (!*listed) {
            return found;
        }
        if ((*listed)->entry.id == entry) {
            found = wire::blake2b(watchlists::entry_bytes((*listed)->entry));
        }
    }
}

/// kInvalid where there is nothing to look for; kNotFound where the file has no such entry.
core::Result<FileHash> asked_of(Context& context,
                                const std::string& path,
                                const wire::StateProof& proof) {
    if (path.empty()) {
        return FileHash{};
    }
    if (proof.entry.empty()) {
        return core::Error{core::Errc::kInvalid,
                           "--list-file: this certificate asks of no entry: make one with proof "
                           "port --list --entry"};
    }
    SARHAD_TRY(FileHash found, hash_in(context, path, proof.entry));
    if (!found) {
        return core::Error{core::Errc::kNotFound, core::cat(path, ": has no entry ", proof.entry)};
    }
    return found;
}

std::string asked_path(const ProofPort& options) {
    std::string path = core::cat("/v1/proof?port=",
                                 api::percent_encode(core::ascii_upper(options.port)),
                                 "&at=",
                                 api::percent_encode(options.at));
    if (!options.entry.empty()) {
        path += core::cat("&list=",
                          api::percent_encode(options.list),
                          "&entry=",
                          api::percent_encode(options.entry));
    }
    return path;
}

}  // namespace

Outcome run(const ProofPort& options, Context& context) {
    if (const auto at = core::from_rfc3339(options.at); !at) {
        return about("--at", at.error());
    }
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, asked_path(options)));
    SARHAD_TRY(const std::string hex, answer.text_at("certificate"));
    const auto bytes = core::from_hex(hex);
    if (!bytes) {
        return core::Error{core::Errc::kCorrupt, "central's answer holds no certificate"};
    }
    SARHAD_TRY(const wire::StateProof proof, wire::read_state_proof(*bytes));
    SARHAD_TRY_STATUS(write_output(context, options.output, *bytes, core::FileMode::kShared));
    if (context.json) {
        print(context.out,
              Json::object({{"port", proof.port.value()},
                            {"at", core::to_rfc3339(proof.asked)},
                            {"nodes", proof.nodes.size()},
                            {"output", options.output}}));
    } else {
        context.out << options.output << ": what " << proof.nodes.size() << " node"
                    << (proof.nodes.size() == 1 ? "" : "s") << " of " << proof.port.value()
                    << " had at " << core::to_rfc3339(proof.asked)
                    << "; sarhadctl proof verify checks it\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const ProofVerify& options, Context& context) {
    SARHAD_TRY(const wire::TrustStore trust, read_trust(context, options.trust));
    SARHAD_TRY(const core::Bytes bytes,
               read_input(context, options.certificate, core::ByteSize{wire::kStateProofMax}));
    const auto proof = wire::read_state_proof(bytes);
    if (!proof) {
        return about(options.certificate, proof.error());
    }
    const auto nodes = wire::check_state_proof(*proof, trust);
    if (!nodes) {
        return about(core::cat(options.certificate, ": does NOT hold"), nodes.error());
    }
    SARHAD_TRY(const FileHash in_file, asked_of(context, options.list_file, *proof));
    if (context.json) {
        print(context.out, proven_json(*proof, *nodes, in_file));
        return daemon::ExitCode::kOk;
    }
    context.out << options.certificate << ": holds, for " << proof->port.value() << " at "
                << core::to_rfc3339(proof->asked) << '\n';
    for (const wire::ProvenNode& node : *nodes) {
        print_node(context.out, *proof, node, in_file);
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
