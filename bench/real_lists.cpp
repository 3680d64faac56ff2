#include "real_lists.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/import.h"
#include "watchlists/normalise.h"
#include "watchlists/person_csv.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

namespace sarhad::bench {
namespace {

using watchlists::ByteSource;
using watchlists::EntrySink;
using watchlists::ListEntry;
using watchlists::ListManifest;
using watchlists::References;

constexpr std::string_view kUn = "lists/un_consolidated.xml";

std::string read_whole(std::string_view name) {
    std::ifstream file{data_path(name), std::ios::binary};
    SARHAD_CHECK(file.good());
    return {std::istreambuf_iterator<char>{file}, {}};
}

ByteSource source(std::string_view text) {
    return watchlists::source_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

EntrySink keep_in(std::vector<ListEntry>& entries) {
    return [&entries](ListEntry entry) -> core::Status {
        entries.push_back(std::move(entry));
        return {};
    };
}

std::string quoted(std::string_view text) {
    std::string field = "\"";
    for (const char c : text) {
        field += c == '"' ? "\"\"" : std::string(1, c == ';' ? ' ' : c);
    }
    return field + "\"";
}

}  // namespace

std::string data_path(std::string_view name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread, and nobody sets the environment.
    const char* folder = std::getenv("SARHAD_SHARED_DATA");
    return core::cat(folder == nullptr ? "../shared/data" : folder, "/", name);
}

bool has_data() {
    if (std::ifstream{data_path(kUn)}.good()) {
        return true;
    }
    std::cerr << "the supplied data are missing: " << data_path(kUn)
              << " is not there; let SARHAD_SHARED_DATA name their folder\n";
    return false;
}

std::vector<ListEntry> read_un() {
    const std::string text = read_whole(kUn);
    std::vector<ListEntry> entries;
    References before;
    SARHAD_CHECK(import_un_xml(source(text), keep_in(entries), before).has_value());
    return entries;
}

std::vector<ListEntry> read_ofac() {
    const std::string sdn = read_whole("lists/ofac/sdn.csv");
    const std::string alt = read_whole("lists/ofac/alt.csv");
    const std::string add = read_whole("lists/ofac/add.csv");
    const std::string comments = read_whole("lists/ofac/sdn_comments.csv");
    std::vector<ListEntry> entries;
    SARHAD_CHECK(
        import_ofac_csv({source(sdn), source(alt), source(add), source(comments)}, keep_in(entries))
            .has_value());
    return entries;
}

std::vector<facts::Traveller> read_persons(std::string_view name, std::size_t most) {
    const std::string text = read_whole(core::cat("matching/screening/", name));
    const ByteSource bytes = source(text);
    watchlists::PersonCsvReader reader{bytes};
    std::vector<facts::Traveller> read;
    watchlists::PersonRow row;
    while (read.size() < most) {
        const auto has_row = reader.next(row);
        SARHAD_CHECK(has_row.has_value());
        if (!*has_row) {
            break;
        }
        read.push_back(row.traveller);
    }
    return read;
}

std::vector<ListEntry> as_list(const std::vector<facts::Traveller>& persons) {
    std::string csv = "reference,kind,name,date_of_birth,action\n";
    for (std::size_t i = 0; i < persons.size(); ++i) {
        csv += core::cat("ROW-",
                         i,
                         ",person,",
                         quoted(persons[i].full_name.reveal()),
                         ",",
                         facts::to_text(persons[i].date_of_birth.reveal()),
                         ",inform\n");
    }
    std::vector<ListEntry> entries;
    References before;
    const auto report = import_sarhad_csv(source(csv), keep_in(entries), before);
    SARHAD_CHECK(report.has_value() && report->refused_count == 0);
    return entries;
}

ListManifest shipped(std::string name, std::string source) {
    ListManifest manifest;
    manifest.name = std::move(name);
    manifest.source = std::move(source);
    manifest.edition = 1;
    manifest.thresholds = watchlists::Thresholds::shipped();
    return manifest;
}

std::string words_of(std::string_view name) {
    std::vector<std::string> words;
    for (const watchlists::NameToken& token : watchlists::normalise(name)) {
        words.push_back(token.text);
    }
    std::sort(words.begin(), words.end());
    std::string all;
    for (const std::string& word : words) {
        all += word + ' ';
    }
    return all;
}

std::string as_said(const watchlists::ListedName& name) {
    const std::string& family = name.family.reveal();
    return family.empty() ? name.text.reveal() : name.given.reveal() + " " + family;
}

}  // namespace sarhad::bench
