#pragma once

#include "watchlists/matcher.h"

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::bench {

/// Hits that a person is looked for among.
inline constexpr std::size_t kFirst = 20;

inline constexpr const char* kUnList = "wl/un/consolidated";
inline constexpr const char* kOfacList = "wl/ofac/sdn";
inline constexpr const char* kCongressList = "wl/us/congress";

/// Of the invented list.
inline constexpr std::uint64_t kFillerSeed = 20261125;

/// Adds `count` names of invented people as a list. Its name sorts before all
/// others, so that of equal scores the invented come first and count against whoever is looked for.
void add_invented(watchlists::ListSnapshotBuilder& builder, std::uint64_t count);
/// Nothing but them.
[[nodiscard]] std::shared_ptr<const watchlists::ListSnapshot> invented_list(std::uint64_t count);
/// `base` (nothing for null) with one list more.
[[nodiscard]] std::shared_ptr<const watchlists::ListSnapshot> with_list(
    std::shared_ptr<const watchlists::ListSnapshot> base,
    const watchlists::ListManifest& manifest,
    const std::vector<watchlists::ListEntry>& entries);

/// A question whose answer is known.
struct Wanted {
    watchlists::Subject who;
    std::set<std::string> entries;  ///< References of which one must be found,
    std::string list;               ///< of this list.
    std::uint64_t weight{1};        ///< How many questions this one stands for.
    /// False where no word of it is like a word of any name of the entry: no comparison of names
    /// finds it.
    bool has_like_word{true};
};

/// How many were found among the first kFirst, and why the others were not.
struct FoundCount {
    std::uint64_t asked{0};
    std::uint64_t found{0};
    std::uint64_t outranked{0};     ///< Found where no invented names are listed.
    std::uint64_t unlike{0};        ///< Not even there: hardly a word agrees.
    std::uint64_t weight{0};        ///< Of all asked,
    std::uint64_t weight_found{0};  ///< and of those found,
    std::uint64_t weight_like{0};   ///< and of those that names could find.
    void add(const FoundCount& other);
};

/// Looks for each among the first hits of `large`, whatever their score, and for who is missed in
/// `small`, the same without invented names. Prints the missed to the terminal where `is_shown`.
[[nodiscard]] FoundCount count_found(const watchlists::ListSnapshot& large,
                                     const watchlists::ListSnapshot& small,
                                     const std::vector<Wanted>& wanted,
                                     bool is_shown);

/// One line: what, the share, by weight where questions have one,, what is asked for in permille (0
/// for nothing) and whether it is met.
void print_found(std::string_view what, const FoundCount& count, unsigned least_permille);

}  // namespace sarhad::bench
