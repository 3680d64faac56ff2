#include "rules/cel/slot_layout.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::rules::cel {
namespace {

using core::cat;
using core::Errc;
using core::Error;

/// FNV-1a, 64 bits.
class Fingerprint final {
public:
    void add(std::uint64_t number) {
        for (unsigned shift = 0; shift < 64; shift += 8) {
            state_ = (state_ ^ (number >> shift & 0xffU)) * 0x100000001b3U;
        }
    }
    void add(std::string_view text) {
        add(text.size());
        for (const char c : text) {
            state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        }
    }
    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_{0xcbf29ce484222325U};
};

}  // namespace

SlotLayout::SlotLayout() : tables_(1), places_(1) {}

core::Status SlotLayout::add_place(std::uint32_t table, std::string_view path, Place place) {
    return places_.at(table).emplace(path, place).second
               ? core::Status{}
               : Error{Errc::kConflict, cat("facts: '", path, "' is there twice")};
}

core::Status SlotLayout::add_slot(std::uint32_t table, SlotField field) {
    Table& to = tables_.at(table);
    if (to.fields.size() >= (table == 0 ? kSlotsMax : kRowFieldsMax)) {
        return Error{Errc::kExhausted, cat("facts: no room for '", field.path, "'")};
    }
    const auto index = static_cast<std::uint32_t>(to.fields.size());
    if (auto added = add_place(table, field.path, {PlaceKind::kSlot, index}); !added) {
        return added;
    }
    to.fields.push_back(std::move(field));
    return {};
}

core::Status SlotLayout::add_record(std::uint32_t table,
                                    std::string_view path,
                                    const MessageInfo& type) {
    const auto index = static_cast<std::uint32_t>(records_.size());
    records_.push_back(&type);
    return add_place(table, path, {PlaceKind::kRecord, index});
}

core::Result<std::uint32_t> SlotLayout::add_list(Table list) {
    if (tables_.size() > kSlotListsMax || list.rows_max > kRowsMax) {
        return Error{Errc::kExhausted, cat("facts: no room for the list '", list.path, "'")};
    }
    const auto index = static_cast<std::uint32_t>(tables_.size());
    if (auto added = add_place(0, list.path, {PlaceKind::kList, index}); !added) {
        return std::move(added).error();
    }
    tables_.push_back(std::move(list));
    places_.emplace_back();
    return index;
}

core::Status SlotLayout::add_set(Set set) {
    const auto index = static_cast<std::uint32_t>(sets_.size());
    if (auto added = add_place(0, set.path, {PlaceKind::kSet, index}); !added) {
        return added;
    }
    sets_.push_back(std::move(set));
    return {};
}

std::uint64_t SlotLayout::fingerprint() const {
    Fingerprint made;
    for (const Table& table : tables_) {
        made.add(table.path);
        made.add(table.source);
        made.add(table.rows_max);
        made.add(table.fields.size());
        for (const SlotField& field : table.fields) {
            made.add(field.path);
            made.add(static_cast<std::uint64_t>(field.type));
            made.add(field.source);
            made.add(field.bytes_max);
            made.add(field.absent);
        }
    }
    return made.value();
}

SlotLayout::Place SlotLayout::find(std::uint32_t table, std::string_view path) const {
    const auto found = places_[table].find(path);
    return found == places_[table].end() ? Place{} : found->second;
}

}  // namespace sarhad::rules::cel
