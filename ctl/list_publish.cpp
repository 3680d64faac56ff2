#include "api/client.h"
#include "core/text.h"
#include "ctl/canonical_list.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "ctl/read_list.h"
#include "ctl/table.h"
#include "ctl/trust_files.h"
#include "watchlists/list_file.h"
#include "wire/body_seal.h"
#include "wire/compartment.h"
#include "wire/messages.h"
#include "wire/msgpack.h"

#include <optional>
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

/// The seal that the options name; none where the list goes open. kInvalid: the files are not what
/// they are named as, or belong to another list or key.
core::Result<std::optional<wire::BodySeal>> seal_of(const ListPublish& options,
                                                    Context& context,
                                                    const std::string& list) {
    if (options.sealed.empty()) {
        return std::optional<wire::BodySeal>{};
    }
    SARHAD_TRY(const wire::SignedDocument document, read_trust_file(context, options.sealed));
    const auto compartment = document.kind == wire::DocumentKind::kCompartment
                                 ? wire::read_unverified<wire::Compartment>(document)
                                 : core::Error{core::Errc::kInvalid, "is no compartment"};
    if (!compartment) {
        return about(options.sealed, compartment.error());
    }
    if (compartment->list != list || compartment->epoch == core::Epoch{0}) {
        return about(options.sealed,
                     {core::Errc::kInvalid,
                      core::cat("is of ",
                                compartment->list,
                                compartment->epoch == core::Epoch{0} ? ", with open bodies" : "",
                                "; wanted a sealed one of ",
                                list)});
    }
    SARHAD_TRY(wire::Secret key, read_list_key(context, options.data_key));
    if (wire::BodySeal::hash_of(key) != compartment->key_hash) {
        return about(options.data_key,
                     {core::Errc::kInvalid,
                      core::cat("is not the key that ", options.sealed, " gives to the ports")});
    }
    return std::optional<wire::BodySeal>{wire::BodySeal{std::move(key), list, compartment->epoch}};
}

watchlists::ListEntry sealed(const wire::BodySeal& seal, const watchlists::ListEntry& entry) {
    core::Bytes body = watchlists::entry_bytes(entry);
    watchlists::ListEntry made;
    made.id = entry.id;
    made.sealed = seal.seal(entry.id, body);
    wire::wipe(body);
    return made;
}

/// The list file's entries in `to`, as they are published, and its manifest. What is wrong with the
/// file is kInvalid or kCorrupt and names it.
core::Result<watchlists::ListManifest> read_file(Context& context,
                                                 const ListPublish& options,
                                                 CanonicalList& to) {
    editions::ListReader reader = list_reader(context, options.list);
    auto head = reader.head();
    if (!head) {
        return about(options.list, head.error());
    }
    watchlists::ListManifest& manifest = head->manifest;
    manifest.name = options.name.empty() ? manifest.name : options.name;
    SARHAD_TRY(const auto seal, seal_of(options, context, manifest.name));
    while (true) {
        auto listed = reader.next();
        if (!listed) {
            return about(options.list, listed.error());
        }
        if (!*listed) {
            return std::move(manifest);
        }
        const watchlists::ListEntry& entry = (*listed)->entry;
        SARHAD_TRY_STATUS(to.add(seal ? sealed(*seal, entry) : entry));
    }
}

/// What central has not got yet of the list goes to it, piece by piece.
core::Status upload(Context& context, const CanonicalList& list, const std::string& path) {
    SARHAD_TRY(const Json begun,
               ask(context,
                   Method::kPost,
                   "/v1/uploads",
                   Json::object({{"hash", core::to_hex(list.hash())}, {"size", list.size()}})));
    SARHAD_TRY(std::int64_t offset, begun.int_at("offset"));
    SARHAD_TRY(const std::int64_t most, begun.int_at("piece"));
    while (static_cast<std::uint64_t>(offset) < list.size()) {
        SARHAD_TRY(const core::Bytes piece,
                   list.part(static_cast<std::uint64_t>(offset), static_cast<std::size_t>(most)));
        api::Call call;
        call.method = Method::kPost;
        call.path = core::cat(path, "/", offset);
        call.content = std::string{core::as_text(piece)};
        call.content_type = "application/octet-stream";
        SARHAD_TRY(const Json answer, api::call(context.socket, call, context.timeout));
        SARHAD_TRY(const std::int64_t next, answer.int_at("offset"));
        if (next <= offset) {
            return core::Error{core::Errc::kUnavailable,
                               "central takes no more of the list: publish it again"};
        }
        offset = next;
    }
    return {};
}

/// The list's head as central has published it. Central answers each question within seconds, done
/// or not.
core::Result<Json> publish(Context& context, const std::string& path, Json order) {
    SARHAD_TRY(Json answer,
               ask(context, Method::kPost, core::cat(path, "/publish"), std::move(order)));
    while (true) {
        if (const Json* head = answer.find("published"); head != nullptr) {
            return *head;
        }
        SARHAD_TRY(answer, ask(context, Method::kGet, path));
    }
}

}  // namespace

Outcome run(const ListPublish& options, Context& context) {
    SARHAD_TRY(const wire::SigningKey key, read_signing_key(context, options.key));
    CanonicalList list{context.files, options.list};
    SARHAD_TRY(watchlists::ListManifest manifest, read_file(context, options, list));
    SARHAD_TRY(manifest.edition, edition_of(options, context, manifest.name));
    SARHAD_TRY_STATUS(list.finish(manifest));
    SARHAD_TRY(const wire::Hash256 root, list.root());
    const wire::EditionStatement statement{manifest.name, manifest.edition, root};
    const wire::Signature signature = key.sign(wire::Domain::kEdition, wire::encode(statement));
    const std::string path = core::cat("/v1/uploads/", core::to_hex(list.hash()));
    SARHAD_TRY_STATUS(upload(context, list, path));
    Json order = Json::object({{"key", core::to_hex(key.public_key().tag())},
                               {"signature", core::to_hex(signature.value)},
                               {"allow_shrink", options.allows_shrink}});
    SARHAD_TRY(const Json head, publish(context, path, std::move(order)));
    if (context.json) {
        print(context.out, head);
    } else {
        context.out << statement.name << ": edition " << statement.edition << " published, "
                    << list.entries() << " entries, root "
                    << core::to_hex(statement.post_root).substr(0, 16)
                    << (options.sealed.empty() ? "" : "; sealed: central cannot read it") << '\n';
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
