#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/decision.h"
#include "rules/cel/slots.h"
#include "rules/engine/reference_lists.h"
#include "rules/pack/set_change.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// A reference set that was ever published.
struct KnownSet {
    std::string owner;         ///< The agency that published it first; no other ever may.
    std::uint32_t version{0};  ///< Only rises.
    std::uint64_t edition{0};  ///< Of the rules, that brought this version.
    bool is_open{false};       ///< More of it follows; rules wait for it.
    facts::Hash256 hash{};     ///< Of its bytes, stored_bytes().
    /// Null where this software cannot read it.
    std::shared_ptr<const cel::TextSet> texts;

    /// Whether rules are asked with it.
    [[nodiscard]] bool is_in_force() const { return texts != nullptr && !is_open; }
};

/// A set as it is kept.
struct StoredSet {
    std::string name;
    std::string owner;
    std::uint32_t version{0};
    std::uint64_t edition{0};
    core::Bytes bytes;  ///< set_change_bytes() of the whole set; empty where the row is lost.
};

/// All reference sets that were ever published. Central and every port make the same book of the
/// same changes by the same code. A value; what has not changed is shared.
class SetBook final {
public:
    using HashFunction = facts::Hash256 (*)(core::ByteView);
    using Sets = std::map<std::string, KnownSet, std::less<>>;

    /// Before the first change.
    SetBook() = default;
    /// As it was stored. What this software cannot read is known, and not in force; `left_out`
    /// gets why.
    [[nodiscard]] static SetBook load(const std::vector<StoredSet>& stored,
                                      HashFunction hash_function,
                                      std::vector<core::Error>& left_out);

    /// What an agency wants of its sets.
    struct Wanted {
        std::string_view owner;
        std::span<const core::Bytes> changes;  ///< set_change_bytes().
        std::uint64_t edition{0};              ///< Of the rules, that brings it.
        /// It is taken behind later ones: what of it these have passed over stays as they made it.
        bool is_late{false};
    };
    /// This with the changes, all of them or nothing; each error names the set. kInvalid: no such
    /// set is in the table of facts, or it holds what this one may not; kConflict: it is another
    /// agency's, its version does not rise, or it does not start from the version that is here.
    [[nodiscard]] core::Result<SetBook> changed(const Wanted& wanted,
                                                HashFunction hash_function) const;

    [[nodiscard]] const Sets& sets() const { return sets_; }
    [[nodiscard]] const KnownSet* find(std::string_view name) const;
    /// What rules are asked with. `layout`: any kind's; all have the same sets.
    [[nodiscard]] engine::ReferenceLists lists(const cel::SlotLayout& layout) const;
    /// The edition of the last change: with it central tells which version of each set held.
    [[nodiscard]] std::uint64_t version() const;
    /// Of each set, by rising name.
    [[nodiscard]] std::vector<facts::Hash256> hashes() const;
    /// Of those that this software can read: all of hashes() where nothing is left out.
    [[nodiscard]] std::vector<facts::Hash256> readable() const;

private:
    Sets sets_;
};

/// The whole set as it is kept; empty where its texts are not known.
[[nodiscard]] core::Bytes stored_bytes(std::string_view name, const KnownSet& set);
/// What may be said against texts as those of the set: kInvalid, with the first that is wrong.
[[nodiscard]] core::Status check_set_texts(std::string_view name,
                                           const std::vector<std::string>& texts);

}  // namespace sarhad::rules
