#include "listed_rows.h"

#include "real_lists.h"

#include "core/text.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <utility>

namespace sarhad::bench {
namespace {

using watchlists::ListEntry;

/// Without the filler that one row has behind its name.
std::string without_filler(const std::string& name) {
    return name.ends_with(" na") ? name.substr(0, name.size() - 3) : name;
}

bool is_born(const ListEntry& entry, facts::PartialDate date) {
    return std::any_of(entry.births.begin(), entry.births.end(), [&](const auto& birth) {
        return birth.from.reveal().year <= date.year && date.year <= birth.to.reveal().year;
    });
}

void add_un_rows(ListedRows& listed) {
    std::map<std::string, std::vector<const ListEntry*>> by_words;
    for (const ListEntry& entry : listed.un) {
        for (const auto& name : entry.names) {
            by_words[words_of(name.text.reveal())].push_back(&entry);
        }
    }
    std::size_t number = 0;
    for (const facts::Traveller& row : read_persons("positives_un_untreated.csv", 10'000)) {
        ++number;
        const std::string& name = row.full_name.reveal();
        auto found = by_words.find(words_of(name));
        if (found == by_words.end()) {
            found = by_words.find(words_of(without_filler(name)));
        }
        if (found == by_words.end()) {
            std::cout << "UN row " << number << " is no longer listed\n";
            ++listed.not_listed;
            continue;
        }
        ListedRow one{name, row.date_of_birth, {}, kUnList};
        for (const bool by_birth : {true, false}) {
            for (const ListEntry* entry : found->second) {
                if (one.entries.empty() || by_birth) {
                    if (!by_birth || is_born(*entry, row.date_of_birth.reveal())) {
                        one.entries.insert(entry->id);
                    }
                }
            }
        }
        listed.rows.push_back(std::move(one));
    }
}

}  // namespace

ListedRows read_listed_rows() {
    ListedRows listed;
    listed.un = read_un();
    add_un_rows(listed);
    const auto congress = read_persons("positives_us_congress_untreated.csv", 10'000);
    listed.congress = as_list(congress);
    for (std::size_t i = 0; i < congress.size(); ++i) {
        listed.rows.push_back({congress[i].full_name.reveal(),
                               congress[i].date_of_birth,
                               {core::cat("ROW-", i)},
                               kCongressList});
    }
    return listed;
}

Wanted wanted(const ListedRow& row, const std::string& name, bool with_date) {
    facts::Traveller traveller;
    traveller.full_name = core::Redacted<std::string>{name};
    if (with_date) {
        traveller.date_of_birth = row.born;
    }
    return {watchlists::Subject::of(traveller), row.entries, row.list};
}

std::shared_ptr<const watchlists::ListSnapshot> with_listed(
    std::shared_ptr<const watchlists::ListSnapshot> base, const ListedRows& listed) {
    return with_list(with_list(std::move(base), shipped(kUnList, "UN"), listed.un),
                     shipped(kCongressList, "US"),
                     listed.congress);
}

}  // namespace sarhad::bench
