// links: sarhad_watchlists sarhad_facts sarhad_core
// seeds: tests/data/lists/v1
#include "core/bytes.h"
#include "core/check.h"
#include "watchlists/matcher.h"
#include "watchlists/segment_repair.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace core = sarhad::core;
namespace facts = sarhad::facts;
namespace watchlists = sarhad::watchlists;

namespace {

facts::Hash256 no_hash(core::ByteView /*bytes*/) {
    return {};
}

}  // namespace

/// Any bytes with sums that agree give a segment that can be searched, or a named error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto kept = std::make_shared<core::Bytes>(bytes, bytes + size);
    watchlists::repair_part(*kept);
    watchlists::ListManifest manifest;
    manifest.name = "wl/test/one";
    const auto lists = watchlists::ListSnapshot::from_segment(*kept, kept, {manifest}, &no_hash);
    SARHAD_CHECK(lists.has_value() || !lists.error().what.empty());
    if (lists.has_value()) {
        watchlists::Subject who;
        who.names.emplace_back("Zorvan Belkhadim");
        who.names.emplace_back("Tarel Mundosi");
        who.documents.emplace_back("X12345670001");
        watchlists::MatchScratch scratch;
        static_cast<void>((*lists)->match(who, 20, scratch));
        who.kind = watchlists::EntryKind::kOrganisation;
        who.names.emplace_back("Kestrel Orbis Trading LLC");
        static_cast<void>((*lists)->match(who, 20, scratch, watchlists::Least::kAny));
        who.kind = watchlists::EntryKind::kVessel;
        who.numbers.push_back(
            {watchlists::NumberKind::kImo, core::Redacted<std::string>{"9074729"}, ""});
        static_cast<void>((*lists)->match(who, 20, scratch, watchlists::Least::kAny));
        static_cast<void>((*lists)->merged(&no_hash));
    }
    return 0;
}
