#!/usr/bin/env python3
"""Writes watchlists/word_weights_table.cpp: how common a word of a name is.

    cmake --build build/dev --target word_keys
    tools/make_word_weights.py ../shared/data/matching build/dev/bin/word_keys

A frequency is the share of persons with the word in their name, mixed from three sources:
- the Wikidata token counts of five languages (CC0), the mean of the five shares;
- the popular names by country (CC0), every country alike; a rank without a count is taken by Zipf's law;
- LOCAL below, names of Pakistan, Afghanistan, Iran, the Arab countries and of neighbours, per mille, estimated.
"""

import csv
import math
import pathlib
import subprocess
import sys

MIN_WEIGHT, MAX_WEIGHT, STEP = 256, 14 * 256, 16
SHARE_OF_WIKIDATA, SHARE_OF_POPULAR, SHARE_OF_LOCAL = 0.45, 0.20, 0.35
WORDS_A_NAME = 2.2
FIRST_FORENAME, FIRST_SURNAME = 0.012, 0.02

LOCAL = """
muhammad 260  ahmad 60  ali 62  khan 75  hussain 42  hassan 26  shah 24  abdullah 22  mahmud 14  umar 12  usman 12
ibrahim 12  ismail 9  yusuf 9  khalid 9  mustafa 9  jamal 6  qasim 5  sulaiman 5  abubakar 3  bilal 5  hamza 5
iqbal 9  aslam 7  akbar 6  akram 5  anwar 6  ashraf 5  asif 6  arif 4  imran 8  irfan 4  rashid 6  rafiq 4  saeed 7
salim 5  shahid 5  tariq 6  zahid 3  zafar 4  javed 5  nadeem 3  naeem 3  nasir 6  nawaz 5  karim 6  rahim 5  rahman 16
rehman 8  aziz 7  latif 4  majid 4  hamid 6  hameed 4  wahid 3  qadir 4  ghani 4  ghafoor 3  jabbar 3  razzaq 3  sattar 3
abdrahman 9  abdaziz 5  abdkarim 4  abdhamid 4  abdghani 2  abdqadir 3  abdlatif 2  abdwahab 2  abdsalam 2  abdmalik 2
abdghafar 1  abdrashid 2  abdrahim 2  abdrazaq 2  abdsatar 2  abdsamad 2  abdhadi 1  abdbasit 1  abdmajid 2  abdwahid 1
gul 12  jan 13  noor 8  nur 8  din 5  allah 6  ullah 10  bibi 18  begum 8  khatoon 4  akhtar 7  parveen 6  kausar 3
fatima 12  aisha 8  maryam 8  zainab 6  khadija 4  amina 5  sara 6  nasreen 4  shahnaz 3  rubina 2  samina 2  shazia 2
malik 9  raja 4  rana 3  chaudhry 6  butt 3  mirza 3  baig 3  qureshi 5  siddiqui 4  ansari 4  shaikh 9  sayyid 16
afridi 4  mehsud 3  wazir 4  yousafzai 3  khattak 3  bangash 1  orakzai 1  shinwari 2  achakzai 2  kakar 2  noorzai 2
baloch 5  bugti 1  marri 1  mengal 1  rind 1  magsi 1  brohi 1  jatoi 1  bhutto 1  soomro 1  memon 2  khoso 1  chandio 1
ghulam 9  nabi 4  rasool 4  mohiuddin 2  sher 3  sardar 3  mir 5  pir 1  wali 4  taj 2  fazal 3  bakhsh 4  dad 2  zaman 4
haq 4  hayat 2  masih 4  inayat 1  barkat 1  niaz 2  nazir 4  bashir 5  sabir 3  shabbir 3  sharif 5  siddique 3  sadiq 4
yaqub 3  ayub 3  dawood 3  musa 4  isa 2  haroon 2  idrees 2  yahya 2  zakaria 1  luqman 1  younas 4  faisal 5  fahad 4
sultan 6  saad 4  nayef 1  turki 2  bandar 1  mansour 4  salman 4  nawaf 1  majed 2  walid 3  waleed 2  adel 3  samir 3
hani 2  ashraf 3  tarek 2  sherif 2  mahdi 4  reza 8  mehdi 5  hosseini 3  mohammadi 4  ahmadi 4  karimi 2  rezaei 2
zahra 4  abbas 7  jafar 3  kazim 2  baqir 1  haider 5  raza 5  zaidi 1  rizvi 1  naqvi 2  kazmi 1  bukhari 2  gilani 1
ahmadzai 1  stanekzai 1  popal 1  hotak 1  durrani 1  barakzai 1  ghilzai 1  zadran 1  haqqani 1  mangal 1  zazai 1
singh 40  kumar 30  devi 12  kaur 10  lal 4  ram 6  das 5  sharma 4  patel 3  islam 8  rahaman 2  hossain 6  uddin 4
khatun 3  akter 3  miah 2  alam 5  chowdhury 2  kabir 3  wang 8  li 9  zhang 8  liu 6  chen 7  yang 4  huang 3  zhao 3
wu 3  zhou 2  kim 12  lee 7  park 5  choi 3  nguyen 8  tran 3  maria 9  jose 7  john 8  david 6  michael 6  james 5
"""


def wikidata(folder):
    """word -> share of persons, the mean over the five languages."""
    shares = {}
    files = sorted((folder / "transliteration").glob("wd_*_80.tsv"))
    for file in files:
        rows = [line.rstrip("\n").split("\t") for line in file.open(encoding="utf-8")]
        total = sum(int(row[2]) for row in rows) / WORDS_A_NAME
        for word, _, count in rows:
            shares[word] = shares.get(word, 0) + int(count) / total / len(files)
    return shares


def popular(folder):
    """word -> share of persons over all countries; what tells no count follows its rank."""
    shares = {}
    for name, first in (("common-forenames-by-country.csv", FIRST_FORENAME),
                        ("common-surnames-by-country.csv", FIRST_SURNAME)):
        with (folder / "names" / name).open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        countries = len({row["Country"] for row in rows})
        for row in rows:
            rank = int(row.get("Rank") or row["Index"])
            share = float(row.get("Percent") or 0) or first / max(rank, 1)
            for word in row["Romanized Name"].split():
                shares[word] = shares.get(word, 0) + share / countries
    return shares


def local():
    fields = LOCAL.split()
    shares = {}
    for word, per_mille in zip(fields[::2], fields[1::2]):
        shares[word] = shares.get(word, 0) + int(per_mille) / 1000
    return shares


def keys_of(words, tool):
    """word -> key, as the product's normaliser sees the word."""
    asked = "\n".join(words) + "\n"
    told = subprocess.run([tool], input=asked, capture_output=True, text=True, check=True).stdout
    return {word: int(key) for word, key in (line.split("\t") for line in told.splitlines())}


def main():
    folder, tool = pathlib.Path(sys.argv[1]), sys.argv[2]
    mixed = {}
    for shares, part in ((wikidata(folder), SHARE_OF_WIKIDATA), (popular(folder), SHARE_OF_POPULAR),
                         (local(), SHARE_OF_LOCAL)):
        for word, share in shares.items():
            mixed[word] = mixed.get(word, 0) + share * part
    keys = keys_of(sorted(mixed), tool)
    by_key = {}
    for word, key in keys.items():
        by_key[key] = by_key.get(key, 0) + mixed[word]
    rows = []
    for key, share in sorted(by_key.items()):
        weight = max(-math.log2(share) * 256, MIN_WEIGHT)
        if weight < MAX_WEIGHT:
            rows.append(f"{{0x{key:08x}U, {int(weight - MIN_WEIGHT) // STEP}}}")
    lines = [", ".join(rows[i:i + 6]) for i in range(0, len(rows), 6)]
    target = pathlib.Path(__file__).resolve().parent.parent / "watchlists" / "word_weights_table.cpp"
    target.write_text(
        '#include "word_weights_table.h"\n\n#include <array>\n\nnamespace sarhad::watchlists {\nnamespace {\n\n'
        "// Generated by tools/make_word_weights.py (docs/matching.md); sources: docs/third-party.md.\n"
        f"// clang-format off\nconstexpr std::array<WordWeightRow, {len(rows)}> kRows{{{{\n    "
        + ",\n    ".join(lines)
        + "}};\n// clang-format on\n\n}  // namespace\n\n"
        "std::span<const WordWeightRow> word_weight_rows() {\n    return kRows;\n}\n\n}  // namespace sarhad::watchlists\n",
        encoding="utf-8")
    print(f"{len(rows)} keys of {len(by_key)}; the others are rarer than 1 person in {2 ** (MAX_WEIGHT // 256)}")


if __name__ == "__main__":
    main()
