#include "editions/edition_rows.h"

#include "core/text.h"
#include "watchlists/list_root.h"
#include "wire/msgpack.h"

namespace sarhad::editions {

using core::cat;
using core::Result;

Place place_of(std::string id) {
    const wire::Bucket bucket = wire::bucket_of(id);
    return {bucket, std::move(id)};
}

Result<watchlists::ListFileHead> EditionRows::begin() {
    SARHAD_TRY(watchlists::ListFileHead head, reader_.head());
    manifest_ = Row{place_of(std::string{watchlists::kManifestId}), wire::encode(head.manifest)};
    return head;
}

Result<std::optional<Row>> EditionRows::next() {
    if (!entry_ && !is_ended_) {
        SARHAD_TRY(auto listed, reader_.next());
        is_ended_ = !listed;
        if (listed) {
            entry_ = Row{place_of(listed->entry.id), std::move(listed->bytes)};
        }
    }
    std::optional<Row>& first =
        manifest_ && (!entry_ || manifest_->place < entry_->place) ? manifest_ : entry_;
    std::optional<Row> given = std::exchange(first, std::nullopt);
    if (given && has_last_ && given->place <= last_) {
        return core::Error{
            core::Errc::kInvalid,
            given->place == last_
                ? cat("entry ", given->place.id, " is there twice")
                : cat("entry ", given->place.id, " does not stand in canonical order")};
    }
    if (given) {
        last_ = given->place;
        has_last_ = true;
    }
    return given;
}

void TreeBuilder::add(const Place& place, const wire::Hash256& body_hash) {
    if (place.bucket != bucket_) {
        close();
        bucket_ = place.bucket;
    }
    leaf_.add(place.id, body_hash);
    ++rows_;
}

void TreeBuilder::close() {
    tree_.set(bucket_, leaf_.finish());
}

const wire::StateTree& TreeBuilder::finish() {
    close();
    return tree_;
}

}  // namespace sarhad::editions
