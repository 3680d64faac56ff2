#include "mrz_draft.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using core::Redacted;

/// A run of fillers that no name has inside.
constexpr std::size_t kEndRun = 3;
/// As what readers of characters take a filler.
constexpr std::string_view kFillerLikes = "KCLSEX";

/// The words between fillers.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool is_inside = false;
    for (const char c : text) {
        if (c != '<') {
            if (!is_inside) words.emplace_back();
            words.back() += c;
        }
        is_inside = c != '<';
    }
    return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < words.size(); ++i) {
        if (i > from) text += ' ';
        text += words[i];
    }
    return text;
}

/// Letters behind the end of a name that are fillers read wrong: where they start; else the end.
std::size_t noise_start(std::string_view text) {
    const std::size_t run = text.find(std::string(kEndRun, '<'));
    if (run == std::string_view::npos || run == 0) return text.size();
    const std::string_view behind = text.substr(run);
    const bool is_noise = std::all_of(behind.begin(), behind.end(), [](char c) {
        return c == '<' || kFillerLikes.find(c) != std::string_view::npos;
    });
    return is_noise ? run : text.size();
}

void take_words(std::string_view text, facts::Traveller& to) {
    const std::size_t break_at = text.find("<<");
    const auto primary = words_of(text.substr(0, break_at));
    const auto secondary = break_at == std::string_view::npos ? std::vector<std::string>{}
                                                              : words_of(text.substr(break_at));
    to.surname = Redacted{joined(primary, 0)};
    if (!secondary.empty()) to.first_name = Redacted{secondary.front()};
    to.middle_name = Redacted{joined(secondary, 1)};
}

}  // namespace

void read_mrz_names(MrzDraft& draft) {
    const MrzField& field = draft.shape().names;
    if (!draft.has(field)) return;
    std::string name{draft.rest(field)};
    const bool is_full = name.back() != '<';
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (std::any_of(name.begin(), name.end(), is_digit)) {
        std::transform(name.begin(), name.end(), name.begin(), mrz_letter_for);
        draft.problem("mrz-name-corrected",
                      field,
                      "name: digits were read as the letters they look like, and no check digit "
                      "says that this is right: compare with the document");
    }
    name.erase(0, std::min(name.find_first_not_of('<'), name.size()));
    const std::size_t noise = noise_start(name);
    if (name.find_first_not_of('<', noise) != std::string::npos) {
        draft.problem("mrz-name-noise",
                      field,
                      "name: letters far behind its end were taken for fillers: compare with the "
                      "document");
    } else if (is_full) {
        draft.problem("mrz-name-truncated",
                      field,
                      "name: it fills its field and may be cut off: read the whole name on the "
                      "document and key it");
    }
    take_words(std::string_view{name}.substr(0, noise), draft.traveller);
    if (draft.traveller.surname.reveal().empty() && draft.traveller.first_name.reveal().empty()) {
        draft.problem(
            "mrz-name-missing", field, "name: nothing could be read: key it from the document");
    }
}

}  // namespace sarhad::intake
