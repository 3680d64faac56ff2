#!/usr/bin/env python3
"""Writes watchlists/org_forms_table.cpp and watchlists/org_words_table.cpp.

    tools/org_tables.py ../shared/data/matching/words

Legal forms, organisation words, stop words and number words come from opensanctions/rigour (MIT); places from
org_places.txt beside this script. Names of organisations among the words (of armed groups, parties, services) are
left out: they are listed names, not words. Phrases stay as published; the program reads them with its own normaliser,
so that table and name are always read alike.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
GENERICS = ["", "LLC", "JSC", "SOE", "NGO", "LP", "COOP", "SP", "GP", "FIN", "LLP", "REL", "MIL", "JV"]
# Listed organisations, and one maker's name, kept among the words by their publisher.
NAMES = {"alqaeda", "hezbollah", "irgc", "pla", "ccp", "cia", "tpb"}
# Words that stand for any kind of body: they tell nothing, like a legal form that is not one.
BODIES = ["co", "org", "corp", "grp"]
# Forms that are words, places or Roman numerals far more often.
NOT_FORMS = {"ii", "im", "is", "et", "od", "ik", "xt", "xk", "as if", "cooperation", "co-op", "cooperative", "group",
             "national association", "fond", "fund", "foundation", "joint venture", "military organisation",
             "compania", "compañía", "company", "ca", "to", "da", "no", "ad", "pa", "ha", "ro", "pop", "ge", "east"}
# Forms of South Asia and the Gulf that the source lacks: (family, spellings).
OWN_FORMS = [
    ("LLC", ["Pvt", "Pvt Ltd", "Pvt Limited", "(Pvt.) Ltd.", "Private Limited", "(Private) Limited", "Private Ltd",
             "P Ltd", "(P) Ltd", "SMC Pvt Ltd", "(SMC-Pvt) Ltd", "SMC Private Limited", "Pvt Ltd Company",
             "Private Limited Company", "W.L.L.", "WLL", "S. de P.R. de R.L.", "With Limited Liability", "Est.", "Establishment", "FZ LLC", "Sdn Bhd",
             "प्राइवेट लिमिटेड", "लिमिटेड", "প্রাইভেট লিমিটেড", "লিমিটেড", "შპს", "ՍՊԸ", "유한회사",
             "پرائیویٹ لمیٹڈ", "لمیٹڈ", "ذ م م", "ذات مسؤولية محدودة", "المحدودة", "محدودة"]),
    ("JSC", ["BSC", "B.S.C.", "BSC Closed", "B.S.C. (c)", "SAOG", "SAOC", "KSCC", "KSC", "K.S.C.P.", "QSC", "QPSC",
             "PJSC", "Public Shareholding Company", "Saudi Joint Stock Company", "شركة مساهمة", "مساهمة عامة",
             "SAL", "S.A.L.", "SAL Offshore", "سهامی عام", "سهامی خاص", "Sahami Aam", "Sahami Khas"]),
    ("NGO", ["Guarantee Limited", "(Guarantee) Limited", "Section 42 Company", "Waqf", "A.C.", "Asociacion Civil"]),
    ("SOE", ["SOE", "State Owned Enterprise"]),
    ("GP", ["AOP", "Association of Persons"]),
    ("LLC", ["Sociedad Limitada", "S.L.", "S.L.U."]),
]
# Spellings that the source lacks of forms that it has: (a spelling that it has, others).
OWN_SPELLINGS = [
    ("株式会社", ["Kabushiki Kaisha", "Kabushiki Gaisha", "K.K.", "(株)", "㈱", "㈜", "Jusik Hoesa", "Chusik Hoesa"]),
    ("AS", ["Aksjeselskap", "Allmennaksjeselskap"]),
    ("Приватне акціонерне товариство", ["ПрАТ", "PrJSC", "Private Joint Stock Company", "Pryvatne Aktsionerne Tovarystvo"]),
    ("ЕАД", ["Еднолично акционерно дружество", "Single-member Joint Stock Company"]),
    ("Co., Ltd.", ["Công ty TNHH", "TNHH", "Công ty trách nhiệm hữu hạn", "บริษัท", "จำกัด", "บจก"]),
    ("GmbH & Co. KG", ["GmbH Co. KG", "GmbH & Co. Kommanditgesellschaft", "GesmbH & Co. KG", "Ges.m.b.H. & Co. KG",
                       "Gesellschaft m.b.H. & Co. KG", "GmbH & Compagnie KG", "GmbH & Cie. KG"]),
    ("PT", ["Tbk", "PT Tbk", "Perseroan Terbatas"]),
]
# Words that say nothing in a name: a registry's note, the Arabic article before a letter that swallows its l.
OWN_STOPS = ["regd", "registered", "ud"]
# A company in the words of its neighbours.
OWN_COMPANY = ["sherkat", "shirkat", "sharikat", "شرکت", "کمپنی", "कम्पनी", "কোম্পানি", "কোম্পানী", "ਕੰਪਨੀ"]
# Abbreviations and words that the source lacks, by the group they belong to; a new group where it has none.
OWN_WORDS = {
    "gov": ["govt", "gvt"], "service": ["svc", "svcs", "serv"], "tech": ["technol", "techno"], "mgmt": ["mgt", "mngmt"],
    "dev": ["devel", "devp", "devpt"], "assoc": ["assn", "assc", "assocn", "assocs"], "university": ["univ"],
    "institute": ["inst"], "intl": ["intern", "internatl"], "natl": ["natnl"], "electronic": ["elect"],
    "enterprise": ["ent", "entp", "entps", "انٹرپرائزز", "एंटरप्राइजेज"], "import": ["imp", "impt"], "export": ["exp", "expt"],
    "eng": ["engg", "engr", "engrg", "engineers"], "industry": ["ind", "inds", "indus", "انڈسٹریز", "इंडस्ट्रीज"], "center": ["ctr"],
    "hospital": ["hosp"], "investment": ["invt", "invts"], "trade": ["trdg", "trdng", "import export", "import & export", "traders", "trader", "tijarat", "tejarat",
              "تجارة", "تجارية", "تجاري", "تجارت", "بازرگانی", "ٹریڈنگ", "ٹریڈرز", "ट्रेडिंग", "ट्रेडर्स", "ট্রেডিং", "ট্রেডার্স", "무역",
              "貿易", "トレーディング"],
    "pharmacy": ["pharma", "pharmaceutical", "pharmaceuticals", "pharmaceutica"], "manufacturing": ["mfg", "manufacturers", "mfrs"],
    "construction": ["constructions", "constr", "builders"], "transport": ["transp", "transports"], "lab": ["labs"],
    "insurance": ["takaful", "assurance"], "school": ["madrasa", "madrassa", "madrasah"], "fdn": ["bonyad", "waqf", "فاؤنڈیشن", "फाउंडेशन", "ফাউন্ডেশন"],
    "textile": ["textile", "textiles", "tekstil"], "food": ["food", "foods"], "gas": ["gas", "gaz", "газ"],
    "cement": ["cement"], "sugar": ["sugar"], "mill": ["mill", "mills"], "travel": ["travel", "travels", "tours"],
    "garment": ["garment", "garments", "apparel"], "leather": ["leather"], "rice": ["rice"],
    "steelmill": ["steel mill", "steel mills"], "charity": ["charity", "charitable", "relief", "welfare"],
    "movement": ["movement", "harakat", "tehrik", "tehreek"], "front": ["front", "jabhat", "jabha"],
    "exchange": ["exchangers", "money exchange", "exchange company", "money changer", "money changers", "sarafi", "صرافة", "صرافی"],
    "money": ["hawala", "hawalah", "money transfer", "حوالة", "حوالہ"], "goods": ["goods"],
    "general": ["gen", "عامة", "عام"], "chemical": ["chem"], "oil": ["petrochem"],
    "jaish": ["jaish", "jaysh", "جيش", "جیش"], "bank": ["ব্যাংক", "بینک"],
    "software": ["software"], "company of brothers": ["sons"], "solar": ["solar"], "water": ["water"],
}
NOT_NUMBERS = {"premier", "nil", "nought", "una", "null", "primer", "a", "i", "v", "x", "una", "sei", "set", "nana",
               "mil", "dix", "on", "un", "see", "neun", "once", "tri", "tre", "sex", "elf", "sette", "due", "tio"}


def unquote(text):
    text = re.sub(r"\s+#.*$", "", text).strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        quote = text[0]
        text = text[1:-1].replace("''", "'") if quote == "'" else text[1:-1]
    return text.strip()


def read_lists(path):
    """{section: {key: [items]}} of the plain YAML these files are; a list right under a section has the key ''."""
    found, section, key = {}, "", ""
    for line in path.read_text(encoding="utf-8").splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if bare.startswith("- "):
            found[section].setdefault(key, []).append(unquote(bare[2:]))
        elif not line.startswith(" "):
            section, key = unquote(bare).rstrip(":"), ""
            found[section] = {}
        else:
            key = unquote(bare).rstrip(":").strip("\"'")
    return found


def read_forms(path):
    """Each legal form as (generic, compare, phrases)."""
    forms, form = [], None
    for line in path.read_text(encoding="utf-8").splitlines():
        bare = line.strip()
        if bare.startswith("#") or not bare:
            continue
        if line.startswith("  - "):
            form = {"aliases": []}
            forms.append(form)
            bare = bare[2:].strip()
        elif bare.startswith("- ") and form is not None:
            form["aliases"].append(unquote(bare[2:]))
            continue
        name, _, value = bare.partition(":")
        if form is not None and name in ("display", "generic", "compare"):
            form[name] = unquote(value)
    return forms


def is_wanted_form(phrase):
    return phrase.lower() not in NOT_FORMS and len(phrase) > 1 and len(phrase.split()) <= 8


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(name, kind, rows):
    lines, line = [], "   "
    for row in rows:
        if len(line) + len(row) + 2 > 100 and line.strip():
            lines.append(line)
            line = "   "
        line += " " + row + ","
    lines.append(line)
    return (f"constexpr std::array<{kind}, {len(rows)}> {name}{{{{\n" + "\n".join(lines) + "\n}};\n")


def forms_rows(words):
    rows, known, seen, exact = [], [], set(), {}
    for form in read_forms(words / "org_types.yml"):
        generic = form.get("generic", "")
        generic = GENERICS.index(generic) if generic in GENERICS else 0
        compare = (form.get("compare") or form.get("display") or f"g{generic}").lower().replace(".", "")
        number = exact.setdefault(compare, len(exact) + 1)
        for phrase in form["aliases"] + [form.get("display", "")]:
            key = phrase.lower()
            if phrase and key not in seen and is_wanted_form(phrase):
                seen.add(key)
                known.append((phrase, (number, generic)))
                rows.append(f"{{{literal(phrase)}, {number}, {generic}}}")
    for family, phrases in OWN_FORMS:
        for phrase in phrases:
            if phrase.lower() not in seen:
                number = exact.setdefault(f"own {family}", len(exact) + 1)
                rows.append(f"{{{literal(phrase)}, {number}, {GENERICS.index(family)}}}")
    numbers = {phrase.lower(): ids for phrase, ids in known}
    for spelling, phrases in OWN_SPELLINGS:
        number, generic = numbers[spelling.lower()]
        for phrase in phrases:
            if phrase.lower() not in seen:
                seen.add(phrase.lower())
                rows.append(f"{{{literal(phrase)}, {number}, {generic}}}")
    return rows


def words_rows(words):
    """(phrase, class letter, number): B body, W word, P place, S stop, N number."""
    rows, seen = [], set()

    def take(phrase, letter, number):
        key = phrase.lower().strip()
        if key and key not in seen and len(key.split()) <= 6:
            seen.add(key)
            rows.append(f"{{{literal(phrase.strip())}, '{letter}', {number}}}")

    for phrase in read_lists(words / "stopwords.yml")["STOPWORDS"][""] + ["und", "et", "y", "e", "van", "von", "der",
                                                                          "die", "das", "du", "des", "di", "del"] + OWN_STOPS:
        take(phrase, "S", 0)
    places = [line for line in (HERE / "org_places.txt").read_text(encoding="utf-8").splitlines()
              if line and not line.startswith("#")]
    for number, line in enumerate(places, 1):
        code, spellings = line.split("|")
        wide = 1000 if code.startswith("x-") else (2000 if code.startswith("city-") else 0)
        for phrase in spellings.split(";"):
            take(phrase, "P", number + wide)
    symbols = read_lists(words / "symbols.yml")
    groups = [*symbols["org_symbols"].items(), *symbols["org_domains"].items()]
    for number, (name, phrases) in enumerate(groups, 1):
        for phrase in [] if name in NAMES else [name, *phrases]:
            if len(phrase) > 1:
                take(phrase, "B" if name in BODIES else "W", number)
    names = [name for name, _ in groups]
    for phrase in OWN_COMPANY:
        take(phrase, "B", names.index("co") + 1)
    for name, phrases in OWN_WORDS.items():
        number = names.index(name) + 1 if name in names else len(names) + 1
        names += [] if name in names else [name]
        for phrase in phrases:
            take(phrase, "W", number)
    for number, phrases in read_lists(words / "ordinals.yml")["ordinals"].items():
        for phrase in phrases:
            is_word = phrase.isalpha() and len(phrase) > 2 and not re.fullmatch("[ivxlcdm]+(th|st|nd|rd)?", phrase.lower())
            if is_word and phrase.lower() not in NOT_NUMBERS:
                take(phrase, "N", int(number))
    return rows


HEAD = """#include "org_tables.h"

#include <array>

namespace sarhad::watchlists {
namespace {

// clang-format off
// Generated by tools/org_tables.py from opensanctions/rigour (MIT, docs/third-party.md).
"""


def main():
    words = pathlib.Path(sys.argv[1])
    out = HERE.parent / "watchlists"
    (out / "org_forms_table.cpp").write_text(
        HEAD + table("kForms", "OrgFormPhrase", forms_rows(words)) +
        "// clang-format on\n\n}  // namespace\n\nstd::span<const OrgFormPhrase> org_form_phrases() {\n"
        "    return kForms;\n}\n\n}  // namespace sarhad::watchlists\n", encoding="utf-8")
    (out / "org_words_table.cpp").write_text(
        HEAD + table("kWords", "OrgWordPhrase", words_rows(words)) +
        "// clang-format on\n\n}  // namespace\n\nstd::span<const OrgWordPhrase> org_word_phrases() {\n"
        "    return kWords;\n}\n\n}  // namespace sarhad::watchlists\n", encoding="utf-8")


if __name__ == "__main__":
    main()
