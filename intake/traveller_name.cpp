#include "traveller_name.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {
namespace {

using core::Redacted;

constexpr std::size_t kNameBytes = facts::max_of(&facts::Traveller::surname);
constexpr std::size_t kFullNameBytes = facts::max_of(&facts::Traveller::full_name);
constexpr std::size_t kFormatComponent = 5;  ///< C080 3045, behind five components of the name.
constexpr std::size_t kFormatCodeBytes = 3;

std::vector<std::string> components_of(const Segment& segment, std::size_t element) {
    const std::size_t count = segment.components(element);
    std::vector<std::string> parts;
    parts.reserve(count);
    for (std::size_t c = 0; c < count; ++c) {
        const std::string_view sent = segment.at(element, c);
        if (c != kFormatComponent || sent.size() > kFormatCodeBytes) parts.emplace_back(sent);
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < parts.size(); ++i) {
        if (!text.empty() && !parts[i].empty()) text += ' ';
        text += parts[i];
    }
    return text;
}

void set_name(MessageDraft& draft,
              const Segment& at,
              std::vector<std::string> parts,
              facts::Traveller& traveller) {
    if (parts.size() < 2) parts.resize(2);
    const auto personal = [&](const std::string& sent) {
        return Redacted<std::string>{draft.text(at, sent, kNameBytes)};
    };
    traveller.surname = personal(parts[0]);
    traveller.first_name = personal(parts[1]);
    traveller.middle_name = personal(joined(parts, 2));
}

}  // namespace

void read_name(MessageDraft& draft,
               const Segment& nad,
               std::size_t element,
               facts::Traveller& traveller) {
    set_name(draft, nad, components_of(nad, element), traveller);
    if (!traveller.surname.reveal().empty() || !traveller.first_name.reveal().empty()) {
        return;
    }
    const std::string elsewhere = joined(components_of(nad, element - 1), 0);
    if (elsewhere.empty()) {
        draft.problem(nad, "name-missing", "a traveller has no name");
    } else {
        traveller.full_name = Redacted<std::string>{draft.text(nad, elsewhere, kFullNameBytes)};
        draft.problem(nad, "name-misplaced", "a name stands where an address belongs");
    }
}

bool continues_name(const Segment& nad, std::size_t element, const Segment& next) {
    const std::size_t parts = nad.components(element);
    const bool ends_in_name = nad.elements() == element + 1 && parts > 0 &&
                              !nad.at(element, parts - 1).empty() && !next.tag().empty();
    // No segment has components in its tag, or nothing behind it.
    const bool is_no_segment = next.components(0) > 1 || next.elements() == 1;
    return ends_in_name && (is_no_segment || (parts == 1 && next.tag().size() != 3));
}

void continue_name(MessageDraft& draft,
                   const Segment& nad,
                   std::size_t element,
                   const Segment& next,
                   facts::Traveller& traveller) {
    std::vector<std::string> parts = components_of(nad, element);
    const std::vector<std::string> rest = components_of(next, 0);
    parts.back() += '\'';
    parts.back() += rest.front();
    parts.insert(parts.end(), rest.begin() + 1, rest.end());
    set_name(draft, next, std::move(parts), traveller);
    draft.problem(next,
                  "damaged-segment",
                  "an apostrophe without its release character: read as the rest of a name");
}

}  // namespace sarhad::intake
