#pragma once

#include "core/result.h"
#include "rules/cel/schema.h"
#include "rules/cel/slots.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// Lists of one layout.
inline constexpr std::size_t kSlotListsMax = 63;
/// Fields of a list's rows: SlotTable has a bit for each.
inline constexpr std::size_t kRowFieldsMax = 64;
/// Slots of the entity itself.
inline constexpr std::size_t kSlotsMax = 4096;
/// Rows that a list may have.
inline constexpr std::uint32_t kRowsMax = 10'000;

/// A slot: where in the facts it stands, what it holds, which feed brings it.
struct SlotField {
    std::string path;  ///< "traveller.doc.kind"; in a list from its element on: "band.p10".
    SlotType type{SlotType::kBool};
    std::uint8_t source{0};      ///< The bit that an unknown value of it carries, 0 to 63.
    std::uint32_t bytes_max{0};  ///< Of a text.
    std::uint64_t absent{0};     ///< The word of an absent slot: what it reads as.
};

/// Where the facts about one kind of entity lie: table 0 has the entity's own slots, each list a
/// table more, pushed sets beside them. Filled first, then shared by many threads; outlives the
/// programs planned over it.
class SlotLayout final {
public:
    struct Table {
        std::string path;  ///< "" of the entity.
        std::uint8_t source{0};
        std::uint32_t rows_max{1};
        const MessageInfo* record{nullptr};  ///< What an element is; null: its one slot, "".
        std::vector<SlotField> fields;
    };
    struct Set {
        std::string path;  ///< "lists.dual_use_hs6"
        std::uint8_t source{0};
    };
    enum class PlaceKind : std::uint8_t { kNone, kSlot, kRecord, kList, kSet };
    /// What a path names; index: of the table's fields, of records, tables, sets.
    struct Place {
        PlaceKind kind{PlaceKind::kNone};
        std::uint32_t index{0};
    };

    SlotLayout();

    // kConflict: the path is taken in this table; kExhausted: there are too many.
    core::Status add_slot(std::uint32_t table, SlotField field);
    /// A message whose fields are slots, records and lists further down its path.
    core::Status add_record(std::uint32_t table, std::string_view path, const MessageInfo& type);
    core::Result<std::uint32_t> add_list(Table list);
    core::Status add_set(Set set);

    /// The same for the same tables, fields, types, feeds and maxima, in this order.
    [[nodiscard]] std::uint64_t fingerprint() const;
    [[nodiscard]] Place find(std::uint32_t table, std::string_view path) const;
    [[nodiscard]] const std::vector<Table>& tables() const { return tables_; }
    [[nodiscard]] const std::vector<Set>& sets() const { return sets_; }
    [[nodiscard]] const MessageInfo& record(std::uint32_t index) const { return *records_[index]; }

private:
    core::Status add_place(std::uint32_t table, std::string_view path, Place place);

    std::vector<Table> tables_;
    std::vector<Set> sets_;
    std::vector<const MessageInfo*> records_;
    std::vector<std::map<std::string, Place, std::less<>>> places_;  ///< By table.
};

}  // namespace sarhad::rules::cel
