#include "script_names.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

struct KnownName {
    std::string_view native;
    std::string_view latin;
};
// clang-format off
// From our own knowledge: names, particles and titles that are written without their vowels.
constexpr std::array<KnownName, 444> kKnown{{
    {"ابراهيم", "ibrahim"}, {"ابن", "ibn"}, {"ابو", "abu"}, {"ابوبكر", "abubakr"}, {"ابي", "abi"}, {"اجمل", "ajmal"},
    {"احد", "ahad"}, {"احسان", "ehsan"}, {"احمد", "ahmad"}, {"اختر", "akhtar"}, {"اخوند", "akhund"},
    {"اخوندزاده", "akhundzada"}, {"ادم", "adam"}, {"ارشد", "arshad"}, {"اسامه", "usama"}, {"اسحاق", "ishaq"},
    {"اسد", "asad"}, {"اسلم", "aslam"}, {"اسماعيل", "ismail"}, {"اشتياق", "ishtiaq"}, {"اشرف", "ashraf"},
    {"اصغر", "asghar"}, {"اظهر", "azhar"}, {"اعجاز", "ijaz"}, {"اعظم", "azam"}, {"اغا", "agha"},
    {"افتخار", "iftikhar"}, {"افضل", "afzal"}, {"افغان", "afghan"}, {"افغاني", "afghani"}, {"اقبال", "iqbal"},
    {"اكبر", "akbar"}, {"اكرم", "akram"}, {"اكمل", "akmal"}, {"ال", "al"}, {"الطاف", "altaf"}, {"الله", "allah"},
    {"الهي", "elahi"}, {"الياس", "ilyas"}, {"ام", "umm"}, {"امتياز", "imtiaz"}, {"امجد", "amjad"}, {"اميد", "omid"},
    {"امير", "amir"}, {"امين", "amin"}, {"انتظار", "intizar"}, {"انجينير", "engineer"}, {"انصاري", "ansari"},
    {"انعام", "inam"}, {"انور", "anwar"}, {"انيس", "anis"}, {"ايمن", "ayman"}, {"ايوب", "ayub"},
    {"اچكزي", "achakzai"}, {"باري", "bari"}, {"باسط", "basit"}, {"باسم", "basim"}, {"باقر", "baqir"},
    {"بخاري", "bukhari"}, {"بخش", "bakhsh"}, {"بدر", "badr"}, {"بسام", "bassam"}, {"بشير", "bashir"},
    {"بصير", "basir"}, {"بغدادي", "baghdadi"}, {"بكر", "bakr"}, {"بلال", "bilal"}, {"بلوچ", "baloch"}, {"بن", "bin"},
    {"بنت", "bint"}, {"بهادر", "bahadur"}, {"بهرام", "bahram"}, {"بهروز", "behrouz"}, {"بيگ", "baig"}, {"تاج", "taj"},
    {"تقي", "taqi"}, {"تكريتي", "tikriti"}, {"تنوير", "tanveer"}, {"تواب", "tawwab"}, {"توفيق", "tawfiq"},
    {"ثاقب", "saqib"}, {"ثنا", "sana"}, {"جان", "jan"}, {"جاويد", "javed"}, {"جبار", "jabbar"}, {"جعفر", "jafar"},
    {"جعفري", "jafari"}, {"جلال", "jalal"}, {"جمال", "jamal"}, {"جمعه", "juma"}, {"جميل", "jamil"},
    {"جنرال", "general"}, {"جهاد", "jihad"}, {"جهان", "jahan"}, {"جواد", "jawad"}, {"حاتم", "hatim"}, {"حاج", "hajj"},
    {"حاجي", "haji"}, {"حازم", "hazim"}, {"حافظ", "hafiz"}, {"حامد", "hamid"}, {"حبيب", "habib"}, {"حسام", "husam"},
    {"حسن", "hasan"}, {"حسين", "hussain"}, {"حسيني", "hussaini"}, {"حشمت", "hashmat"}, {"حق", "haq"},
    {"حقاني", "haqqani"}, {"حكيم", "hakim"}, {"حمزه", "hamza"}, {"حميد", "hamid"}, {"حنان", "hannan"}, {"حي", "hai"},
    {"حيدر", "haidar"}, {"خالد", "khalid"}, {"خالق", "khaliq"}, {"خان", "khan"}, {"خدايرحيم", "khudairahim"},
    {"خديجه", "khadija"}, {"خسرو", "khosrow"}, {"خليل", "khalil"}, {"خميس", "khamis"}, {"خورشيد", "khurshid"},
    {"داريوش", "dariush"}, {"داود", "dawood"}, {"دكتور", "doctor"}, {"دوري", "duri"}, {"دوست", "dost"},
    {"دين", "din"}, {"ذاكر", "zakir"}, {"ذوالفقار", "zulfiqar"}, {"راجه", "raja"}, {"رازق", "raziq"},
    {"راشد", "rashid"}, {"رامي", "rami"}, {"راوي", "rawi"}, {"ربيع", "rabi"}, {"رجب", "rajab"}, {"رحمان", "rahman"},
    {"رحمت", "rahmat"}, {"رحمن", "rahman"}, {"رحيم", "rahim"}, {"رستم", "rustam"}, {"رشدي", "rushdi"},
    {"رشيد", "rashid"}, {"رضا", "raza"}, {"رضوي", "rizvi"}, {"رفيق", "rafiq"}, {"رقيه", "ruqayya"},
    {"رمضان", "ramadan"}, {"روف", "rauf"}, {"رووف", "rauf"}, {"رياض", "riaz"}, {"ريوف", "rauf"}, {"زاده", "zada"},
    {"زاهد", "zahid"}, {"زبير", "zubair"}, {"زكريا", "zakariya"}, {"زمان", "zaman"}, {"زهرا", "zahra"},
    {"زياد", "ziyad"}, {"زيد", "zaid"}, {"زين", "zain"}, {"زينب", "zainab"}, {"ساجد", "sajid"}, {"ساره", "sara"},
    {"سالم", "salim"}, {"سامي", "sami"}, {"ستار", "sattar"}, {"سجاد", "sajjad"}, {"سرور", "sarwar"}, {"سعد", "saad"},
    {"سعيد", "saeed"}, {"سلام", "salam"}, {"سلطان", "sultan"}, {"سلمان", "salman"}, {"سليم", "salim"},
    {"سليمان", "sulaiman"}, {"سميع", "sami"}, {"سهراب", "sohrab"}, {"سهيل", "suhail"}, {"سوري", "suri"},
    {"سيد", "sayyid"}, {"سيف", "saif"}, {"شادي", "shadi"}, {"شامي", "shami"}, {"شاه", "shah"}, {"شاهد", "shahid"},
    {"شاهين", "shaheen"}, {"شريف", "sharif"}, {"شعبان", "shaban"}, {"شعيب", "shoaib"}, {"شفيق", "shafiq"},
    {"شكور", "shakoor"}, {"شكيل", "shakeel"}, {"شمس", "shams"}, {"شمشير", "shamsher"}, {"شهباز", "shahbaz"},
    {"شهزاد", "shahzad"}, {"شهيد", "shahid"}, {"شوكت", "shaukat"}, {"شيخ", "sheikh"}, {"شير", "sher"},
    {"صابر", "sabir"}, {"صادق", "sadiq"}, {"صالح", "salih"}, {"صدام", "saddam"}, {"صديق", "siddique"},
    {"صديقي", "siddiqui"}, {"صفت", "sifat"}, {"صفر", "safar"}, {"صفي", "safi"}, {"صلاح", "salah"}, {"صمد", "samad"},
    {"ضيا", "zia"}, {"طارق", "tariq"}, {"طالب", "talib"}, {"طاهر", "tahir"}, {"طلحه", "talha"}, {"طه", "taha"},
    {"ظاهر", "zahir"}, {"ظفر", "zafar"}, {"ظهير", "zahir"}, {"عابد", "abid"}, {"عادل", "adil"}, {"عارف", "arif"},
    {"عاصم", "asim"}, {"عالم", "alam"}, {"عامر", "amir"}, {"عايشه", "aisha"}, {"عباس", "abbas"}, {"عبد", "abd"},
    {"عبدالله", "abdullah"}, {"عبيد", "ubaid"}, {"عتيق", "atiq"}, {"عثمان", "uthman"}, {"عثماني", "usmani"},
    {"عدنان", "adnan"}, {"عدي", "uday"}, {"عراقي", "iraqi"}, {"عرفان", "irfan"}, {"عزام", "azzam"}, {"عزت", "izzat"},
    {"عزيز", "aziz"}, {"عصمت", "ismat"}, {"عطا", "ata"}, {"عظيم", "azeem"}, {"عقبه", "uqba"}, {"عقيل", "aqil"},
    {"علا", "ala"}, {"علوي", "alavi"}, {"علي", "ali"}, {"عماد", "imad"}, {"عمار", "ammar"}, {"عمر", "umar"},
    {"عمران", "imran"}, {"عمرو", "amr"}, {"عمري", "omari"}, {"عنايت", "inayat"}, {"عوض", "iwaz"}, {"عيد", "eid"},
    {"عيسي", "isa"}, {"غسان", "ghassan"}, {"غفار", "ghaffar"}, {"غفور", "ghafur"}, {"غلام", "ghulam"},
    {"غياث", "ghiyas"}, {"فارس", "faris"}, {"فاروق", "farooq"}, {"فاروقي", "faruqi"}, {"فاضل", "fazil"},
    {"فاطمه", "fatima"}, {"فتاح", "fattah"}, {"فخر", "fakhar"}, {"فراس", "firas"}, {"فرحان", "farhan"},
    {"فرخ", "farrukh"}, {"فرهاد", "farhad"}, {"فريد", "farid"}, {"فضل", "fazal"}, {"فقير", "faqir"}, {"فهد", "fahd"},
    {"فواد", "fuad"}, {"فيروز", "feroz"}, {"فيصل", "faisal"}, {"فيض", "faiz"}, {"قادر", "qadir"}, {"قاري", "qari"},
    {"قاسم", "qasim"}, {"قدرت", "qudrat"}, {"قدوس", "quddus"}, {"قربان", "qurban"}, {"قرشي", "qureshi"},
    {"قريشي", "qureshi"}, {"قصي", "qusay"}, {"قمر", "qamar"}, {"قهار", "qahhar"}, {"قيوم", "qayyum"},
    {"كاظم", "kazim"}, {"كاظمي", "kazmi"}, {"كاكا", "kaka"}, {"كاكر", "kakar"}, {"كامران", "kamran"},
    {"كامل", "kamil"}, {"كبير", "kabir"}, {"كريم", "karim"}, {"كفايت", "kifayat"}, {"كلثوم", "kulsoom"},
    {"كليم", "kaleem"}, {"كمال", "kamal"}, {"لالا", "lala"}, {"لطف", "lutf"}, {"لطيف", "latif"}, {"لعل", "lal"},
    {"لله", "allah"}, {"لياقت", "liaquat"}, {"ماجد", "majid"}, {"مازن", "mazin"}, {"مالك", "malik"},
    {"ماهر", "mahir"}, {"مبارك", "mubarak"}, {"مبشر", "mubashir"}, {"مبين", "mubin"}, {"مجاهد", "mujahid"},
    {"مجتبي", "mujtaba"}, {"مجيد", "majid"}, {"محبوب", "mahbub"}, {"محرم", "muharram"}, {"محسن", "mohsin"},
    {"محمد", "muhammad"}, {"محمود", "mahmud"}, {"محي", "muhi"}, {"مختار", "mukhtar"}, {"مدثر", "mudassir"},
    {"مراد", "murad"}, {"مرتضي", "murtaza"}, {"مروان", "marwan"}, {"مريم", "maryam"}, {"مزمل", "muzammil"},
    {"مسرور", "masroor"}, {"مسعود", "masood"}, {"مسعوده", "masooda"}, {"مسلم", "muslim"}, {"مسيح", "masih"},
    {"مشتاق", "mushtaq"}, {"مصري", "masri"}, {"مصطفي", "mustafa"}, {"مطيع", "mati"}, {"مظفر", "muzaffar"},
    {"مظهر", "mazhar"}, {"معاذ", "muadh"}, {"معاويه", "muawiya"}, {"معصوم", "masoom"}, {"معين", "moin"},
    {"مفتي", "mufti"}, {"مقبول", "maqbool"}, {"مقصود", "maqsood"}, {"ملا", "mullah"}, {"ملك", "malik"},
    {"ممتاز", "mumtaz"}, {"منان", "mannan"}, {"منصور", "mansoor"}, {"منصوري", "mansuri"}, {"منظور", "manzoor"},
    {"منور", "munawwar"}, {"منير", "munir"}, {"مهاجر", "muhajir"}, {"مهدي", "mahdi"}, {"مهر", "mehr"},
    {"مهران", "mehran"}, {"مهندس", "engineer"}, {"موسوي", "musavi"}, {"موسي", "musa"}, {"مولا", "maula"},
    {"مولانا", "maulana"}, {"مولوي", "maulvi"}, {"مومن", "mumin"}, {"مير", "mir"}, {"ميرزا", "mirza"},
    {"نادر", "nadir"}, {"ناصر", "nasir"}, {"ناظر", "nazir"}, {"نبي", "nabi"}, {"نبيل", "nabil"}, {"نثار", "nisar"},
    {"نجم", "najm"}, {"نجيب", "najib"}, {"نديم", "nadeem"}, {"نذير", "nazir"}, {"نسرين", "nasreen"},
    {"نسيم", "naseem"}, {"نصر", "nasr"}, {"نصير", "naseer"}, {"نظام", "nizam"}, {"نعمت", "naimat"}, {"نعيم", "naeem"},
    {"نقوي", "naqvi"}, {"نقي", "naqi"}, {"نواز", "nawaz"}, {"نوح", "nuh"}, {"نور", "noor"}, {"نورزي", "noorzai"},
    {"نوري", "nuri"}, {"نويد", "naveed"}, {"هادي", "hadi"}, {"هارون", "harun"}, {"هاشم", "hashim"},
    {"هاشمي", "hashimi"}, {"هاني", "hani"}, {"هدايت", "hidayat"}, {"هشام", "hisham"}, {"همت", "himmat"}, {"و", "wa"},
    {"واحد", "wahid"}, {"وارث", "waris"}, {"واسع", "wasi"}, {"وحيد", "waheed"}, {"وسيم", "waseem"}, {"وقار", "waqar"},
    {"وكيل", "wakil"}, {"ولد", "walad"}, {"ولي", "wali"}, {"وليد", "walid"}, {"وهاب", "wahhab"}, {"يار", "yar"},
    {"ياسر", "yasir"}, {"ياسين", "yasin"}, {"يحيي", "yahya"}, {"يزيد", "yazid"}, {"يعقوب", "yaqub"},
    {"يعقوبي", "yaqubi"}, {"يمني", "yamani"}, {"يوسف", "yusuf"}, {"يوسفزي", "yousafzai"}, {"يونس", "yunus"},
    {"پرويز", "pervez"}, {"پروين", "parveen"}, {"چودهري", "chaudhry"}, {"چوهدري", "chaudhry"}, {"گل", "gul"},
    {"گلاب", "gulab"}, {"گوهر", "gohar"}, {"گيلاني", "gilani"},}};
// The commonest surnames, in simplified and traditional letters.
constexpr std::string_view kSurnames =
    "丁万严乔习于任何余侯俞傅关冯刘劉卢史叶向吕吳吴呂周唐喬嚴夏姚姜孔孙孟孫安宋尹崔左常康廖张張彭徐戚戴文"
    "方易曹曾朱朴李杜杨林柯柳柴梁楊欧歐武段殷毛江汤汪沈洪温湯溫潘焦熊牛王田申白盛盧石祝秦程章紀纪罗羅翁習"
    "翟耿聂聶胡苏范莫萧萬葉葛董蒋蔡蔣蕭薛蘇袁裴許詹謝譚许谢谭賀賈賴贺贾赖赵趙连連邓邱邵邹郑郝郭鄒鄧鄭金錢"
    "鍾钟钱閻關阎陆陈陳陶陸雷霍韓韩項顧项顾馬馮駱马骆高魏魯鲁黃黄黎龍龔龙龚";
constexpr std::array<std::string_view, 24> kDoubleSurnames{
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "东方", "東方", "皇甫", "尉迟", "尉遲", "公孙", "公孫", "令狐", "慕容", "夏侯", "南宫",
    "南宮", "长孙", "長孫", "宇文", "端木",};
// clang-format on

}  // namespace

std::string_view known_reading(std::string_view native) {
    const auto* known = std::lower_bound(
        kKnown.begin(), kKnown.end(), native, [](const KnownName& one, std::string_view wanted) {
            return one.native < wanted;
        });
    return known != kKnown.end() && known->native == native ? known->latin : std::string_view{};
}

bool is_han_surname(std::string_view letters) {
    constexpr std::size_t kHanBytes = 3;
    if (letters.size() > kHanBytes) {
        return std::find(kDoubleSurnames.begin(), kDoubleSurnames.end(), letters) !=
               kDoubleSurnames.end();
    }
    // Whole letters only: all of the table have three bytes.
    const std::size_t at = kSurnames.find(letters);
    return letters.size() == kHanBytes && at != std::string_view::npos && at % kHanBytes == 0;
}

}  // namespace sarhad::watchlists
