#include "watchlists/org_form.h"

#include "org_lexicon.h"
#include "org_native.h"
#include "org_numbers.h"
#include "reading.h"
#include "utf8_read.h"
#include "vessel_words.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMinJoined = 4;
constexpr std::size_t kMinInitials = 3;
constexpr std::size_t kMostInitials = 8;
constexpr std::size_t kMostKnownLetters = 6;  // Of Han words of the tables.
constexpr std::size_t kShortForm = 3;  // Letters of a form that counts only at an end of the name.

/// Short forms that stand in front of a name; any other short word there is a name (AB Shipping).
constexpr std::array<std::string_view, 40> kFrontForms{
    "ooo", "oao", "zao", "pao", "nao",  "ao",   "ano", "too", "odo", "oo",
    "ip",  "pt",  "cv",  "ud",  "tov",  "pat",  "vat", "zat", "at",  "pp",
    "dp",  "gp",  "gup", "mup", "fgup", "nko",  "jsc", "llc", "llp", "srl",
    "spa", "kk",  "uab", "sia", "ood",  "eood", "fgu", "fbu", "npo", "bf"};

bool is_front_form(std::string_view text) {
    return std::find(kFrontForms.begin(), kFrontForms.end(), text) != kFrontForms.end();
}

/// A token with what became of it.
struct Piece {
    OrgToken token;
    bool is_form{false};
};

std::span<const OrgToken> rest_of(const std::vector<OrgToken>& tokens, std::size_t at) {
    return std::span{tokens}.subspan(at);
}

/// "SiemensAG" to "Siemens" "AG"; "中国公司" to "中国" and its form.
void split_glued(std::vector<OrgToken>& tokens) {
    for (std::size_t at = 0; at < tokens.size() && tokens.size() < kMaxOrgTokens; ++at) {
        OrgToken& token = tokens[at];
        std::size_t cut = 0;
        const bool is_form = find_org_form({&token, 1}).size != 0;  // ПрАТ is no name with АТ.
        if (!is_form && token.case_at != 0 && token.case_at < token.text.size()) {
            OrgToken tail{token.text.substr(token.case_at)};
            cut = find_org_form({&tail, 1}).size == 1 ? token.case_at : 0;
        }
        if (cut == 0 && !is_form) {
            const OrgAffix affix = find_org_affix(token.text);
            cut = affix.front != 0 ? affix.front
                                   : (affix.back != 0 ? token.text.size() - affix.back : 0);
        }
        if (cut != 0) {
            OrgToken tail = token;
            tail.text = token.text.substr(cut);
            tail.case_at = 0;
            token.text.resize(cut);
            token.case_at = 0;
            tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(tail));
        }
    }
}

/// Bytes of the Han letter at the start; 0 for any other.
std::size_t han_bytes(std::string_view text) {
    std::size_t at = 0;
    const char32_t code = text.empty() ? 0 : next_character(text, at);
    return code >= 0x3400 && code <= 0x9FFF ? at : 0;
}

/// Of a text of Han letters the longest beginning that the tables know, two letters at least.
std::size_t known_beginning(std::string_view text) {
    std::size_t known = 0;
    std::size_t end = 0;
    for (std::size_t letters = 1; letters <= kMostKnownLetters; ++letters) {
        const std::size_t more = han_bytes(text.substr(end));
        if (more == 0) {
            break;
        }
        end += more;
        const OrgToken token{std::string{text.substr(0, end)}};
        known = letters > 1 && find_org_word({&token, 1}).size == 1 ? end : known;
    }
    return known;
}

/// "沈忠国际海运" to "shen", "zhong" and the words that the tables know.
void split_han(std::vector<OrgToken>& tokens) {
    for (std::size_t at = 0; at < tokens.size() && tokens.size() < kMaxOrgTokens; ++at) {
        const std::size_t letter = han_bytes(tokens[at].text);
        if (letter == 0 || find_org_form({&tokens[at], 1}).size == 1) {
            continue;
        }
        const std::size_t known = known_beginning(tokens[at].text);
        const std::size_t size = known != 0 ? known : letter;
        OrgToken rest = tokens[at];
        rest.text.erase(0, size);
        tokens[at].text.resize(size);
        if (known == 0) {
            tokens[at].text = latin_of(tokens[at].text);
        }
        if (!rest.text.empty()) {
            tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(rest));
        }
    }
}

/// The form at `at`; only phrases and long words anywhere, short ones where `is_end`.
OrgFormFound form_at(const std::vector<OrgToken>& tokens, std::size_t at, bool is_end) {
    OrgFormFound found = find_org_form(rest_of(tokens, at));
    if (found.size == 0) {
        found = find_misspelt_org_form(rest_of(tokens, at));
    }
    const bool is_short = found.size == 1 && tokens[at].text.size() <= kShortForm;
    const bool is_body = found.size == 1 && find_org_word({&tokens[at], 1}).kind == 'B';
    return (is_short && !is_end) || is_body ? OrgFormFound{} : found;
}

bool is_only_forms_behind(const std::vector<Piece>& pieces, std::size_t at) {
    return std::all_of(
        pieces.begin() + static_cast<std::ptrdiff_t>(at), pieces.end(), [](const Piece& piece) {
            return piece.is_form || piece.token.is_bracketed;
        });
}

void mark_form(std::vector<Piece>& pieces,
               std::size_t at,
               const OrgFormFound& found,
               OrgForm& form) {
    for (std::size_t i = at; i < at + found.size; ++i) {
        pieces[i].is_form = true;
    }
    const OrgLegalForm legal{found.exact, found.generic};
    if (std::find(form.forms.begin(), form.forms.end(), legal) == form.forms.end()) {
        form.forms.push_back(legal);
    }
}

/// Marks the words of legal forms: first phrases and long words anywhere, then short ones at ends.
std::vector<Piece> find_forms(const std::vector<OrgToken>& tokens, OrgForm& form) {
    std::vector<Piece> pieces;
    pieces.reserve(tokens.size());
    for (const OrgToken& token : tokens) {
        pieces.push_back({token, false});
    }
    for (std::size_t at = 0; at < tokens.size();) {
        const OrgFormFound found = form_at(tokens, at, false);
        if (found.size != 0) {
            mark_form(pieces, at, found, form);
        }
        at += std::max<std::size_t>(1, found.size);
    }
    for (std::size_t at = tokens.size(); at-- > 0;) {
        const bool is_end = is_only_forms_behind(pieces, at + 1);
        if (is_end && !pieces[at].is_form) {
            if (const OrgFormFound found = form_at(tokens, at, true); found.size == 1) {
                mark_form(pieces, at, found, form);
            }
        }
    }
    for (std::size_t at = 0; at < tokens.size() && (at == 0 || pieces[at - 1].is_form); ++at) {
        const OrgFormFound found = form_at(tokens, at, is_front_form(tokens[at].text));
        if (!pieces[at].is_form && found.size == 1) {
            mark_form(pieces, at, found, form);
        }
    }
    return pieces;
}

OrgWordKind kind_of(char letter) {
    switch (letter) {
        case 'B':
            return OrgWordKind::kBody;
        case 'W':
            return OrgWordKind::kTrade;
        case 'P':
            return OrgWordKind::kPlace;
        case 'N':
            return OrgWordKind::kNumber;
        case 'S':
            return OrgWordKind::kStop;
        default:  // Not our enum.
            return OrgWordKind::kName;
    }
}

std::int32_t weight_of(const OrgWord& word) {
    switch (word.kind) {
        case OrgWordKind::kName:
            return kOrgNameWeight;
        case OrgWordKind::kTrade:
            return kOrgTradeWeight;
        case OrgWordKind::kPlace:
            return kOrgPlaceWeight;
        case OrgWordKind::kNumber:
            return kOrgNumberWeight;
        case OrgWordKind::kBody:
        case OrgWordKind::kStop:
            return 0;
    }
    return 0;
}

/// Reads the tokens that are no legal form into words.
std::vector<OrgWord> read_words(const std::vector<OrgToken>& tokens, OrgProfile profile) {
    std::vector<OrgWord> words;
    for (std::size_t at = 0; at < tokens.size();) {
        OrgWord word;
        word.is_bracketed = tokens[at].is_bracketed;
        const OrgNumber number = read_org_number(tokens, at);
        OrgWordFound found;
        if (number.size == 0) {
            found = find_org_word(rest_of(tokens, at));
            // A letter in front or at the end is a name (K Group, Eagle S), not a Slavic "and".
            const bool is_end = at == 0 || at + 1 == tokens.size();
            if (found.kind == 'S' && tokens[at].text.size() == 1 && is_end) {
                found = {};
            }
            if (profile == OrgProfile::kVessel && found.kind != 'N' && found.kind != 'S') {
                found = {};
            }
        }
        std::size_t size = std::max<std::size_t>(1, found.size);
        word.kind = kind_of(found.kind);
        word.number = found.number;
        if (number.size != 0) {
            size = number.size;
            word.kind = OrgWordKind::kNumber;
            word.number = number.value;
            word.is_roman = number.is_roman;
        }
        for (std::size_t i = at; i < at + size; ++i) {
            word.text += tokens[i].text;
        }
        word.native = size == 1 ? tokens[at].native : std::string{};
        word.weight = weight_of(word);
        words.push_back(std::move(word));
        at += size;
    }
    return words;
}

void add_initials(const std::vector<OrgWord>& words, OrgForm& form) {
    std::string all;
    std::string weighty;
    std::string homeless;
    for (const OrgWord& word : words) {
        if (word.is_bracketed || word.kind == OrgWordKind::kNumber || !is_latin_word(word.text)) {
            continue;
        }
        all.push_back(word.text[0]);
        if (word.kind != OrgWordKind::kStop) {
            weighty.push_back(word.text[0]);
            if (word.kind != OrgWordKind::kPlace) {
                homeless.push_back(word.text[0]);
            }
        }
    }
    for (const std::string& initials : {weighty, all, homeless}) {
        const bool is_new =
            std::find(form.initials.begin(), form.initials.end(), initials) == form.initials.end();
        if (is_new && initials.size() >= kMinInitials && initials.size() <= kMostInitials) {
            form.initials.push_back(initials);
        }
    }
}

/// "Islamic Guard Corps (IGC)": the bracket says the name again.
void drop_own_acronym(const OrgForm& form, std::vector<OrgWord>& words) {
    std::erase_if(words, [&](const OrgWord& word) {
        return word.is_bracketed &&
               std::find(form.initials.begin(), form.initials.end(), word.text) !=
                   form.initials.end();
    });
}

/// A name of nothing but words without weight is taken word for word.
void give_weight_to_some(std::vector<OrgWord>& words) {
    for (const OrgWordKind kind : {OrgWordKind::kBody, OrgWordKind::kStop}) {
        const bool is_empty = std::all_of(
            words.begin(), words.end(), [](const OrgWord& word) { return word.weight == 0; });
        for (OrgWord& word : words) {
            word.weight = is_empty && word.kind == kind ? kOrgTradeWeight : word.weight;
        }
    }
}

void add_joins(const std::vector<OrgToken>& tokens,
               const std::vector<OrgWord>& scored,
               const std::vector<std::uint32_t>& masks,
               OrgForm& form) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const std::uint32_t mask = masks[i] | masks[i + 1];
        std::string text = tokens[i].text + tokens[i + 1].text;
        const bool is_one_word = masks[i] == masks[i + 1];
        if (mask != 0 && !is_one_word && text.size() >= kMinJoined) {
            form.joins.push_back({std::move(text), mask});
        }
    }
    for (const OrgWord& word : scored) {
        form.whole += word.text;
    }
}

/// The words with a weight; those past kMaxOrgWords become one with the last.
void keep_scored(const std::vector<OrgWord>& words, OrgForm& form) {
    for (const OrgWord& word : words) {
        if (word.weight == 0) {
            continue;
        }
        if (form.words.size() < kMaxOrgWords) {
            form.words.push_back(word);
        } else {
            OrgWord& last = form.words.back();
            last = {last.text + word.text, "", OrgWordKind::kName, 0, false, false, kOrgNameWeight};
        }
    }
    for (const OrgWord& word : form.words) {
        form.total += word.weight;
    }
}

/// Which scored word each token went to, as masks; 0 for tokens without weight.
std::vector<std::uint32_t> token_masks(const std::vector<OrgToken>& tokens,
                                       const std::vector<OrgWord>& scored) {
    std::vector<std::uint32_t> masks(tokens.size(), 0);
    std::size_t at = 0;
    for (std::size_t i = 0; i < scored.size(); ++i) {
        std::string_view left = scored[i].text;
        while (at < tokens.size() && !left.starts_with(tokens[at].text)) {
            ++at;
        }
        while (at < tokens.size() && !left.empty() && left.starts_with(tokens[at].text)) {
            masks[at] = 1U << i;
            left.remove_prefix(tokens[at++].text.size());
        }
    }
    return masks;
}

std::vector<OrgSpelt> spelt_words(const std::vector<OrgToken>& tokens,
                                  const std::vector<std::uint32_t>& masks) {
    std::vector<OrgSpelt> spelt;
    for (std::size_t i = 0; i < tokens.size() && spelt.size() < kMaxSpelt; ++i) {
        if (is_latin_word(tokens[i].text)) {
            const auto word = static_cast<std::uint8_t>(std::countr_zero(masks[i]));
            spelt.push_back({tokens[i].text, masks[i] == 0 ? kNoOrgWord : word});
        }
    }
    return spelt.size() < 2 ? std::vector<OrgSpelt>{} : spelt;
}

/// Without the address before a firm's name that tells nothing of it: M/S, Messrs.
std::string_view without_address(std::string_view name) {
    const std::string_view text = core::trim(name);
    for (const std::string_view address : {"m/s ", "m/s. ", "m/s.", "messrs ", "messrs. "}) {
        if (text.size() > address.size() &&
            core::ascii_lower(text.substr(0, address.size())) == address) {
            return text.substr(address.size());
        }
    }
    return name;
}

/// What make_org_form() reads.
std::vector<OrgToken> tokens_of(std::string_view name, OrgProfile profile) {
    return org_tokens(profile == OrgProfile::kVessel ? name : without_address(name));
}

OrgForm form_of(std::vector<OrgToken> tokens, OrgProfile profile) {
    OrgForm form;
    const bool is_vessel = profile == OrgProfile::kVessel;
    std::vector<OrgToken> core;
    split_kana(tokens);
    if (is_vessel) {
        read_ship_ending(tokens);
        read_native(tokens, profile);
        core = without_vessel_prefix(std::move(tokens));
        tokens = core;
    } else {
        strip_joined_words(tokens);
        split_glued(tokens);
        split_han(tokens);
        read_native(tokens, profile);
        for (const Piece& piece : find_forms(tokens, form)) {
            if (!piece.is_form) {
                core.push_back(piece.token);
            }
        }
    }
    if (core.empty()) {
        core = tokens;
        form.forms.clear();
    }
    std::vector<OrgWord> words = read_words(core, profile);
    add_initials(words, form);
    drop_own_acronym(form, words);
    give_weight_to_some(words);
    keep_scored(words, form);
    const std::vector<std::uint32_t> masks = token_masks(tokens, form.words);
    add_joins(tokens, form.words, masks, form);
    if (profile == OrgProfile::kOrganisation) {
        form.spelt = spelt_words(tokens, masks);
    }
    form.is_marked =
        !form.forms.empty() || std::any_of(words.begin(), words.end(), [](const OrgWord& word) {
            return word.kind == OrgWordKind::kTrade || word.kind == OrgWordKind::kBody;
        });
    return form;
}

}  // namespace

OrgForm make_org_form(std::string_view name, OrgProfile profile) {
    return form_of(tokens_of(name, profile), profile);
}

std::vector<OrgForm> make_org_forms(std::string_view name, OrgProfile profile) {
    std::vector<OrgForm> forms;
    for (const OrgAlternative& one : org_alternatives(name, profile == OrgProfile::kVessel)) {
        const auto add = [&](const std::vector<OrgToken>& tokens) {
            OrgForm form = form_of(tokens, profile);
            form.is_part = one.is_part;
            if (!form.words.empty() && std::find(forms.begin(), forms.end(), form) == forms.end()) {
                forms.push_back(std::move(form));
            }
        };
        std::vector<OrgToken> tokens = tokens_of(one.text, profile);
        add(tokens);
        // A digit may be meant (5star): the name is read both ways.
        if (read_digits_as_letters(tokens)) {
            add(tokens);
        }
    }
    return forms;
}

}  // namespace sarhad::watchlists
