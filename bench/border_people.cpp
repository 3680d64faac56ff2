#include "border_people.h"

#include "core/check.h"
#include "core/text.h"

#include <array>
#include <set>
#include <utility>

namespace sarhad::bench {

using core::Redacted;
using facts::PartialDate;
using facts::Sex;

/// Words with bearers per mille of the people's men, women and families: what is commonly known.
struct BorderPeople::People {
    int share;  ///< Per cent of the travellers.
    std::string_view nationalities;
    std::string_view male;
    std::string_view female;
    std::string_view family;
    std::string_view patterns;  ///< m given name, f family name, r rarer word; '_' a blank.
    int january;                ///< Per cent born on "1 January".
};

namespace {

constexpr std::string_view kPakistaniMale =
    "Muhammad 200 Ali 45 Ahmed 45 Hussain 30 Hassan 22 Abdullah 16 Umar 14 Usman 14 Bilal 12 Imran "
    "14 "
    "Asif 12 Tariq 11 Khalid 12 Rashid 9 Shahid 11 Zahid 8 Javed 10 Iqbal 12 Saleem 10 Nadeem 9 "
    "Naeem 8 Nasir 9 Tahir 8 Aslam 11 Akram 10 Ashraf 8 Anwar 9 Arshad 8 Sajid 8 Majid 5 Amjad 7 "
    "Arif 8 Kashif 7 Kamran 8 Irfan 9 Adnan 8 Faisal 8 Waqas 7 Rizwan 8 Farooq 8 Riaz 8 Rafiq 7 "
    "Shafiq 5 Sharif 7 Bashir 7 Nazir 6 Saeed 9 Yousaf 9 Younas 6 Ibrahim 8 Ismail 8 Ishaq 4 Yaqub "
    "5 "
    "Ayub 5 Zafar 7 Akbar 7 Akhtar 6 Aziz 7 Karim 5 Rahim 5 Gul 9 Noor 9 Sher 6 Wali 5 Jan 6 Fazal "
    "6 "
    "Ghulam 14 Abdul_Rehman 7 Abdul_Rasheed 5 Abdul_Hameed 5 Abdul_Ghafoor 4 Abdul_Aziz 4 "
    "Abdul_Qadir 4 Abdul_Majeed 4 Abdul_Sattar 4 Abdul_Latif 3 Zia_ur_Rehman 3 Habib_ur_Rehman 3 "
    "Ata_ullah 3 Inayat_Ullah 3 Hameed_ullah 2 Naseer_ud_Din 2 Salah_ud_Din 2 Jalal_ud_Din 1";
constexpr std::string_view kAfghanMale =
    "Muhammad 130 Ahmad 50 Abdul_Rahman 10 Abdullah 22 Ali 25 Gul 22 Khan 10 Noor 16 Sayed 14 Mir "
    "8 "
    "Hamid 9 Rahim 9 Karim 9 Nasir 8 Wali 10 Jan 10 Sher 8 Shah 10 Mahmood 9 Najib 6 Najibullah 8 "
    "Zabihullah 6 Asadullah 7 Habibullah 8 Hamidullah 6 Rahmatullah 7 Nasrullah 6 Esmatullah 5 "
    "Sayedullah 1 Farid 7 Jawid 7 Zalmai 5 Omid 4 Ghulam 14 Aziz 6 Sardar 5 Qasim 5 Hashmat 3 "
    "Naqibullah 4 Sanaullah 3 Abdul_Wahid 3 Abdul_Hadi 3 Abdul_Qayum 3 Jamal 4 Zahir 5 Daud 6 "
    "Yaqub 4";
constexpr std::string_view kGulfMale =
    "Mohammed 110 Ahmed 55 Ali 50 Abdullah 45 Khalid 28 Salem 22 Saeed 22 Hamad 20 Fahad 18 Sultan "
    "18 "
    "Abdulaziz 20 Abdulrahman 20 Saud 12 Nasser 16 Faisal 14 Yousef 16 Ibrahim 14 Omar 14 Hassan "
    "16 "
    "Hussain 14 Saleh 14 Majid 8 Turki 8 Bandar 6 Mansour 10 Rashid 14 Hamdan 6 Humaid 5 Jassim 8 "
    "Mubarak 8 Sulaiman 9 Waleed 8 Badr 7 Talal 5 Mishal 4 Nawaf 6 Fahd 6 Ghanim 3 Juma 5 Musa 4";
constexpr std::string_view kFemale =
    "Fatima 50 Ayesha 30 Maryam 28 Zainab 24 Khadija 16 Amina 14 Sara 14 Nasreen 12 Rubina 9 "
    "Samina 9 "
    "Shazia 9 Nadia 8 Saima 8 Bushra 9 Farzana 7 Parveen 14 Kausar 9 Shahnaz 8 Noora 8 Moza 3 "
    "Latifa 6 "
    "Hessa 4 Zarghona 3 Shukria 3 Rabia 8 Sadia 8 Asma 8 Uzma 5 Yasmin 7 Zahra 10 Hina 5 Iqra 6";

}  // namespace

const BorderPeople::People& BorderPeople::people_of(std::uint64_t per_cent) {
    static constexpr std::array<People, 3> kPeoples{{
        {60,
         "PAK",
         kPakistaniMale,
         kFemale,
         "Khan 150 Ahmed 40 Ali 35 Hussain 40 Malik 18 Shah 28 Butt 9 Iqbal 12 Akhtar 10 Mahmood "
         "14 "
         "Chaudhry 10 Qureshi 10 Sheikh 14 Bhatti 8 Raza 9 Abbasi 7 Siddiqui 7 Mirza 6 Awan 7 "
         "Rajput 4 "
         "Baig 6 Afridi 7 Yousafzai 5 Khattak 6 Mehsud 5 Wazir 6 Bangash 2 Marwat 2 Baloch 7 "
         "Mengal 2 "
         "Bugti 2 Rind 2 Jatoi 2 Memon 4 Soomro 2 Ansari 6 Hashmi 3 Bukhari 3 Rizvi 2 Naqvi 3 "
         "Zaidi 2 "
         "Kakar 3 Achakzai 2 Shinwari 3 Orakzai 1 Kiani 2 Gondal 2 Cheema 2",
         "m_m m_f m_m_f m_m m_f Muhammad_m m_r Muhammad_m_f m_f m_r Syed_m_m_f Haji_m m_Bibi m",
         25},
        {25,
         "AFG",
         kAfghanMale,
         kFemale,
         "Khan 60 Ahmadzai 18 Stanekzai 6 Popal 6 Hotak 5 Durrani 4 Barakzai 6 Zadran 8 Mangal 6 "
         "Shinwari 9 Noorzai 9 Achakzai 6 Alokozai 4 Ghilzai 3 Haqmal 2 Rahimi 16 Karimi 12 Ahmadi "
         "18 "
         "Mohammadi 14 Hosseini 10 Rezai 8 Sharifi 6 Hakimi 6 Amiri 8 Azizi 9 Naderi 5 Safi 10 "
         "Wardak 8 "
         "Momand 7 Niazi 8 Sahak 5 Zazai 5 Sultani 5 Qaderi 6",
         "m_m m_f m m_r m_m_f m_f m m_m m_r m_Jan m_Gul",
         60},
        {15,
         "ARE SAU OMN KWT QAT BHR",
         kGulfMale,
         kFemale,
         "Al-Otaibi 18 Al-Ghamdi 16 Al-Qahtani 18 Al-Shehri 14 Al-Harbi 18 Al-Zahrani 14 Al-Dosari "
         "14 "
         "Al-Mutairi 14 Al-Shammari 16 Al-Anazi 12 Al-Mansouri 14 Al-Nuaimi 12 Al-Suwaidi 9 "
         "Al-Ketbi 7 "
         "Al-Mazrouei 9 Al-Hashmi 7 Al-Balushi 18 Al-Hinai 5 Al-Farsi 6 Al-Harthi 9 Al-Kuwari 6 "
         "Al-Thani 3 Al-Marri 10 Al-Khalifa 3 Al-Ajmi 10 Al-Rashidi 9 Al-Enezi 9 Al-Kaabi 9 "
         "Al-Amri 7",
         "m_m_m_f m_m_f m_f m_m_m m_bin_m_f m_m_r m_bin_m_bin_m_f",
         20},
    }};
    std::uint64_t upto = 0;
    for (const People& people : kPeoples) {
        upto += static_cast<std::uint64_t>(people.share);
        if (per_cent < upto) {
            return people;
        }
    }
    return kPeoples.back();
}

/// "word weight word weight ...": drawn by weight.
std::string BorderPeople::word_of(std::string_view weighted) {
    const auto fields = core::split(weighted, ' ');
    std::uint64_t total = 0;
    for (std::size_t i = 1; i < fields.size(); i += 2) {
        total += *core::parse_uint(fields[i]);
    }
    std::uint64_t draw = chance_.below(total);
    for (std::size_t i = 1; i < fields.size(); i += 2) {
        const std::uint64_t weight = *core::parse_uint(fields[i]);
        if (draw < weight) {
            std::string word{fields[i - 1]};
            for (char& c : word) {
                c = c == '_' ? ' ' : c;
            }
            return word;
        }
        draw -= weight;
    }
    return "Muhammad";
}

std::string BorderPeople::name_of(const People& people, Sex sex) {
    const auto patterns = core::split(people.patterns, ' ');
    // The square of an even draw: the first patterns are the commonest.
    const std::uint64_t draw = chance_.below(1'000);
    const std::string_view pattern = patterns[draw * draw / 1'000 * patterns.size() / 1'000];
    std::string name;
    std::string last;
    for (const char c : pattern) {
        if (c == 'm' || c == 'f') {
            const bool is_woman = c == 'm' && name.empty() && sex == Sex::kFemale;
            std::string word = word_of(is_woman   ? people.female
                                       : c == 'm' ? people.male
                                                  : people.family);
            while (word == last) {
                word = word_of(c == 'm' ? people.male : people.family);
            }
            name += word;
            last = word;
        } else if (c == 'r') {
            const std::string other = rare_.person().name;
            name += other.substr(other.rfind(' ') + 1);
        } else {
            name.push_back(c == '_' ? ' ' : c);
        }
    }
    return name;
}

BorderPerson BorderPeople::one_of(const People& people) {
    BorderPerson one;
    one.sex = chance_.below(100) < 25 ? Sex::kFemale : Sex::kMale;
    one.name = name_of(people, one.sex);
    one.father = name_of(people, Sex::kMale);
    const auto nationalities = core::split(people.nationalities, ' ');
    one.nationality = std::string{nationalities[chance_.below(nationalities.size())]};
    const int year = 1945 + static_cast<int>(chance_.below(32) + chance_.below(32));
    const bool is_january = chance_.below(100) < static_cast<std::uint64_t>(people.january);
    const auto made = PartialDate::make(year,
                                        is_january ? 1 : static_cast<int>(1 + chance_.below(12)),
                                        is_january ? 1 : static_cast<int>(1 + chance_.below(28)));
    SARHAD_CHECK(made.has_value());
    one.born = *made;
    if (one.nationality == "PAK") {
        static constexpr std::array<int, 8> kLocalities{
            35202, 33100, 17301, 42101, 42201, 61101, 54400, 37405};
        const std::uint64_t sex_digit = 2 * chance_.below(5) + (one.sex == Sex::kMale ? 1 : 0);
        one.cnic = core::cat(kLocalities[chance_.below(kLocalities.size())],
                             1'000'000 + chance_.below(8'999'999),
                             sex_digit == 10 ? 0 : sex_digit);
    }
    one.passport = core::cat("P", 1'000'000 + chance_.below(8'999'999));
    return one;
}

BorderPerson BorderPeople::person() {
    return one_of(people_of(chance_.below(100)));
}

BorderPerson BorderPeople::pakistani() {
    return one_of(people_of(0));
}

watchlists::ListEntry BorderPeople::entry_of(const BorderPerson& person, std::size_t number) {
    watchlists::ListEntry entry;
    entry.id = core::cat("PRO-", number);
    entry.source = "PROSCRIBED";
    entry.names.push_back({Redacted{person.name}, {}, {}, {}, {}, {}});
    if (chance_.below(100) >= 15) {
        entry.fathers.emplace_back(person.father);
    }
    const std::uint64_t how = chance_.below(100);
    if (how < 95) {
        watchlists::ListedDocument cnic;
        cnic.kind = "CNIC";
        cnic.number = Redacted{how < 90 ? person.cnic : std::string{"1111111111111"}};
        cnic.issuer = "Pakistan";
        cnic.type = watchlists::NumberKind::kCnic;
        entry.documents.push_back(cnic);
    }
    static constexpr std::array<std::string_view, 6> kDistricts{
        "Lahore", "Peshawar", "Quetta", "Karachi", "Multan", "Swat"};
    entry.districts.emplace_back(std::string{kDistricts[chance_.below(kDistricts.size())]});
    entry.nationalities.emplace_back("Pakistan");
    return entry;
}

BorderPeople::Proscribed BorderPeople::proscribed(std::size_t count, std::size_t homonyms) {
    Proscribed made;
    std::set<std::string> used;
    const auto take = [&](BorderPerson person) {
        made.entries.push_back(entry_of(person, made.entries.size()));
        made.persons.push_back(std::move(person));
    };
    const auto a_man = [&] {
        BorderPerson man = pakistani();
        while (man.sex != Sex::kMale) {
            man = pakistani();
        }
        return man;
    };
    std::size_t left = homonyms;
    while (left > 0) {  // Groups of 2 to 8 of one name.
        std::size_t group = std::min<std::size_t>(left, 2 + chance_.below(7));
        group = left - group == 1 ? left : group;
        BorderPerson first = a_man();
        if (!used.insert(first.name).second) {
            continue;
        }
        left -= group;
        for (std::size_t i = 0; i < group; ++i) {
            BorderPerson man = a_man();
            man.name = first.name;
            take(std::move(man));
        }
    }
    while (made.entries.size() < count) {
        BorderPerson man = a_man();
        if (used.insert(man.name).second) {
            take(std::move(man));
        }
    }
    return made;
}

watchlists::Subject BorderPeople::subject(const BorderPerson& person,
                                          Known known,
                                          std::uint64_t chance) const {
    watchlists::Subject who;
    who.names.emplace_back(person.name);
    who.date_of_birth = Redacted{person.born};
    who.sex = person.sex;
    who.nationality = person.nationality;
    who.documents.emplace_back(person.passport);
    if (known == Known::kAnswers || chance % 100 < 45) {
        who.father_name = Redacted{person.father};
    }
    if (!person.cnic.empty() && (known == Known::kAnswers || chance / 100 % 2 == 0)) {
        who.documents.emplace_back(person.cnic);
    }
    return who;
}

}  // namespace sarhad::bench
