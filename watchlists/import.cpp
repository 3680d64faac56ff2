#include "watchlists/import.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

bool has_long_text(const ListEntry& entry) {
    const auto is_long = [](const std::string& text) { return text.size() > kMaxListedText; };
    for (const ListedName& name : entry.names) {
        if (is_long(name.text.reveal()) || is_long(name.original.reveal())) {
            return true;
        }
    }
    for (const ListedDocument& document : entry.documents) {
        if (document.kind.size() > 128 || document.number.reveal().size() > 256 ||
            document.issuer.size() > 128) {
            return true;
        }
    }
    for (const auto& place : entry.birth_places) {
        if (is_long(place.reveal())) {
            return true;
        }
    }
    for (const auto* texts : {&entry.fathers, &entry.districts}) {
        if (std::any_of(texts->begin(), texts->end(), [&](const auto& text) {
                return is_long(text.reveal());
            })) {
            return true;
        }
    }
    return entry.remarks.reveal().size() > kMaxListedRemarks || entry.programme.size() > 256 ||
           entry.source.size() > 64 || entry.flag.size() > 128 || entry.craft_type.size() > 128;
}

/// A vehicle, a container, a document, a telephone is known by its number, an aircraft by the one
/// on its tail, a vessel by its IMO number.
bool may_be_nameless(const ListEntry& entry) {
    const auto has = [&](NumberKind kind) {
        return std::any_of(entry.documents.begin(),
                           entry.documents.end(),
                           [&](const ListedDocument& number) { return number.type == kind; });
    };
    return (entry.kind >= EntryKind::kVehicle && !entry.documents.empty()) ||
           (entry.kind == EntryKind::kAircraft && has(NumberKind::kTailNumber)) ||
           (entry.kind == EntryKind::kVessel && has(NumberKind::kImo));
}

}  // namespace

References::Mark References::mark_of(std::string_view reference) {
    // FNV-1a, and another walk of the same kind with a rotation.
    Mark mark{0xCBF29CE484222325U, 0x9E3779B97F4A7C15U ^ reference.size()};
    for (const char c : reference) {
        const auto byte = static_cast<unsigned char>(c);
        mark[0] = (mark[0] ^ byte) * 0x100000001B3U;
        mark[1] = (((mark[1] << 23U) | (mark[1] >> 41U)) ^ byte) * 0xD6E8FEB86659FD93U;
    }
    mark[0] |= 1U;
    return mark;
}

std::size_t References::place_of(const Mark& mark) const {
    const std::size_t mask = marks_.size() - 1;
    std::size_t at = (mark[1] ^ (mark[1] >> 32U)) & mask;
    while (marks_[at][0] != 0 && marks_[at] != mark) {
        at = (at + 1) & mask;
    }
    return at;
}

bool References::contains(std::string_view reference) const {
    const Mark mark = mark_of(reference);
    return !marks_.empty() && marks_[place_of(mark)] == mark;
}

void References::insert(std::string_view reference) {
    if (marks_.size() * 4 <= count_ * 5) {
        grow();
    }
    const Mark mark = mark_of(reference);
    Mark& place = marks_[place_of(mark)];
    count_ += place == mark ? 0U : 1U;
    place = mark;
}

void References::clear() {
    marks_.clear();
    count_ = 0;
}

void References::grow() {
    constexpr std::size_t kLeast = 16;
    std::vector<Mark> before(std::max(kLeast, marks_.size() * 2));
    before.swap(marks_);
    for (const Mark& mark : before) {
        if (mark[0] != 0) {
            marks_[place_of(mark)] = mark;
        }
    }
}

bool is_sealed_alone(const ListEntry& entry) {
    ListEntry bare;
    bare.id = entry.id;
    bare.sealed = entry.sealed;
    return !entry.sealed.empty() && entry == bare;
}

std::string refusal_of(const ListEntry& entry) {
    if (entry.id.empty() || entry.id.size() > 128) {
        return "no reference of at most 128 bytes";
    }
    if (entry.sealed.size() > kMaxListedSealed) {
        return core::cat(
            "longer than the ", kMaxListedSealed, " bytes that a sealed entry may have");
    }
    if (!entry.sealed.empty()) {
        return is_sealed_alone(entry) ? "" : "a sealed entry that says more than its reference";
    }
    const bool has_name = !entry.names.empty() && !entry.names.front().text.reveal().empty();
    if (!has_name && !may_be_nameless(entry)) {
        return entry.kind >= EntryKind::kVehicle
                   ? core::cat("no number, by which a ", facts::name_of(entry.kind), " is known")
                   : "no name";
    }
    const std::size_t most = std::max({entry.names.size(),
                                       entry.births.size(),
                                       entry.documents.size(),
                                       entry.nationalities.size(),
                                       entry.birth_places.size(),
                                       entry.fathers.size(),
                                       entry.districts.size()});
    if (most > kMaxListedParts) {
        return core::cat("more than ", kMaxListedParts, " names, dates, documents or places");
    }
    return has_long_text(entry) ? "a text longer than its limit" : refusal_of(entry.order);
}

std::string refusal_of(const ListedOrder& order) {
    if (order.owner.size() > facts::max_of(&ListedOrder::owner) ||
        order.duty_telephone.size() > facts::max_of(&ListedOrder::duty_telephone) ||
        order.legal_basis.size() > facts::max_of(&ListedOrder::legal_basis) ||
        order.handling.size() > facts::max_of(&ListedOrder::handling)) {
        return "a text of its order is longer than its limit";
    }
    const std::string& grade = order.grading;
    const bool is_grade = grade.size() == 2 && grade[0] >= 'A' && grade[0] <= 'X' &&
                          grade[1] >= '1' && grade[1] <= '4';
    if (!grade.empty() && !is_grade) {
        return "its grading is no letter A to X with a figure 1 to 4";
    }
    const bool is_ordered = !order.valid_from.is_known() || !order.valid_until.is_known() ||
                            order.valid_from <= order.valid_until;
    return is_ordered ? "" : "its valid_until comes before its valid_from";
}

}  // namespace sarhad::watchlists
