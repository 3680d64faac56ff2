#pragma once

#include "intake/generate/name_cultures.h"
#include "watchlists/entry.h"
#include "watchlists/subject.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::bench {

using intake::culture_of;
using intake::NameCulture;

/// A person before it becomes an entry or a traveller.
struct InventedPerson {
    const NameCulture* culture;
    std::string name;
    std::string father;
    facts::Sex sex;
    facts::PartialDate born;
    std::string number;  ///< Of an identity card or a passport; empty for every other one.
};

/// People drawn from a seed: common words as common as they are among the peoples named, rarer ones
/// put together from syllables, so that the number of different words grows with the list as in
/// real lists. Nobody of them exists. The same seed gives the same people on every machine.
class InventedPeople final {
public:
    explicit InventedPeople(std::uint64_t seed) : state_{seed} {}

    [[nodiscard]] InventedPerson person();
    /// A listed person: most with a date of birth, some with only its year, a fifth with an alias.
    [[nodiscard]] watchlists::ListEntry entry(std::uint64_t number);
    /// A traveller with all evidence who is not listed, but for a homonym.
    [[nodiscard]] watchlists::Subject traveller();
    /// `entry` as a traveller: words swapped, dropped or misspelt, the evidence mostly kept.
    [[nodiscard]] watchlists::Subject disguised(const watchlists::ListEntry& entry);

    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// `text` with one letter dropped, doubled, swapped or changed.
    [[nodiscard]] std::string damaged(std::string text);

private:
    [[nodiscard]] std::string word_of(std::string_view common,
                                      const NameCulture& culture,
                                      int rare);
    [[nodiscard]] std::string rare_word(const NameCulture& culture);
    [[nodiscard]] std::string name_of(const NameCulture& culture, facts::Sex sex);
    [[nodiscard]] facts::PartialDate birth(const NameCulture& culture);

    std::uint64_t state_;
};

}  // namespace sarhad::bench
