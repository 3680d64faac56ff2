// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/check.h"
#include "core/text.h"
#include "watchlists/matcher.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace core = sarhad::core;
namespace facts = sarhad::facts;
namespace watchlists = sarhad::watchlists;

namespace {

facts::Hash256 no_hash(core::ByteView /*bytes*/) {
    return {};
}

core::Redacted<std::string> secret(std::string_view text) {
    return core::Redacted<std::string>{std::string{text}};
}

/// A line "name|alias|original|document|birth" as an entry.
watchlists::ListEntry entry_of(std::string_view line, std::size_t number) {
    const auto parts = core::split(line, '|');
    const auto part = [&](std::size_t at) { return at < parts.size() ? parts[at] : ""; };
    watchlists::ListEntry entry;
    entry.id = std::to_string(number);
    watchlists::ListedName name;
    name.text = secret(part(0));
    name.original = secret(part(2));
    entry.names.push_back(name);
    if (!part(1).empty()) {
        name.text = secret(part(1));
        name.original = {};
        name.quality = watchlists::NameQuality::kWeak;
        entry.names.push_back(name);
    }
    if (!part(3).empty()) {
        entry.documents.push_back({"ID", secret(part(3)), ""});
    }
    if (const auto date = facts::PartialDate::parse(part(4)); date && date->is_known()) {
        watchlists::ListedBirth birth;
        birth.from = birth.to = core::Redacted<facts::PartialDate>{*date};
        entry.births.push_back(birth);
    }
    return entry;
}

watchlists::Subject subject_of(const watchlists::ListEntry& entry) {
    watchlists::Subject who;
    for (const watchlists::ListedName& name : entry.names) {
        who.names.push_back(name.text);
    }
    for (const watchlists::ListedDocument& document : entry.documents) {
        who.documents.push_back(document.number);
    }
    if (!entry.births.empty()) {
        who.date_of_birth = entry.births.front().from;
    }
    return who;
}

}  // namespace

/// The index finds what the exhaustive matcher finds, hit for hit: the lines of the input are a
/// list, and each of them is looked for in it as a traveller.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t kLinesMax = 24;
    std::vector<watchlists::ListEntry> entries;
    for (const std::string_view line : core::split(core::as_text({bytes, size}), '\n')) {
        if (entries.size() < kLinesMax) {
            entries.push_back(entry_of(line.substr(0, 512), entries.size()));
        }
    }
    watchlists::ListSnapshotBuilder builder;
    watchlists::ListManifest manifest;
    manifest.name = "wl/fuzz/one";
    manifest.thresholds.ask = core::Permille{watchlists::Thresholds::kLeastAsk};
    SARHAD_CHECK(builder.add_list(manifest, entries).has_value());
    const auto lists = builder.build(&no_hash);
    const watchlists::ExhaustiveMatcher exhaustive{*lists};
    for (const watchlists::ListEntry& entry : entries) {
        const watchlists::Subject who = subject_of(entry);
        SARHAD_CHECK(lists->match(who, 1000) == exhaustive.match(who, 1000));
    }
    return 0;
}
