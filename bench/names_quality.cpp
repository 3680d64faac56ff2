// Who is found among a million invented names and who is alerted that should not be, over the
// supplied data (docs/matching.md says what each line means). usage: names_quality [--show]
// [--names N] [listed] [aliases] [strangers] [travellers]; all four where none is named. --show
// prints the names that are missed: personal data, for the terminal alone.

#include "alerted.h"
#include "left_out_aliases.h"
#include "listed_rows.h"
#include "real_lists.h"
#include "spelled_otherwise.h"

#include "core/text.h"

#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::bench {
namespace {

constexpr std::uint64_t kSpellingSeed = 7;

struct Options {
    bool is_shown{false};
    std::uint64_t names{1'000'000};
    std::set<std::string_view> parts;
    [[nodiscard]] bool runs(std::string_view part) const {
        return parts.empty() || parts.count(part) != 0;
    }
};

using Lists = std::shared_ptr<const watchlists::ListSnapshot>;

/// Lists with the invented names and without them.
struct Worlds {
    Lists large;
    Lists small;
    bool is_shown;
};

std::string evidence_text(bool with_date) {
    return with_date ? ", with the date of birth" : ", names alone";
}

void print_as_listed(const Worlds& worlds, const ListedRows& listed, bool with_date) {
    for (const auto& [list, text] : {std::pair{kUnList, "UN"}, {kCongressList, "US Congress"}}) {
        std::vector<Wanted> all;
        for (const ListedRow& row : listed.rows) {
            if (row.list == list) {
                all.push_back(wanted(row, row.name, with_date));
            }
        }
        print_found(core::cat(text, evidence_text(with_date)),
                    count_found(*worlds.large, *worlds.small, all, worlds.is_shown),
                    with_date ? 1000 : 0);
    }
}

void print_otherwise(const Worlds& worlds, const ListedRows& listed, bool with_date) {
    InventedPeople chance{kSpellingSeed};
    FoundCount latin;
    FoundCount all;
    for (const auto& [how, text] : kOtherwise) {
        std::vector<Wanted> otherwise;
        for (const ListedRow& row : listed.rows) {
            if (const auto name = spelled_otherwise(row.name, how, chance)) {
                otherwise.push_back(wanted(row, *name, with_date));
            }
        }
        const FoundCount count =
            count_found(*worlds.large, *worlds.small, otherwise, worlds.is_shown);
        print_found(core::cat("  ", text, evidence_text(with_date)), count, 0);
        all.add(count);
        if (how != Otherwise::kCyrillic && how != Otherwise::kArabic) {
            latin.add(count);
        }
    }
    const unsigned least = with_date ? 995 : 0;
    print_found(core::cat("written otherwise in Latin", evidence_text(with_date)), latin, least);
    print_found(core::cat("written otherwise, scripts too", evidence_text(with_date)), all, least);
}

void print_listed(const Lists& invented, const Options& options) {
    const ListedRows listed = read_listed_rows();
    const Worlds worlds{
        with_listed(invented, listed), with_listed(nullptr, listed), options.is_shown};
    for (const bool with_date : {true, false}) {
        print_as_listed(worlds, listed, with_date);
        print_otherwise(worlds, listed, with_date);
    }
}

/// Of organisations and vessels, among those of their own kind alone.
FoundCount print_other_aliases(const std::vector<watchlists::ListEntry>& all, std::uint64_t seed) {
    using watchlists::EntryKind;
    FoundCount both;
    for (const auto& [kind, text] : {std::pair{EntryKind::kOrganisation, "organisations"},
                                     std::pair{EntryKind::kVessel, "vessels"}}) {
        const FoundCount count = count_found_aliases(all, kind, seed);
        print_found(core::cat("  ", text), count, 0);
        both.add(count);
    }
    return both;
}

void print_aliases(const Lists& invented, const Options& options) {
    const auto un = read_un();
    const auto ofac = read_ofac();
    std::vector<watchlists::ListEntry> all = un;
    all.insert(all.end(), ofac.begin(), ofac.end());
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        std::cout << "alias left out, seed " << seed << "\n";
        const FoundCount others = print_other_aliases(all, seed);
        const LeftOut left = leave_one_out(un, ofac, seed);
        const Lists large = with_left(invented, left);
        const Lists small = with_left(nullptr, left);
        for (const bool is_alone : {true, false}) {
            FoundCount count = count_found(*large,
                                           *small,
                                           is_alone ? left.on_names : left.with_evidence,
                                           options.is_shown && is_alone && seed == 1);
            const std::string_view known = is_alone ? ", names alone" : ", with evidence";
            print_found(core::cat("  persons", known), count, 0);
            count.add(others);
            print_found(core::cat("  every kind", known), count, 850);
        }
    }
}

int run(const Options& options) {
    if (!has_data()) {
        return 1;
    }
    if (options.runs("strangers")) {
        print_alerted_strangers(options.is_shown);
    }
    if (options.runs("travellers")) {
        print_alerted_travellers(options.is_shown);
    }
    if (options.runs("listed") || options.runs("aliases")) {
        const Lists invented = invented_list(options.names);
        std::cout << "among " << invented->size().names << " invented names, first " << kFirst
                  << " whatever their score\n";
        if (options.runs("listed")) {
            print_listed(invented, options);
        }
        if (options.runs("aliases")) {
            print_aliases(invented, options);
        }
    }
    return 0;
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    static const std::set<std::string_view> kParts{"listed", "aliases", "strangers", "travellers"};
    sarhad::bench::Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--show") {
            options.is_shown = true;
        } else if (word == "--names" && i + 1 < argc) {
            const auto names = sarhad::core::parse_uint(argv[++i]);
            if (!names.has_value() || *names == 0) {
                std::cerr << "names_quality: --names needs a whole number\n";
                return 64;
            }
            options.names = *names;
        } else if (kParts.count(word) != 0) {
            options.parts.insert(*kParts.find(word));
        } else {
            std::cerr << "names_quality: what is '" << word
                      << "'? [--show] [--names N] [listed] [aliases] [strangers] [travellers]\n";
            return 64;
        }
    }
    return sarhad::bench::run(options);
}
