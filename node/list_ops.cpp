#include "list_ops.h"

#include "core/text.h"
#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/msgpack.h"

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Status;

std::string name_of(const wire::DeltaBody& delta) {
    return cat(delta.name, " seq ", delta.seq.value());
}

Status check_op(const wire::DeltaBody& delta, const wire::Op& op) {
    if (op.kind == wire::OpKind::kRemove) {
        return {};
    }
    if (op.id == watchlists::kManifestId) {
        const auto manifest = wire::decode<watchlists::ListManifest>(op.body);
        if (!manifest || manifest->name != delta.name) {
            return Error{Errc::kCorrupt, cat(name_of(delta), ": no manifest of this list")};
        }
        if (const Status usable = watchlists::check_manifest(*manifest); !usable) {
            return Error{Errc::kCorrupt, cat(name_of(delta), ": ", usable.error().what)};
        }
        return {};
    }
    const auto entry = watchlists::read_entry(op.body);
    if (!entry) {
        return Error{Errc::kCorrupt, cat(name_of(delta), ": an entry is unreadable")};
    }
    if (entry->id !=
        op.id) {  // An index knows it by its own, and could not take it off by another.
        return Error{Errc::kCorrupt, cat(name_of(delta), ": an entry under another's id")};
    }
    return {};
}

std::string again_note(core::StreamId stream) {
    return cat("again/", stream.value());
}

}  // namespace sarhad::node
