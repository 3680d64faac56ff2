#include "watchlists/name_form.h"

#include "watchlists/normalise.h"

#include <gtest/gtest.h>

#include <string_view>

namespace sarhad::watchlists {
namespace {

Agreement agreement(std::string_view a, std::string_view b) {
    return agree(make_form(normalise(a)), make_form(normalise(b)));
}
int share(std::string_view a, std::string_view b) {
    return name_share(agreement(a, b));
}

TEST(NameForm, InitialsThatContradictEachOtherConflict) {
    // Each was weighed against words only: A. B. was C. D.
    EXPECT_EQ(agreement("Zorvan A. Belmun", "Zorvan B. Belmun").initial_conflicts, 1);
    EXPECT_EQ(agreement("A. B. Belmun", "C. D. Belmun").initial_conflicts, 2);
    EXPECT_EQ(agreement("A. B. Belmun", "A. D. Belmun").initial_conflicts, 1);
    EXPECT_EQ(agreement("A. B. Belmun", "B. A. Belmun").initial_conflicts, 0);
    EXPECT_EQ(agreement("A. Belmun", "A. B. Belmun").initial_conflicts, 0);
    EXPECT_LT(share("Zorvan A. Belmun", "Zorvan B. Belmun"),
              share("Zorvan Belmun", "Zorvan Belmun"));
}

TEST(NameForm, AnInitialConflictsWithAWordOrWithALetterOnce) {
    const Agreement how = agreement("A. Belmun", "Zorvan B. Belmun");
    EXPECT_EQ(how.initial_conflicts, 1);
    EXPECT_EQ(agreement("Zorvan B. Belmun", "A. Belmun").initial_conflicts, how.initial_conflicts);
}

TEST(NameForm, NoVowelIsLostBetweenTwoWords) {
    // Written as one word, Erica lost her a to Adams.
    EXPECT_LT(share("Zorvic Adams", "Zorvica Adams"), 1000);
    EXPECT_EQ(agreement("Zorvic Adams", "Zorvica Adams").matched,
              agreement("Zorvic Melkun", "Zorvica Melkun").matched +
                  agreement("Adams", "Adams").matched - agreement("Melkun", "Melkun").matched);
}

TEST(NameForm, ABlankMayStandElsewhere) {
    const Agreement how = agreement("Zor Velmunka", "Zorvel Munka");
    EXPECT_EQ(how.conflicts, 0);
    EXPECT_GT(name_share(how), 900);
}

}  // namespace
}  // namespace sarhad::watchlists
