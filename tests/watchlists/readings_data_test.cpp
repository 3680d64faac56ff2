#include "support.h"

#include "watchlists/similarity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this test's own support.

struct WordPair {
    NameToken native;
    NameToken latin;
};

/// As tools/make_script_sounds.py tells the test part from the train part.
std::uint32_t fnv32(std::string_view text) {
    std::uint32_t hash = 0x811c9dc5U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
    }
    return hash;
}

std::optional<NameToken> one_word(std::string_view text) {
    // The dot keeps a Chinese word whole: it is a part of a foreign name.
    const auto tokens = normalise(std::string{text} + "·");
    return tokens.size() == 1 ? std::optional{tokens[0]} : std::nullopt;
}

void add_pair(const std::string& native,
              std::string_view latin,
              bool has_parts,
              std::vector<WordPair>& pairs) {
    const auto a = one_word(native);
    const auto b = one_word(latin);
    if (!a || !b || (has_parts && fnv32(native + "\t" + b->text) % 5 != 0)) {
        return;
    }
    pairs.push_back({*a, *b});
}

/// Lines "latin TAB n a t i v e TAB count": the fifth that no table has seen.
std::vector<WordPair> wikidata_pairs(std::string_view script) {
    const std::string text = read_whole(
        shared_data_path("matching/transliteration/wd_" + std::string{script} + "_80.tsv"));
    std::vector<WordPair> pairs;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view{text}.substr(at, end - at);
        const std::size_t tab = line.find('\t');
        const std::size_t last = line.rfind('\t');
        std::string native{line.substr(tab + 1, last - tab - 1)};
        native.erase(std::remove(native.begin(), native.end(), ' '), native.end());
        add_pair(native, line.substr(0, tab), true, pairs);
        at = end + 1;
    }
    return pairs;
}

/// Lines "native TAB latin".
std::vector<WordPair> eval_pairs() {
    const std::string text =
        read_whole(shared_data_path("matching/transliteration/ar2en-eval.txt"));
    std::vector<WordPair> pairs;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view{text}.substr(at, end - at);
        const std::size_t tab = line.find('\t');
        add_pair(std::string{line.substr(0, tab)}, line.substr(tab + 1), false, pairs);
        at = end + 1;
    }
    return pairs;
}

/// How many consonants the two share in order, and how many the longer has.
struct Shared {
    std::size_t common{0};
    std::size_t most{0};
};
Shared shared_consonants(const WordPair& pair) {
    const Coarse a = coarse_of_native(pair.native.text);
    const Coarse b = coarse_of_latin(pair.latin.text);
    std::array<std::array<std::size_t, 12>, 12> common{};
    for (std::size_t i = 0; i < a.size; ++i) {
        for (std::size_t j = 0; j < b.size; ++j) {
            common[i + 1][j + 1] = a.letters[i] == b.letters[j]
                                       ? common[i][j] + 1
                                       : std::max(common[i][j + 1], common[i + 1][j]);
        }
    }
    return {common[a.size][b.size], std::max(a.size, b.size)};
}

/// Pairs that are found, of all that count.
struct Recall {
    std::size_t found{0};
    std::size_t pairs{0};
    void add(bool is_counted, bool is_found) {
        pairs += is_counted ? 1U : 0U;
        found += is_counted && is_found ? 1U : 0U;
    }
    [[nodiscard]] double share() const {
        return static_cast<double>(found) / static_cast<double>(pairs);
    }
};

/// A pair is mislabelled where less than half of its consonants are shared (the rule); by the
/// strict rule also where just half are.
struct Figures {
    Recall raw;
    Recall kept;
    Recall strict;
    double false_rate{0};
};

/// Words of two pairs put together that are found alike, of a million.
double false_rate(const std::vector<WordPair>& pairs) {
    constexpr int kRandomPairs = 1'000'000;
    std::mt19937 random{7};
    std::uniform_int_distribution<std::size_t> any{0, pairs.size() - 1};
    int wrong = 0;
    for (int i = 0; i < kRandomPairs; ++i) {
        const WordPair& one = pairs[any(random)];
        const WordPair& other = pairs[any(random)];
        const bool is_same =
            one.native.text == other.native.text || one.latin.fold == other.latin.fold;
        wrong += !is_same && similarity(one.native, other.latin) > 0 ? 1 : 0;
    }
    return static_cast<double>(wrong) / kRandomPairs;
}

Figures measure(std::string_view name, const std::vector<WordPair>& pairs) {
    Figures figures;
    for (const WordPair& pair : pairs) {
        const bool is_found = similarity(pair.native, pair.latin) > 0;
        const Shared shared = shared_consonants(pair);
        figures.raw.add(true, is_found);
        figures.kept.add(2 * shared.common >= shared.most, is_found);
        figures.strict.add(shared.most == 0 || 2 * shared.common > shared.most, is_found);
    }
    figures.false_rate = false_rate(pairs);
    std::cout << name << ": " << pairs.size() << " pairs, recall " << figures.raw.share()
              << "; without mislabelled " << figures.kept.pairs << ", " << figures.kept.share()
              << "; by the strict rule " << figures.strict.pairs << ", " << figures.strict.share()
              << "; false " << figures.false_rate * 1000 << " in 1,000\n";
    return figures;
}

constexpr double kMostFalse = 0.001;

TEST(ScriptReadings, FindArabicWords) {
    const Figures eval = measure("ar2en-eval", eval_pairs());
    EXPECT_GE(eval.raw.share(), 0.98);
    EXPECT_LE(eval.false_rate, kMostFalse);
    const Figures test = measure("wd_arabic", wikidata_pairs("arabic"));
    EXPECT_GE(test.raw.share(), 0.955);
    EXPECT_GE(test.kept.share(), 0.975);
    EXPECT_LE(test.false_rate, kMostFalse);
}

TEST(ScriptReadings, FindCyrillicWords) {
    const Figures test = measure("wd_russian", wikidata_pairs("russian"));
    EXPECT_GE(test.raw.share(), 0.955);
    EXPECT_GE(test.kept.share(), 0.979);
    EXPECT_GE(test.strict.share(), 0.99);
    EXPECT_LE(test.false_rate, kMostFalse);
}

TEST(ScriptReadings, FindHebrewKoreanAndChineseWords) {
    for (const std::string_view script : {"hebrew", "korean", "chinese"}) {
        const Figures test = measure("wd_" + std::string{script}, wikidata_pairs(script));
        EXPECT_GE(test.kept.share(),
                  script == "chinese" ? 0.85 : (script == "korean" ? 0.92 : 0.965))
            << script;
        EXPECT_LE(test.false_rate, kMostFalse) << script;
    }
}

TEST(ScriptReadings, CoarseFormsComeBackFromTheirNumbers) {
    for (const std::string_view script : {"arabic", "russian", "hebrew", "korean", "chinese"}) {
        for (const WordPair& pair : wikidata_pairs(script)) {
            for (const Coarse& coarse :
                 {coarse_of_native(pair.native.text), coarse_of_latin(pair.latin.text)}) {
                ASSERT_EQ(unpack_coarse(pack_coarse(coarse)).view(), coarse.view());
            }
        }
    }
}

/// The UN's persons; without the names in their own script where `has_originals` is false.
std::shared_ptr<const ListSnapshot> un_snapshot(std::vector<ListEntry> entries,
                                                bool has_originals) {
    for (ListEntry& entry : entries) {
        for (ListedName& name : entry.names) {
            name.original = has_originals ? name.original : core::Redacted<std::string>{};
        }
    }
    ListSnapshotBuilder builder;
    ListManifest un;
    un.name = "wl/un/consolidated";
    SARHAD_CHECK(builder.add_list(un, std::move(entries)).has_value());
    return builder.build(&test_hash);
}

/// How many of `names` (entry, name) find their entry among the first 20 by the name alone.
std::size_t found_by_name(const ListSnapshot& lists,
                          const std::vector<std::pair<std::string, std::string>>& names) {
    std::size_t found = 0;
    for (const auto& [entry, name] : names) {
        facts::Traveller traveller;
        traveller.full_name = secret(name);
        const auto hits = lists.match(Subject::of(traveller), 20);
        found += std::any_of(hits.begin(),
                             hits.end(),
                             [&, &id = entry](const facts::Hit& hit) { return hit.entry == id; })
                     ? 1U
                     : 0U;
    }
    return found;
}

TEST(ScriptReadings, NamesInTheirOwnScriptFindTheirEntry) {
    SARHAD_NEED_DATA("lists/un_consolidated.xml");
    const std::string text = read_whole(shared_data_path("lists/un_consolidated.xml"));
    std::vector<ListEntry> entries;
    const auto keep = [&](ListEntry entry) -> core::Status {
        entries.push_back(std::move(entry));
        return {};
    };
    References before;
    const auto report = import_un_xml(source(text), keep, before);
    ASSERT_TRUE(report.has_value());
    std::vector<std::pair<std::string, std::string>> names;
    for (const ListEntry& entry : entries) {
        const std::string& original = entry.names.front().original.reveal();
        if (entry.kind == EntryKind::kPerson && !original.empty()) {
            names.emplace_back(entry.id, original);
        }
    }
    const auto by_index = un_snapshot(entries, true);
    const ExhaustiveMatcher exhaustive{*by_index};
    for (std::size_t i = 0; i < names.size(); i += 16) {
        facts::Traveller traveller;
        traveller.full_name = secret(names[i].second);
        const Subject who = Subject::of(traveller);
        EXPECT_EQ(by_index->match(who, 1000), exhaustive.match(who, 1000)) << names[i].first;
    }
    const std::size_t as_listed = found_by_name(*by_index, names);
    const std::size_t by_latin = found_by_name(*un_snapshot(entries, false), names);
    std::cout << "UN original script: " << names.size() << " persons, found " << as_listed
              << "; by the names in Latin letters alone " << by_latin << "\n";
    EXPECT_EQ(as_listed, names.size());
    EXPECT_GE(by_latin, 305U);
}

}  // namespace
}  // namespace sarhad::watchlists
