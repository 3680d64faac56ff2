#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "ctl/table.h"
#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/hash.h"
#include "wire/messages.h"
#include "wire/msgpack.h"
#include "wire/state_tree.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

/// One more than central's edition of the list; 1 where central has none.
core::Result<std::uint64_t> next_edition(Context& context, const std::string& name) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/lists"));
    const Json* lists = answer.find("lists");
    if (lists != nullptr && lists->is_array()) {
        for (const Json& list : lists->elements()) {
            const auto its_name = list.text_at("name");
            if (its_name && *its_name == name) {
                SARHAD_TRY(const std::int64_t edition, list.int_at("edition"));
                return static_cast<std::uint64_t>(edition) + 1;
            }
        }
    }
    return std::uint64_t{1};
}

core::Result<std::uint64_t> edition_of(const ListPublish& options,
                                       Context& context,
                                       const std::string& name) {
    if (options.edition == "auto") {
        return next_edition(context, name);
    }
    auto edition = core::parse_uint(options.edition);
    if (!edition || *edition == 0) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("--edition ", options.edition, ": a number from 1, or auto")};
    }
    return edition;
}

/// The rows of the list as they are replicated, hashed.
facts::Hash256 root_of(const watchlists::ListFile& list) {
    watchlists::RowHashes rows;
    rows.emplace(watchlists::kManifestId, wire::blake2b(wire::encode(list.manifest)));
    for (const watchlists::ListEntry& entry : list.entries) {
        rows.emplace(entry.id, wire::blake2b(watchlists::entry_bytes(entry)));
    }
    return wire::state_root(rows);
}

}  // namespace

Outcome run(const ListPublish& options, Context& context) {
    SARHAD_TRY(const wire::SigningKey key, read_signing_key(context, options.key));
    SARHAD_TRY(const core::Bytes bytes,
               read_input(context, options.list, core::ByteSize{watchlists::kMaxListFile}));
    auto given = watchlists::read_list(bytes, &wire::blake2b);
    if (!given) {
        return about(options.list, given.error());
    }
    watchlists::ListFile list = *std::move(given);
    if (!options.name.empty()) {
        list.manifest.name = options.name;
    }
    SARHAD_TRY(list.manifest.edition, edition_of(options, context, list.manifest.name));
    // Written and read again: the manifest's hash is the writer's to make.
    SARHAD_TRY(const core::Bytes file,
               watchlists::write_list(list.manifest, list.entries, &wire::blake2b));
    SARHAD_TRY(list, watchlists::read_list(file, &wire::blake2b));
    const wire::EditionStatement statement{
        list.manifest.name, list.manifest.edition, root_of(list)};
    const wire::Signature signature = key.sign(wire::Domain::kEdition, wire::encode(statement));
    Json body = Json::object({{"file", core::to_hex(file)},
                              {"key", core::to_hex(key.public_key().tag())},
                              {"signature", core::to_hex(signature.value)},
                              {"allow_shrink", options.allows_shrink}});
    SARHAD_TRY(const Json answer, ask(context, Method::kPost, "/v1/lists", std::move(body)));
    if (context.json) {
        print(context.out, answer);
    } else {
        context.out << statement.name << ": edition " << statement.edition << " published, "
                    << list.entries.size() << " entries, root "
                    << core::to_hex(statement.post_root).substr(0, 16) << '\n';
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
