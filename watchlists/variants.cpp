#include "variants.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

/// Each row is one name, blanks between its spellings. A word stands in one row only.
constexpr std::array<std::string_view, 34> kGroups{
    "muhammad mohammad mohammed muhammed mohamed mohamad muhamad muhamed mohd md mhd muhd mehmet "
    "maxamed maghomed magomed mahomed mohammod mokhammad mukhammad mhmd muhammet",
    "mahmud mahmood mahmoud mehmood mahmod mhmwd mehmud",
    "ahmad ahmed ahmet axmed akhmed akhmad ahmd amad",
    "hussain hussein husain husein hossein hosein husayn hussayn hossain husseyn hsyn huseyin",
    "hasan hassan hasen hsn",
    "sayyid sayid syed seyed seyyed saiyed sayyed sayed sayyad saiyid",
    "shaikh sheikh shaykh sheik cheikh shaik shykh",
    "yusuf yousaf yousef youssef yusef yosuf yousuf yousif yusif ywsf yusof",
    "ayub ayyub ayoub ayyoub ayoob aywb",
    "ali aly aliy",
    "umar omar omer umer amr omair",
    "uthman usman osman othman usmaan athman",
    "ibrahim ebrahim abraheem ibraheem ibrhym abrahym",
    "ismail ismael esmail esmaeil ismaeel asmaayl smail",
    "abdallah abdullah abdulla abdellah abdalla",
    "khalid khaled halid khalyd",
    "mustafa moustafa mostafa mustapha mostapha mustafah mstfy mstfa",
    "jamal gamal jamaal djamal jmal",
    "qasim kasim qasem qassem qassim ghasem ghasim kasem gasim kassem qasm",
    "sulaiman suleiman sulayman soleiman solaiman soliman suleyman slyman",
    "abubakar abubakr aboubakar abubaker",
    "aisha ayesha aysha aicha ayisha",
    "fatima fatimah fatema fatma fatimata fatmh",
    "zainab zaynab zeinab zeynep zainub",
    "javed javaid jawed javid jaweed",
    "iqbal eqbal ikbal",
    "aziz azeez azez",
    "alexander aleksandr alexandr oleksandr aleksander alexandre alejandro",
    "sergei sergey serhii serhiy serguei",
    "dmitry dmitri dmitriy dmytro dimitri",
    "vladimir volodymyr wladimir uladzimir",
    "mikhail mykhailo mihail mikhayl",
    "nikolai nikolay mykola nikolaj",
    "yevgeny evgeny evgeniy yevgeniy evgenii yevhen"};

constexpr std::string_view kTitles =
    " haji hajji haj hadji alhaj mullah mulla molla maulvi mawlawi maulavi moulvi maulana mawlana "
    "moulana qari hafiz mufti dr doctor mr mrs ms miss prof professor general colonel gen col capt "
    "captain engineer sir akhund sheikh shaikh shaykh cheikh sheik sayyid syed sayed seyed seyyed "
    "malik agha ";

constexpr std::string_view kParticles =
    " al el ul bin ibn ben bint binti bt ould wld wuld walad von van der den de del della da di du "
    "dos das la le so ";

bool has_word(std::string_view list, std::string_view word) {
    std::size_t at = list.find(word);
    while (at != std::string_view::npos) {
        const bool begins = at == 0 || list[at - 1] == ' ';
        const std::size_t after = at + word.size();
        if (begins && (after == list.size() || list[after] == ' ')) {
            return true;
        }
        at = list.find(word, at + 1);
    }
    return false;
}

}  // namespace

std::uint16_t variant_group(std::string_view latin) {
    if (latin.size() < 2) {
        return 0;
    }
    for (std::size_t i = 0; i < kGroups.size(); ++i) {
        if (has_word(kGroups[i], latin)) {
            return static_cast<std::uint16_t>(i + 1);
        }
    }
    return 0;
}

bool is_title(std::string_view latin) {
    return latin.size() > 1 && has_word(kTitles, latin);
}

bool is_particle(std::string_view latin) {
    return latin.size() > 1 && has_word(kParticles, latin);
}

bool is_article_before(std::string_view latin, std::string_view next) {
    if (latin.size() < 2 || latin.size() > 3 || next.empty()) {
        return false;
    }
    const std::string_view first = latin.substr(0, 1);
    const std::string_view rest = latin.substr(1);
    const bool is_vowel = first == "a" || first == "u" || first == "e" || first == "i";
    constexpr std::string_view kSunLetters = "srzdntl";
    const bool is_sun =
        rest == "sh" || (rest.size() == 1 && kSunLetters.find(rest[0]) != std::string_view::npos);
    return is_vowel && is_sun && next.starts_with(rest);
}

std::string_view compound_noun(std::string_view latin) {
    if (has_word("din deen dine dyn", latin)) {
        return "din";
    }
    if (has_word("uddin eddine eddin uddeen udin oddin aldin", latin)) {
        return "din";
    }
    if (has_word("rahman rehman rahmaan rahmen rhmn", latin)) {
        return "rahman";
    }
    if (has_word("haq haqq haque", latin)) {
        return "haq";
    }
    return has_word("ullah allah ollah oullah ullha", latin) ? "ullah" : "";
}

}  // namespace sarhad::watchlists
