#include "rules/frames/packed_frame.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/frames/le_bytes.h"

#include <array>
#include <bit>
#include <map>
#include <optional>
#include <string>

namespace sarhad::rules::frames {
namespace {

using cel::SlotState;
using cel::SlotText;
using core::cat;
using core::Errc;
using core::Error;
using engine::Fact;
using engine::Frame;
using engine::FrameBuilder;

/// What follows a field's keys.
enum class Tag : std::uint8_t { kAbsent, kFalse, kTrue, kInt, kDouble, kText, kTime, kList };

constexpr std::uint8_t kMoreKeys = 0x80;
constexpr std::uint8_t kEnd = 0;  ///< No key is 0.

/// The keys of one table's fields, in the order of its slots.
struct TableKeys {
    std::string path{};  ///< Of a list: its own in the entity.
    std::vector<std::string> fields{};
    std::vector<FactKind> kinds{};
    std::map<std::string, std::uint32_t, std::less<>> places{};
};

/// Where each key leads, in the order in which FactLayouts gives out its slots and lists.
class KindKeys final {
public:
    explicit KindKeys(RuleKind kind) : tables_(1) {
        for (const FactField& variable : variables_of(kind).fields) {
            add(0, "", variable);
        }
    }
    [[nodiscard]] const std::vector<TableKeys>& tables() const { return tables_; }
    /// 0 where no list has that path.
    [[nodiscard]] std::uint32_t list(const std::string& path) const {
        const auto found = lists_.find(path);
        return found == lists_.end() ? 0 : found->second;
    }

private:
    // Recurses as deep as records are nested.
    // NOLINTNEXTLINE(misc-no-recursion)
    void add(std::size_t table, std::string path, const FactField& field) {
        SARHAD_CHECK(field.key > 0 && field.key < kMoreKeys);
        if (!path.empty()) {
            path.back() = static_cast<char>(static_cast<std::uint8_t>(path.back()) | kMoreKeys);
        }
        path += static_cast<char>(field.key);
        if (field.shape == FactShape::kSet) {
            return;
        }
        if (field.shape == FactShape::kList) {
            SARHAD_CHECK(table == 0);
            lists_.emplace(path, static_cast<std::uint32_t>(tables_.size()));
            tables_.push_back({path});
            const std::size_t list = tables_.size() - 1;
            if (field.kind == FactKind::kRecord) {
                add_fields(list, "", *field.record);
            } else {
                add_slot(list, path, field.kind);
            }
        } else if (field.kind == FactKind::kRecord) {
            add_fields(table, path, *field.record);
        } else {
            add_slot(table, path, field.kind);
        }
    }
    // NOLINTNEXTLINE(misc-no-recursion)
    void add_fields(std::size_t table, const std::string& path, const FactRecord& record) {
        for (const FactField& field : record.fields) {
            add(table, path, field);
        }
    }
    void add_slot(std::size_t table, const std::string& path, FactKind kind) {
        TableKeys& to = tables_[table];
        to.places.emplace(path, static_cast<std::uint32_t>(to.fields.size()));
        to.fields.push_back(path);
        to.kinds.push_back(kind);
    }

    std::vector<TableKeys> tables_;
    std::map<std::string, std::uint32_t, std::less<>> lists_;
};

/// The table of facts is a constant, and so is this.
const KindKeys& keys_of(RuleKind kind) {
    static const std::array<KindKeys, kRuleKindCount> kKeys{KindKeys{RuleKind::kTraveller},
                                                            KindKeys{RuleKind::kBooking},
                                                            KindKeys{RuleKind::kCash},
                                                            KindKeys{RuleKind::kConsignment},
                                                            KindKeys{RuleKind::kDeclaration},
                                                            KindKeys{RuleKind::kConveyance}};
    return kKeys.at(static_cast<std::size_t>(kind) - 1);
}

void put_number(core::Bytes& to, std::uint64_t value) {
    while (value >= 0x80) {
        to.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7U;
    }
    to.push_back(static_cast<std::uint8_t>(value));
}

/// Small ones of either sign in few bytes.
void put_signed(core::Bytes& to, std::uint64_t word) {
    put_number(to, word << 1U ^ (word >> 63U != 0 ? ~std::uint64_t{0} : 0));
}

void put_tag(core::Bytes& to, Tag tag) {
    to.push_back(static_cast<std::uint8_t>(tag));
}

void put_value(core::Bytes& to, FactKind kind, const std::uint64_t& word, const char* text) {
    switch (kind) {
        case FactKind::kBool:
            put_tag(to, word != 0 ? Tag::kTrue : Tag::kFalse);
            break;
        case FactKind::kInt:
            put_tag(to, Tag::kInt);
            put_signed(to, word);
            break;
        case FactKind::kDouble:
            put_tag(to, Tag::kDouble);
            put_le(to, word);
            break;
        case FactKind::kText: {
            const std::string_view value = SlotText::read(word, text);
            put_tag(to, Tag::kText);
            put_number(to, value.size());
            core::append(to, core::as_bytes(value));
            break;
        }
        case FactKind::kTime:
            put_tag(to, Tag::kTime);
            put_signed(to, word);
            break;
        case FactKind::kRecord:  // No slot is one.
            break;
    }
}

/// The known fields of a row, and its end.
void put_row(core::Bytes& to,
             const TableKeys& keys,
             const cel::SlotTable& table,
             std::uint32_t row,
             const char* text) {
    for (std::uint32_t field = 0; field < keys.fields.size(); ++field) {
        const std::size_t at = table.place(field, row);
        if (table.states[at] == SlotState::kUnknown) {
            continue;
        }
        core::append(to, core::as_bytes(keys.fields[field]));
        if (table.states[at] == SlotState::kAbsent) {
            put_tag(to, Tag::kAbsent);
        } else {
            put_value(to, keys.kinds[field], table.words[at], text);
        }
    }
}

/// A value as it is read; none of what is absent.
using Read = std::optional<Fact>;

class Unpacker final {
public:
    Unpacker(core::ByteView bytes, RuleKind kind, FrameBuilder& builder)
        : rest_{bytes}, kind_{kind}, keys_{keys_of(kind)}, builder_{builder} {}

    core::Result<Frame> run() {
        const auto version = rest_.take<std::uint8_t>();
        const auto kind = rest_.take<std::uint8_t>();
        if (rest_.is_cut() || version != kPackedFrameVersion ||
            kind != static_cast<std::uint8_t>(kind_)) {
            return Error{Errc::kInvalid,
                         cat("packed frame: version ", version, ", kind ", kind, ": not read")};
        }
        builder_.begin(~std::uint64_t{0});
        SARHAD_TRY_STATUS(take_row(0));
        if (!rest_.is_done()) {
            return corrupt("its end is another");
        }
        for (std::uint32_t list = 1; list < keys_.tables().size(); ++list) {
            if (!is_list_told_[list]) {
                SARHAD_TRY_STATUS(builder_.set_list_unknown(list));
            }
        }
        return builder_.finish();
    }

private:
    static Error corrupt(std::string_view why) {
        return {Errc::kCorrupt, cat("packed frame: ", why)};
    }

    /// Empty at the end of a row.
    core::Result<std::string> take_keys() {
        constexpr std::size_t kDeepestKeys = 8;  // Records within records.
        std::string keys;
        std::uint8_t key = kMoreKeys;
        while ((key & kMoreKeys) != 0) {
            key = rest_.take<std::uint8_t>();
            if (rest_.is_cut() || keys.size() == kDeepestKeys ||
                ((key & ~kMoreKeys) == 0 && !(key == kEnd && keys.empty()))) {
                return corrupt("a field's keys are none");
            }
            if (key != kEnd) {
                keys += static_cast<char>(key);
            }
        }
        return keys;
    }

    core::Result<std::uint64_t> take_number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = rest_.take<std::uint8_t>();
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte < 0x80) {
                return rest_.is_cut() || (byte == 0 && shift != 0)
                           ? core::Result<std::uint64_t>{corrupt("a number is cut or too long")}
                           : value;
            }
        }
        return corrupt("a number is too long");
    }
    core::Result<std::int64_t> take_signed() {
        SARHAD_TRY(const std::uint64_t both, take_number());
        return static_cast<std::int64_t>(both >> 1U ^ (both & 1U ? ~std::uint64_t{0} : 0));
    }

    core::Result<Read> take_value(Tag tag) {
        switch (tag) {
            case Tag::kAbsent:
                return Read{};
            case Tag::kFalse:
            case Tag::kTrue:
                return Read{Fact{tag == Tag::kTrue}};
            case Tag::kInt: {
                SARHAD_TRY(const std::int64_t value, take_signed());
                return Read{Fact{value}};
            }
            case Tag::kDouble:
                return Read{Fact{std::bit_cast<double>(rest_.take<std::uint64_t>())}};
            case Tag::kText: {
                SARHAD_TRY(const std::uint64_t size, take_number());
                return Read{Fact{core::as_text(rest_.bytes(size))}};
            }
            case Tag::kTime: {
                SARHAD_TRY(const std::int64_t value, take_signed());
                return Read{Fact{engine::Micros{value}}};
            }
            case Tag::kList:
                break;
        }
        return corrupt("a value is none");
    }

    /// Of a list's row, or of the entity; `table`: nullopt for a list that is not known here.
    // A list's rows are taken from within the entity's, and no deeper.
    // NOLINTNEXTLINE(misc-no-recursion)
    core::Status take_row(std::optional<std::uint32_t> table) {
        const std::size_t fields = table ? keys_.tables()[*table].fields.size() : 0;
        std::vector<bool> is_told(fields, false);
        while (true) {
            SARHAD_TRY(const std::string keys, take_keys());
            if (keys.empty()) {
                break;
            }
            const auto tag = static_cast<Tag>(rest_.take<std::uint8_t>());
            if (tag == Tag::kList && table == std::optional{0U}) {
                SARHAD_TRY_STATUS(take_list(keys_.list(keys)));
                continue;
            }
            SARHAD_TRY(const Read value, take_value(tag));
            if (rest_.is_cut()) {
                return corrupt("it ends early");
            }
            SARHAD_TRY_STATUS(put(table, keys, value, is_told));
        }
        for (std::uint32_t field = 0; field < fields; ++field) {
            if (!is_told[field]) {
                SARHAD_TRY_STATUS(builder_.set_unknown_in(*table, field));
            }
        }
        return {};
    }

    core::Status put(std::optional<std::uint32_t> table,
                     const std::string& keys,
                     const Read& value,
                     std::vector<bool>& is_told) {
        if (!table) {
            return {};
        }
        const auto& places = keys_.tables()[*table].places;
        const auto place = places.find(keys);
        if (place == places.end()) {
            return {};
        }
        if (is_told[place->second]) {
            return corrupt("a field is there twice");
        }
        is_told[place->second] = true;
        if (value && !builder_.set_in(*table, place->second, *value)) {
            return corrupt("a value is none of its field");
        }
        return {};
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    core::Status take_list(std::uint32_t list) {
        SARHAD_TRY(const std::uint64_t rows, take_number());
        if (list != 0 && is_list_told_[list]) {
            return corrupt("a list is there twice");
        }
        is_list_told_[list] = true;
        for (std::uint64_t row = 0; row < rows; ++row) {
            if (list != 0 && !builder_.add_row(list)) {
                return corrupt("a list has too many rows");
            }
            SARHAD_TRY_STATUS(take_row(list != 0 ? std::optional{list} : std::nullopt));
        }
        return {};
    }

    LeReader rest_;
    RuleKind kind_;
    const KindKeys& keys_;
    FrameBuilder& builder_;
    std::vector<bool> is_list_told_ = std::vector<bool>(keys_.tables().size(), false);
};

}  // namespace

core::Bytes pack_frame(const Frame& frame, RuleKind kind) {
    const auto& keys = keys_of(kind).tables();
    SARHAD_CHECK(keys.size() == frame.tables().size());
    core::Bytes made{kPackedFrameVersion, static_cast<std::uint8_t>(kind)};
    const char* text = frame.text().data();
    put_row(made, keys[0], frame.tables()[0], 0, text);
    for (std::size_t list = 1; list < keys.size(); ++list) {
        const cel::SlotTable& table = frame.tables()[list];
        if (table.is_unknown) {
            continue;
        }
        core::append(made, core::as_bytes(keys[list].path));
        put_tag(made, Tag::kList);
        put_number(made, table.rows);
        for (std::uint32_t row = 0; row < table.rows; ++row) {
            put_row(made, keys[list], table, row, text);
            made.push_back(kEnd);
        }
    }
    made.push_back(kEnd);
    return made.size() <= kPackedFrameMax ? made : core::Bytes{};
}

core::Result<Frame> unpack_frame(core::ByteView bytes, RuleKind kind, FrameBuilder& builder) {
    return Unpacker{bytes, kind, builder}.run();
}

}  // namespace sarhad::rules::frames
