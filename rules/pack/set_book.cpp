#include "rules/pack/set_book.h"

#include "core/text.h"
#include "rules/schema/facts.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace sarhad::rules {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

Error about(std::string_view name, Errc code, std::string_view what) {
    return {code, cat("lists.", core::cut_utf8(name, kSetTextMax), ": ", what)};
}

bool is_plain(std::string_view text) {
    constexpr unsigned char kFirstShown = 0x20;
    constexpr unsigned char kDelete = 0x7f;
    return !text.empty() && core::is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) {
               return c < kFirstShown || c == kDelete;
           });
}

/// What is to be said against a set that goes from `known` (null: it is new) to the change.
Status check_way(const KnownSet* known, std::string_view owner, const SetChange& change) {
    if (known == nullptr) {
        return change.version == 0 ? about(change.name, Errc::kInvalid, "versions begin with 1")
               : change.base == 0  ? Status{}
                                   : about(change.name,
                                          Errc::kConflict,
                                          cat("version ",
                                              change.version,
                                              " starts from version ",
                                              change.base,
                                              ", and none is here: publish all of it (--whole)"));
    }
    if (known->owner != owner) {
        return about(change.name,
                     Errc::kConflict,
                     cat("it belongs to '", known->owner, "', and '", owner, "' has signed"));
    }
    if (change.version <= known->version) {
        return about(change.name,
                     Errc::kConflict,
                     cat("version ", known->version, " is published: this is ", change.version));
    }
    if (change.base != 0 && (change.base != known->version || known->texts == nullptr)) {
        return about(change.name,
                     Errc::kConflict,
                     cat("version ",
                         change.version,
                         " starts from version ",
                         change.base,
                         ", and version ",
                         known->version,
                         " is here: publish it again"));
    }
    return {};
}

/// The texts behind the change. kConflict: it adds what is there, or removes what is not.
Result<std::vector<std::string>> texts_of(const KnownSet* known, const SetChange& change) {
    static const std::vector<std::string> kNone;
    const auto& from = change.base == 0 ? kNone : known->texts->texts();
    std::vector<std::string> kept;
    std::set_difference(from.begin(),
                        from.end(),
                        change.removed.begin(),
                        change.removed.end(),
                        std::back_inserter(kept));
    std::vector<std::string> texts;
    std::set_union(kept.begin(),
                   kept.end(),
                   change.added.begin(),
                   change.added.end(),
                   std::back_inserter(texts));
    if (kept.size() + change.removed.size() != from.size() ||
        texts.size() != kept.size() + change.added.size()) {
        return about(change.name,
                     Errc::kConflict,
                     "it adds what is there, or removes what is not: publish it again");
    }
    return texts;
}

}  // namespace

Status check_set_texts(std::string_view name, const std::vector<std::string>& texts) {
    const FactField* field = reference_sets().find(name);
    if (field == nullptr) {
        return about(name, Errc::kInvalid, "no such set: sarhadctl rules schema names them");
    }
    if (texts.size() > field->count_max) {
        return about(name, Errc::kInvalid, cat(texts.size(), " texts, at most ", field->count_max));
    }
    for (const std::string& text : texts) {
        if (text.size() > field->bytes_max || !is_plain(text)) {
            return about(name,
                         Errc::kInvalid,
                         cat("a text of ",
                             text.size(),
                             " bytes: wanted 1 to ",
                             field->bytes_max,
                             ", without control characters"));
        }
    }
    return {};
}

core::Bytes stored_bytes(std::string_view name, const KnownSet& set) {
    if (set.texts == nullptr) {
        return {};
    }
    return set_change_bytes(
        {std::string{name}, set.version, 0, set.is_open, set.texts->texts(), {}});
}

SetBook SetBook::load(const std::vector<StoredSet>& stored,
                      HashFunction hash_function,
                      std::vector<Error>& left_out) {
    SetBook book;
    for (const StoredSet& one : stored) {
        KnownSet known{
            one.owner, one.version, one.edition, false, hash_function(one.bytes), nullptr};
        auto whole = parse_set_change(one.bytes);
        const Status usable =
            whole ? check_set_texts(one.name, whole->added) : Status{whole.error()};
        if (usable) {
            known.is_open = whole->is_open;
            known.texts = std::make_shared<const cel::TextSet>(std::move(whole->added));
        } else if (!one.bytes.empty()) {
            left_out.push_back(usable.error());
        }
        book.sets_.emplace(one.name, std::move(known));
    }
    return book;
}

Result<SetBook> SetBook::changed(const Wanted& wanted, HashFunction hash_function) const {
    SetBook made = *this;
    std::set<std::string> names;
    for (const core::Bytes& bytes : wanted.changes) {
        SARHAD_TRY(const SetChange change, parse_set_change(bytes));
        if (!names.insert(change.name).second) {
            return about(change.name, Errc::kConflict, "it is there twice");
        }
        const KnownSet* known = find(change.name);
        if (wanted.is_late && known != nullptr && known->owner == wanted.owner &&
            change.version <= known->version) {
            continue;
        }
        SARHAD_TRY_STATUS(check_way(known, wanted.owner, change));
        SARHAD_TRY(std::vector<std::string> texts, texts_of(known, change));
        SARHAD_TRY_STATUS(check_set_texts(change.name, texts));
        KnownSet next{std::string{wanted.owner},
                      change.version,
                      wanted.edition,
                      change.is_open,
                      {},
                      std::make_shared<const cel::TextSet>(std::move(texts))};
        next.hash = hash_function(stored_bytes(change.name, next));
        made.sets_.insert_or_assign(change.name, std::move(next));
    }
    return made;
}

const KnownSet* SetBook::find(std::string_view name) const {
    const auto found = sets_.find(name);
    return found == sets_.end() ? nullptr : &found->second;
}

engine::ReferenceLists SetBook::lists(const cel::SlotLayout& layout) const {
    engine::ReferenceLists made{layout, version()};
    for (const auto& [name, known] : sets_) {
        const auto place = layout.find(0, cat("lists.", name));
        if (known.is_in_force() && place.kind == cel::SlotLayout::PlaceKind::kSet) {
            made.put(place.index, known.texts);
        }
    }
    return made;
}

std::uint64_t SetBook::version() const {
    std::uint64_t newest = 0;
    for (const auto& [name, known] : sets_) {
        newest = std::max(newest, known.edition);
    }
    return newest;
}

std::vector<facts::Hash256> SetBook::hashes() const {
    std::vector<facts::Hash256> all;
    for (const auto& [name, known] : sets_) {
        all.push_back(known.hash);
    }
    return all;
}

std::vector<facts::Hash256> SetBook::readable() const {
    std::vector<facts::Hash256> all;
    for (const auto& [name, known] : sets_) {
        if (known.texts != nullptr) {
            all.push_back(known.hash);
        }
    }
    return all;
}

}  // namespace sarhad::rules
