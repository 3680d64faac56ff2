#include "similarity.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kSameGroup = 970;
constexpr int kSameFold = 950;
constexpr int kSameSkeleton = 720;
constexpr int kNearSkeleton = 680;
constexpr int kOtherFirstSound = 60;

int one_edit_similarity(std::string_view a, std::string_view b) {
    const std::size_t size = std::min(a.size(), b.size());
    const int value = size >= 7 ? 880 : (size == 6 ? 820 : (size == 5 ? 780 : 740));
    return a.front() == b.front() ? value : value - kOtherFirstSound;
}

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'z'; });
}

}  // namespace

bool is_within_one_edit(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (b.size() - a.size() > 1) {
        return false;
    }
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const std::string_view rest_a = a.substr(static_cast<std::size_t>(differ.first - a.begin()));
    const std::string_view rest_b = b.substr(
        rest_a.data() == nullptr ? 0 : static_cast<std::size_t>(differ.second - b.begin()));
    if (rest_a.size() != rest_b.size()) {
        return rest_a == rest_b.substr(1);
    }
    if (rest_a.empty() || rest_a.substr(1) == rest_b.substr(1)) {
        return true;
    }
    return rest_a.size() >= 2 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] &&
           rest_a.substr(2) == rest_b.substr(2);
}

int similarity(const NameToken& a, const NameToken& b) {
    if (a.text == b.text) {
        return 1000;
    }
    if (a.group != 0 && b.group != 0) {
        return a.group == b.group ? kSameGroup : 0;
    }
    if (!is_plain_ascii(a.fold) || !is_plain_ascii(b.fold)) {
        return 0;
    }
    if (a.fold == b.fold) {
        return kSameFold;
    }
    if (std::min(a.fold.size(), b.fold.size()) < kMinEditedFold) {
        return 0;
    }
    if (is_within_one_edit(a.fold, b.fold)) {
        return one_edit_similarity(a.fold, b.fold);
    }
    const std::size_t sounds = std::min(a.skeleton.size(), b.skeleton.size());
    if (sounds >= kMinSkeleton && a.skeleton == b.skeleton) {
        return kSameSkeleton;
    }
    const bool is_near = sounds >= kMinEditedSkeleton && is_within_one_edit(a.skeleton, b.skeleton);
    return is_near ? kNearSkeleton : 0;
}

}  // namespace sarhad::watchlists
