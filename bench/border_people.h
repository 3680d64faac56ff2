#pragma once

#include "invented_people.h"

#include "watchlists/entry.h"
#include "watchlists/subject.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::bench {

/// An invented traveller of Pakistan's borders, with what a passport and a question would tell.
struct BorderPerson {
    std::string name;
    std::string father;
    std::string cnic;  ///< 13 digits with the sex in the last one; Pakistanis only.
    std::string passport;
    std::string nationality;
    facts::Sex sex{facts::Sex::kUnknown};
    facts::PartialDate born;
};

/// What of a person is known when it is screened: the document alone, or the answers to the two
/// questions that an officer may ask as well.
enum class Known : std::uint8_t { kDocument, kAnswers };

/// Invented Pakistani, Afghan and Gulf travellers: words drawn with frequencies of persons (our own
/// estimates, per mille of bearers, in the .cpp), a tail of rarer words, many births on 1 January.
/// Nobody of them exists; the same seed gives the same people everywhere.
class BorderPeople final {
public:
    explicit BorderPeople(std::uint64_t seed) : chance_{seed}, rare_{seed + 1} {}

    [[nodiscard]] BorderPerson person();
    [[nodiscard]] BorderPerson pakistani();
    /// `count` persons in the shape of Pakistan's list of proscribed persons: name, father (15 of
    /// 100 "nill"), CNIC (10 of 100 a placeholder or none), province, district; no birth, no sex.
    /// Of them `homonyms` share their whole name with another one.
    struct Proscribed {
        std::vector<watchlists::ListEntry> entries;
        std::vector<BorderPerson> persons;  ///< Of the same index.
    };
    [[nodiscard]] Proscribed proscribed(std::size_t count, std::size_t homonyms);

    /// The document tells name, birth, sex, nationality and number; the father of 45 of 100, the
    /// CNIC of 50 of 100 Pakistanis: drawn by `chance`, once for each person.
    [[nodiscard]] watchlists::Subject subject(const BorderPerson& person,
                                              Known known,
                                              std::uint64_t chance) const;
    [[nodiscard]] InventedPeople& chance() { return chance_; }

private:
    struct People;
    [[nodiscard]] static const People& people_of(std::uint64_t per_cent);
    [[nodiscard]] BorderPerson one_of(const People& people);
    [[nodiscard]] std::string name_of(const People& people, facts::Sex sex);
    [[nodiscard]] std::string word_of(std::string_view weighted);
    [[nodiscard]] watchlists::ListEntry entry_of(const BorderPerson& person, std::size_t number);

    InventedPeople chance_;
    InventedPeople rare_;  ///< Where rarer words are taken from.
};

}  // namespace sarhad::bench
