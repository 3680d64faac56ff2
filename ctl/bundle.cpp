// Courier bundles: what central publishes, in one file, for a port without a link.
#include "editions/bundle.h"

#include "api/client.h"
#include "api/params.h"
#include "core/text.h"
#include "core/time_text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/read_trust.h"
#include "ctl/table.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;
using core::Bytes;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

constexpr std::size_t kReadBytes = 1U << 20U;

/// A list that central publishes.
struct ListName {
    std::string name;
    std::int64_t edition{0};
};

/// Whether a bundle for `node` may hold the list's rows: where they belong to some nodes, it is one
/// of them; for whoever finds it (0), they are sealed.
bool may_hold(const Json& list, std::uint64_t node) {
    const Json* compartment = list.find("compartment");
    if (compartment == nullptr || !compartment->is_object()) {
        return true;
    }
    const auto epoch = compartment->int_at("epoch");
    if (node == 0) {
        return epoch && *epoch > 0;
    }
    const Json::Array& nodes = elements_at(*compartment, "nodes");
    return std::any_of(nodes.begin(), nodes.end(), [&](const Json& one) {
        return one.is_int() && one.as_int() == static_cast<std::int64_t>(node);
    });
}

Error not_for(const std::string& list, std::uint64_t node) {
    const std::string why =
        node == 0 ? "it belongs to some ports only, in clear: say for which one, by --node"
                  : core::cat("it does not belong to node ", node);
    return {Errc::kConflict, core::cat("list ", list, ": ", why)};
}

/// Those that were asked for, or all that the bundle may hold. kNotFound names one that is none,
/// kConflict one that it may not hold.
Result<std::vector<ListName>> lists_of(Context& context, const BundleMake& options) {
    const std::vector<std::string>& wanted = options.lists;
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/lists"));
    std::vector<ListName> lists;
    const Json* all = answer.find("lists");
    if (all != nullptr && all->is_array()) {
        for (const Json& one : all->elements()) {
            ListName list;
            SARHAD_TRY(list.name, one.text_at("name"));
            SARHAD_TRY(list.edition, one.int_at("edition"));
            const bool may = may_hold(one, options.node);
            if (!may && std::find(wanted.begin(), wanted.end(), list.name) != wanted.end()) {
                return not_for(list.name, options.node);
            }
            if (may) {
                lists.push_back(std::move(list));
            }
        }
    }
    for (const std::string& name : wanted) {
        if (std::none_of(
                lists.begin(), lists.end(), [&](const auto& one) { return one.name == name; })) {
            return Error{Errc::kNotFound, core::cat("list ", name, ": central publishes none")};
        }
    }
    if (!wanted.empty()) {
        std::erase_if(lists, [&](const ListName& one) {
            return std::find(wanted.begin(), wanted.end(), one.name) == wanted.end();
        });
    }
    return lists;
}

/// Asks central for a bundle's parts, one after another; a chunk is held at a time.
class BundleParts final {
public:
    BundleParts(Context& context, std::vector<ListName> lists)
        : context_{context}, lists_{std::move(lists)} {}

    /// None once all are given.
    Result<Bytes> next() {
        if (!has_begun_) {
            has_begun_ = true;
            return writer_.title(
                {context_.clock.wall(), static_cast<std::uint16_t>(lists_.size())});
        }
        if (at_ == lists_.size()) {
            const bool is_end = !std::exchange(has_ended_, true);
            return is_end ? writer_.end() : Bytes{};
        }
        const std::string path =
            core::cat("/v1/lists/", api::percent_encode(lists_[at_].name), "/snapshot");
        if (!has_head_) {
            has_head_ = true;
            return head(path);
        }
        SARHAD_TRY(const Json answer,
                   ask(context_,
                       Method::kGet,
                       core::cat(path, "/", child_, "?edition=", lists_[at_].edition)));
        if (!answer.is_text()) {
            return Error{Errc::kCorrupt, "central's answer is no chunk of a list"};
        }
        if (++child_ == editions::kChunks) {
            child_ = 0;
            has_head_ = false;
            ++at_;
        }
        return writer_.chunk(core::as_bytes(answer.as_text()));
    }

private:
    Result<Bytes> head(const std::string& path) {
        SARHAD_TRY(const Json answer, ask(context_, Method::kGet, path));
        SARHAD_TRY(const std::string hex, answer.text_at("head"));
        SARHAD_TRY(const Bytes bytes, core::from_hex(hex));
        SARHAD_TRY(const editions::SnapshotHead head, editions::decode_snapshot_head(bytes));
        return writer_.list(head);
    }

    Context& context_;
    std::vector<ListName> lists_;
    editions::BundleWriter writer_;
    bool has_begun_{false};
    bool has_head_{false};
    bool has_ended_{false};
    std::size_t at_{0};
    std::size_t child_{0};
};

editions::BundleReader::Source source_of(Context& context, const std::string& path) {
    return [&context, path, offset = std::uint64_t{0}]() mutable -> Result<Bytes> {
        auto piece = context.files.read_part(path, offset, core::ByteSize{kReadBytes});
        if (!piece) {
            return Error{Errc::kInvalid, piece.error().what};
        }
        offset += piece->size();
        return piece;
    };
}

/// Hands each list and its chunks on, in order.
Result<editions::BundleTitle> read_bundle(
    Context& context,
    const std::string& path,
    const std::function<Status(const editions::SnapshotHead&)>& take_list,
    const std::function<Status(std::uint8_t, Bytes)>& take_chunk,
    const std::function<Status()>& end_list) {
    editions::BundleReader reader{source_of(context, path)};
    auto title = reader.title();
    if (!title) {
        return about(path, title.error());
    }
    while (true) {
        const auto head = reader.list();
        if (!head) {
            return about(path, head.error());
        }
        if (!*head) {
            return title;
        }
        SARHAD_TRY_STATUS(take_list(**head));
        for (std::size_t child = 0; child < editions::kChunks; ++child) {
            auto chunk = reader.chunk();
            if (!chunk) {
                return about(path, chunk.error());
            }
            SARHAD_TRY_STATUS(take_chunk(static_cast<std::uint8_t>(child), *std::move(chunk)));
        }
        SARHAD_TRY_STATUS(end_list());
    }
}

/// Sends a bundle's lists to a port, as far as it lacks them.
class BundleCarrier final {
public:
    explicit BundleCarrier(Context& context) : context_{context} {}

    [[nodiscard]] Status take_list(const editions::SnapshotHead& head) {
        SARHAD_TRY(const Json answer,
                   ask(context_,
                       Method::kPost,
                       "/v1/bundle",
                       Json::object({{"head", core::to_hex(editions::encode(head))}})));
        wanted_.clear();
        const Json* wanted = answer.find("wanted");
        if (wanted == nullptr || !wanted->is_array()) {
            return Error{Errc::kCorrupt, "the port's answer names no chunks"};
        }
        for (const Json& child : wanted->elements()) {
            wanted_.push_back(child.is_int() ? child.as_int() : -1);
        }
        return {};
    }
    [[nodiscard]] Status take_chunk(std::uint8_t child, const Bytes& chunk) const {
        if (std::find(wanted_.begin(), wanted_.end(), std::int64_t{child}) == wanted_.end()) {
            return {};
        }
        api::Call call;
        call.method = Method::kPost;
        call.path = core::cat("/v1/bundle/chunks/", int{child});
        call.content = std::string{core::as_text(chunk)};
        call.content_type = "application/octet-stream";
        const auto answer = api::call(context_.socket, call, context_.timeout);
        return answer ? Status{} : Status{answer.error()};
    }
    [[nodiscard]] Status end_list() {
        SARHAD_TRY(Json answer, ask(context_, Method::kPost, "/v1/bundle/install"));
        answer.set("chunks", wanted_.size());
        lists_.push(std::move(answer));
        return {};
    }
    [[nodiscard]] const Json& lists() const { return lists_; }

private:
    Context& context_;
    std::vector<std::int64_t> wanted_;
    Json lists_{Json::array()};
};

std::string text_of(const Json& list, std::string_view key) {
    const Json* value = list.find(key);
    return value == nullptr   ? std::string{}
           : value->is_text() ? value->as_text()
                              : api::to_text(*value);
}

void tell(Context& context, const editions::BundleTitle& title, const Json& lists) {
    if (context.json) {
        print(context.out,
              Json::object({{"made_at", core::to_rfc3339(title.made_at)}, {"lists", lists}}));
        return;
    }
    context.out << "made " << core::to_rfc3339(title.made_at) << ", as its maker says\n";
    Table table{{{"LIST"}, {"EDITION", Align::kRight}, {"ROWS", Align::kRight}, {"ROOT"}}};
    for (const Json& list : lists.elements()) {
        table.add({text_of(list, "list"),
                   text_of(list, "edition"),
                   text_of(list, "rows"),
                   text_of(list, "root").substr(0, 16)});
    }
    table.print(context.out);
}

}  // namespace

Outcome run(const BundleMake& options, Context& context) {
    SARHAD_TRY(std::vector<ListName> lists, lists_of(context, options));
    const std::size_t count = lists.size();
    BundleParts parts{context, std::move(lists)};
    const std::string fresh = core::cat(options.output, ".fresh");
    std::optional<Error> refused;  // By central, not by the disk.
    Status written = context.files.write_parts(
        fresh,
        [&]() -> Result<Bytes> {
            auto part = parts.next();
            if (!part) {
                refused = part.error();
            }
            return part;
        },
        core::FileMode::kPrivate);
    written = written ? context.files.rename(fresh, options.output) : written;
    if (!written) {
        static_cast<void>(context.files.remove(fresh));  // The disk may be full of it.
        return refused ? *refused
                       : Error{Errc::kConflict,
                               core::cat(
                                   options.output, ": cannot be written: ", written.error().what)};
    }
    if (context.json) {
        print(context.out, Json::object({{"output", options.output}, {"lists", count}}));
    } else {
        context.out << options.output << ": " << count << " list" << (count == 1 ? "" : "s")
                    << "; sarhadctl bundle verify checks it, bundle apply gives it to a port\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const BundleVerify& options, Context& context) {
    SARHAD_TRY(const wire::TrustStore trust, read_trust(context, options.trust));
    editions::CheckedSnapshot edition;
    Json lists = Json::array();
    const auto fails = [&](const Error& why) {
        return Status{about(core::cat(options.bundle, ": does NOT hold"), why)};
    };
    SARHAD_TRY(
        const editions::BundleTitle title,
        read_bundle(
            context,
            options.bundle,
            [&](const editions::SnapshotHead& head) -> Status {
                auto checked = editions::check_head(head, trust);
                if (!checked) {
                    return fails(checked.error());
                }
                edition = *std::move(checked);
                return {};
            },
            [&](std::uint8_t child, const Bytes& chunk) -> Status {
                const auto rows = editions::decode_chunk(
                    chunk, child, wire::tree_hash_at(edition.children, child));
                return rows ? Status{} : fails(rows.error());
            },
            [&]() -> Status {
                lists.push(Json::object({{"list", edition.statement.name},
                                         {"edition", edition.statement.edition},
                                         {"rows", edition.rows},
                                         {"root", core::to_hex(edition.statement.post_root)}}));
                return {};
            }));
    if (!context.json) {
        context.out << options.bundle << ": holds\n";
    }
    tell(context, title, lists);
    return daemon::ExitCode::kOk;
}

Outcome run(const BundleApply& options, Context& context) {
    BundleCarrier carrier{context};
    SARHAD_TRY(const editions::BundleTitle title,
               read_bundle(
                   context,
                   options.bundle,
                   [&](const editions::SnapshotHead& head) { return carrier.take_list(head); },
                   [&](std::uint8_t child, const Bytes& chunk) {
                       return carrier.take_chunk(child, chunk);
                   },
                   [&] { return carrier.end_list(); }));
    tell(context, title, carrier.lists());
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
