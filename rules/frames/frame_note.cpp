#include "rules/frames/frame_note.h"

namespace sarhad::rules::frames {
namespace {

constexpr std::array<std::string_view, 3> kSelected{"random", "rule", "officer"};
constexpr std::array<std::string_view, 2> kFindings{"negative", "positive"};

template <class Choice, std::size_t kCount>
std::optional<Choice> find(const std::array<std::string_view, kCount>& names,
                           std::string_view name) {
    for (std::size_t i = 0; i < kCount; ++i) {
        if (names.at(i) == name) {
            return static_cast<Choice>(i);
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(Selected selected) {
    return kSelected.at(static_cast<std::size_t>(selected));
}

std::string_view name_of(Finding finding) {
    return kFindings.at(static_cast<std::size_t>(finding));
}

std::optional<Selected> find_selected(std::string_view name) {
    return find<Selected>(kSelected, name);
}

std::optional<Finding> find_finding(std::string_view name) {
    return find<Finding>(kFindings, name);
}

}  // namespace sarhad::rules::frames
