#include "screening/known_pairs.h"

#include "core/text.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"
#include "watchlists/subject.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace sarhad::screening {
namespace {

void put_text(core::Bytes& to, std::string_view text) {
    core::put_u32(to, static_cast<std::uint32_t>(text.size()));
    core::append(to, core::as_bytes(text));
}

/// Words in any order: who writes his surname first is the same person.
void put_names(core::Bytes& to, const watchlists::Subject& who) {
    std::set<std::string> words;
    for (const auto& name : who.names) {
        for (const watchlists::NameToken& token : watchlists::normalise(name.reveal())) {
            words.insert(token.fold);
        }
    }
    core::put_u32(to, static_cast<std::uint32_t>(words.size()));
    for (const std::string& word : words) {
        put_text(to, word);
    }
}

void put_evidence(core::Bytes& to, const facts::Hit& hit) {
    put_text(to, hit.name.reveal());
    core::put_u32(to, static_cast<std::uint32_t>(hit.score.value()));
    to.push_back(static_cast<std::uint8_t>(hit.tier));
    core::put_u32(to, static_cast<std::uint32_t>(hit.reasons.size()));
    for (const facts::Reason& reason : hit.reasons) {
        put_text(to, reason.kind);
        core::put_u32(to, static_cast<std::uint32_t>(reason.points));
    }
}

}  // namespace

PairId pair_id(const facts::SubjectKey& subject,
               const facts::Traveller& traveller,
               const facts::Hit& hit,
               watchlists::HashFunction hasher) {
    core::Bytes bytes = core::to_bytes("sarhad known pair\n");
    core::put_u32(bytes, watchlists::kNormaliseVersion);
    core::put_u32(bytes, watchlists::kScoringVersion);
    core::append(bytes, subject);
    put_names(bytes, watchlists::Subject::of(traveller));
    put_text(bytes, facts::to_text(traveller.date_of_birth.reveal()));
    bytes.push_back(static_cast<std::uint8_t>(traveller.sex));
    put_text(bytes, traveller.nationality);
    put_text(bytes, hit.list);
    put_text(bytes, hit.entry);
    core::append(bytes, hit.entry_hash);
    put_evidence(bytes, hit);
    const facts::Hash256 hash = hasher(bytes);
    PairId id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
}

bool may_be_suppressed(const facts::Hit& hit) {
    // The points do not tell it: a number that agrees may take what is past the highest score.
    constexpr std::string_view kOtherNumber = "document.other-cnic";
    return std::none_of(hit.reasons.begin(), hit.reasons.end(), [&](const facts::Reason& reason) {
        const bool is_of_paper = reason.kind.starts_with("document");  // And document-of-another.
        return is_of_paper && reason.message != kOtherNumber;
    });
}

KnownPairs::KnownPairs(watchlists::HashFunction hasher, std::vector<Pair> pairs)
    : hasher_{hasher}, pairs_{std::move(pairs)} {
    std::sort(
        pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) { return a.id < b.id; });
}

bool KnownPairs::has(const PairId& id, core::WallTime now) const {
    const auto found = std::lower_bound(
        pairs_.begin(), pairs_.end(), id, [](const Pair& pair, const PairId& wanted) {
            return pair.id < wanted;
        });
    return found != pairs_.end() && found->id == id && now < found->expires_at;
}

void KnownPairs::suppress(const std::vector<facts::SubjectKey>& subjects,
                          const facts::Traveller& traveller,
                          core::WallTime now,
                          std::vector<facts::Hit>& hits) const {
    if (pairs_.empty()) {
        return;
    }
    for (facts::Hit& hit : hits) {
        for (const facts::SubjectKey& subject : subjects) {
            const PairId id = pair_id(subject, traveller, hit, hasher_);
            if (hit.suppressed_by.empty() && may_be_suppressed(hit) && has(id, now)) {
                hit.suppressed_by = core::to_hex(id);
            }
        }
    }
}

}  // namespace sarhad::screening
