#include "intake/generate/name_cultures.h"

#include <array>

namespace sarhad::intake {
namespace {

// General knowledge of what is common where; the words are names, no person is named.
constexpr std::array<NameCulture, 6> kCultures{{
    {"Pakistan",
     38,
     "Muhammad Ali Ahmed Khan Abdul Muhammad Hussain Imran Usman Bilal Asif Tariq Nadeem Kashif "
     "Shahid Rashid Iqbal Javed Khalid Saleem Zahid Waqas Faisal Adnan Kamran Hassan Umar Hamza "
     "Saeed Naveed Ghulam Mushtaq Riaz Aslam Akram Arshad Sajid Wajid Majid Amjad Ashraf Akhtar "
     "Anwar Aftab Farooq Ijaz Irfan Jamil Junaid Liaqat Mansoor Maqsood Mudassar Nasir Nawaz "
     "Qaisar Rafiq Rizwan Sabir Shabbir Shafiq Shakeel Sohail Sultan Tahir Tanveer Yasir Yousaf "
     "Zafar Zulfiqar Gul Noor Fazal Karim Rahim Hameed Aziz",
     "Fatima Ayesha Zainab Maryam Sana Nadia Saima Shazia Rubina Nasreen Shaheen Bushra Amina "
     "Khadija Asma Farzana Kausar Parveen Rabia Sadia Samina Tahira Uzma Yasmin Zahida Hina Iqra",
     "Khan Ahmed Ali Hussain Malik Shah Butt Iqbal Akhtar Mahmood Chaudhry Qureshi Sheikh Bhatti "
     "Raza Abbasi Siddiqui Mirza Awan Rajput Baig Afridi Yousafzai Khattak Mehsud Wazir Bangash "
     "Marwat Baloch Mengal Bugti Rind Jatoi Memon Soomro Ansari Hashmi Gilani Bukhari Rizvi Naqvi "
     "Zaidi Kazmi Gondal Cheema Warraich Tarar Sial Kakar Achakzai Durrani Shinwari Orakzai Turi",
     "sha na ra fa ka za ja ba mu gu ha wa ta ya la da sa qa ma a i u bakh gul khu shi ni far nau "
     "zar mir pir ban",
     "hi ma ra ni la ba da sha mi ri wa fi ja zi ku li na sa ya ru",
     "d m n r z l b q f sh d een an ar ir oon at az ood eem een zai khel wal pur bakhsh dad gul "
     "jan ani avi iza",
     "m_f m_m Muhammad_m m_f m_m_f Muhammad_m_f m_m Abdul_m m_ud_Din m_Ullah Syed_m_m_f "
     "Abdul_m_f m_ur_Rehman Ghulam_m Haji_m_f m m_s/o_m",
     22,
     40},
    {"Saudi Arabia",
     20,
     "Mohammed Ahmad Ali Abdullah Khalid Omar Ibrahim Hassan Hussein Youssef Saleh Fahad Sultan "
     "Nasser Saud Faisal Salem Hamad Majid Tariq Mansour Said Mahmoud Mustafa Karim Jamal Walid "
     "Nabil Sami Bassam Ziad Adel Hisham Samir Marwan Anwar Rashid Yasser Ayman Hani Isa Musa "
     "Suleiman Taha Bilal Amin",
     "Fatima Aisha Maryam Noura Sara Layla Huda Amal Salma Mona Hanan Samira Zahra Rania Dina",
     "Otaibi Ghamdi Qahtani Shehri Harbi Zahrani Dosari Mutairi Shammari Anazi Hassan Hussein "
     "Masri Baghdadi Tikriti Libi Yemeni Jaziri Hamdan Mansour Saleh Nasser Najjar Haddad Khoury "
     "Sabbagh Hashimi Tamimi Jubouri Dulaimi Obeidi Zaidi Kurdi Halabi Homsi",
     "ab ba fa ha ja ka la ma na ra sa ta ya za du mu su hu qa gha kha sha dha tha ibn wa",
     "bi li mi ri si ja da ha ma na ra sha ka du lu mu ru",
     "d b r l m n f q di bi ri li mi ni awi ani ari oun an ah at eed ool eer",
     "m_m_al-f m_al-f m_m_f m_bin_m_al-f m_m_m_al-f Abd_al-m_f m_Abd_al-m_al-f Abu_m m_ibn_m_f m_m",
     22,
     52},
    {"Iran",
     10,
     "Mohammad Ali Hossein Reza Mehdi Hassan Amir Ahmad Abbas Saeed Majid Hamid Masoud Behrouz "
     "Farhad Dariush Kourosh Mohsen Mostafa Javad Davoud Ebrahim Esmaeil Hadi Iraj Jamshid Kamal "
     "Mahmoud Morteza Naser Parviz Rahim Sadegh Vahid Yaghoub",
     "Fatemeh Zahra Maryam Leila Sara Narges Shirin Parisa Azadeh Mahnaz Nasrin Soraya Mina",
     "Hosseini Mohammadi Ahmadi Karimi Rezaei Moradi Jafari Rahimi Mousavi Hashemi Sadeghi "
     "Heidari Ghorbani Akbari Kazemi Shirazi Tehrani Esfahani Tabrizi Kermani Yazdi Bagheri",
     "ba fa ka la ma na pa ra sa ta za gho kho sho di mi ni far mehr khosh shah go da ja",
     "ra mi na da ba ha sha ri za li fa ka ma",
     "zadeh nejad pour ian i ani abadi par far nia fard rad doost chi lou bandi",
     "m_f m_m_f m-m_f m_f m_f-f",
     18,
     55},
    {"Russia",
     10,
     "Aleksandr Sergei Dmitry Andrei Alexei Ivan Vladimir Mikhail Nikolai Yuri Igor Oleg Viktor "
     "Pavel Roman Maxim Evgeny Konstantin Boris Anatoly Valery Vitaly Grigory Ruslan Magomed",
     "Elena Olga Natalia Irina Tatiana Svetlana Anna Maria Ekaterina Galina Ludmila Marina",
     "Ivanov Smirnov Kuznetsov Popov Vasiliev Petrov Sokolov Mikhailov Novikov Fedorov Morozov "
     "Volkov Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Andreev",
     "vol bor kra zhu sha kor mel bel gor dub kol ter chu pe ma le da shche zai gu lo",
     "do go ko lo mo no ro to vo ni li chi ba ra",
     "ov ev in sky enko uk yan ovich kin tsev chenko ikov anov enkov ukhin",
     "m_f m_m_f m_movich_f m_f f_m_movich",
     10,
     68},
    {"China",
     8,
     "wei jun ming hua jie tao qiang bin lei feng xiaoming guo jian yong gang dong bo hao peng kai "
     "xin long chao zhi hai yang",
     "fang na min jing li ying xia yan juan hong mei ling xiu lan ping yu qing",
     "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng "
     "liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye",
     "zhi xiao guo jian yong shao ming wen hai qi de yun bao chang zhen shi yi ru",
     "wei jun ming hua jie tao qiang bin lei feng",
     "wei jun ming hua jie tao qiang bin lei feng guang liang xing ping an ling ning sheng",
     "f_m f_mm f_m_m f_m",
     35,
     4},
    {"Germany",
     14,
     "Michael Thomas Andreas Peter Stefan Christian John James David Robert William Jean Pierre "
     "Marco Giovanni Jose Carlos Luis Juan Antonio Jan Piotr Lars Erik Daniel Martin Paul",
     "Maria Anna Julia Laura Sarah Emma Sophie Claudia Monika Elena Carmen Isabel Marie Katarina",
     "Mueller Schmidt Schneider Fischer Weber Smith Jones Brown Martin Dubois Rossi Ferrari Garcia "
     "Martinez Lopez Silva Santos Kowalski Nowak Novak Horvat Jensen Hansen Johansson Virtanen",
     "ba be bra bur de dre fel gar gra ha hel ja kel kra lam le ma mel nor os pe ra ro sa sche ste "
     "ta tho ul va wal wei",
     "ber den ger hen ker len mer ner ren ter ven zel li ni ro sa",
     "mann er berg stein feld sen son ski ez ini elli ard eau ova ic ton ley ford hardt bach",
     "m_f m_f m_m_f m_f-f m_von_f m_de_f",
     15,
     72},
}};

}  // namespace

const NameCulture& culture_of(std::uint64_t per_cent) {
    std::uint64_t upto = 0;
    for (const NameCulture& culture : kCultures) {
        upto += static_cast<std::uint64_t>(culture.share);
        if (per_cent < upto) {
            return culture;
        }
    }
    return kCultures.back();
}

}  // namespace sarhad::intake
