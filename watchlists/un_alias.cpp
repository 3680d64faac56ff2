#include "un_alias.h"

#include "entry_parts.h"
#include "text_forms.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace sarhad::watchlists {
namespace {

/// A piece of an alias: what stands outside its parentheses, and what each of them holds.
struct Piece {
    std::string whole;
    std::string outside;
    std::vector<std::string> groups;
};

bool is_marker(std::string_view text, std::size_t at) {
    const bool starts_word = at == 0 || text[at - 1] == ' ';
    return starts_word && at + 2 < text.size() && text[at] >= 'a' && text[at] <= 'z' &&
           text[at + 1] == ')' && text[at + 2] == ' ';
}

/// `text` at each ';' and before each "b) " that stands outside parentheses.
std::vector<std::string_view> pieces_of(std::string_view text) {
    std::vector<std::string_view> pieces;
    std::size_t from = 0;
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_list_mark = depth == 0 && is_marker(text, at);
        if (depth == 0 && (text[at] == ';' || is_list_mark)) {
            pieces.push_back(text.substr(from, at - from));
            from = at + (is_list_mark ? 2 : 1);
            at += is_list_mark ? 1 : 0;
        } else if (text[at] == '(') {
            ++depth;
        } else if (text[at] == ')' && depth > 0) {
            --depth;
        }
    }
    pieces.push_back(text.substr(from));
    return pieces;
}

/// Parentheses that are not closed reach to the end.
Piece taken_apart(std::string_view text) {
    Piece piece;
    piece.whole = fold_blanks(text);
    int depth = 0;
    for (const char c : text) {
        if (c == '(' && depth++ == 0) {
            piece.groups.emplace_back();
            piece.outside += ' ';
        } else if (c == ')' && depth > 0 && --depth == 0) {
            continue;
        } else {
            (depth == 0 ? piece.outside : piece.groups.back()) += c;
        }
    }
    piece.outside = fold_blanks(piece.outside);
    return piece;
}

/// Up to ", born ..." or " born in ...", and without the comma that is left.
std::string without_birth(std::string_view text) {
    const std::size_t born = core::ascii_lower(text).find(" born ");
    std::string_view name = core::trim(text.substr(0, born));
    while (name.ends_with(',')) {
        name = core::trim(name.substr(0, name.size() - 1));
    }
    return std::string{name};
}

/// The words of `text` that have letters of another script than Latin.
std::string other_script_of(std::string_view text) {
    std::string words;
    for (const std::string_view word : core::split(text, ' ')) {
        if (has_other_script(word)) {
            words += words.empty() ? "" : " ";
            words += word;
        }
    }
    return words;
}

/// The words of `text` that have none.
std::string latin_of(std::string_view text) {
    std::string words;
    for (const std::string_view word : core::split(text, ' ')) {
        if (!word.empty() && !has_other_script(word)) {
            words += words.empty() ? "" : " ";
            words += word;
        }
    }
    return words;
}

bool is_former(std::string_view text) {
    const std::string lower = core::ascii_lower(text);
    return lower.find("previously listed as") != std::string::npos ||
           lower.find("formerly listed as") != std::string::npos;
}

/// "GDAE" beside an organisation's name.
bool is_acronym(std::string_view text) {
    return text.size() >= 2 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || c == '-' || c == '/';
           });
}

/// Reads an alias element into one entry.
class Reader final {
public:
    Reader(const UnAlias& alias, ListEntry& entry) : alias_{alias}, entry_{entry} {
        kind_ = alias.quality == "f.k.a." || is_former(alias.note) ? NameKind::kFormer
                                                                   : NameKind::kAlias;
    }

    void names() {
        for (const std::string_view text : pieces_of(alias_.name)) {
            name(taken_apart(text));
        }
    }

    /// The note gives the original script of one Latin name, or the Latin forms of another one.
    void note() {
        const std::string original = other_script_of(alias_.note);
        if (!original.empty() && added_ == 1 && entry_.names.back().original.reveal().empty() &&
            !has_other_script(entry_.names.back().text.reveal())) {
            entry_.names.back().original = Redacted<std::string>{original};
        }
        const Piece whole = taken_apart(alias_.note);
        for (const std::string& group : whole.groups) {
            listed_names(group);
        }
        const bool is_of_other_script =
            added_ >= 1 && has_other_script(entry_.names.back().text.reveal());
        if (is_of_other_script) {
            listed_names(whole.outside);
        }
    }

private:
    void name(const Piece& piece) {
        const bool is_kept_whole =
            entry_.kind == EntryKind::kOrganisation &&
            std::any_of(piece.groups.begin(), piece.groups.end(), [&](const std::string& group) {
                return is_part_of_name(group, has_latin(piece.outside));
            });
        const std::string bare = is_kept_whole ? piece.whole : without_birth(piece.outside);
        const std::string latin = has_latin(bare) ? latin_of(bare) : bare;
        std::string original = has_latin(bare) ? other_script_of(bare) : std::string{};
        NameKind kind = kind_;
        for (const std::string& group : piece.groups) {
            kind = is_former(group) ? NameKind::kFormer : kind;
            if (original.empty() && has_latin(bare)) {
                original = other_script_of(taken_apart(group).outside);
            }
        }
        add(latin, original, kind, quality());
        const std::string script = has_latin(bare) ? original : bare;
        for (const std::string& group : piece.groups) {
            further(group, script, has_latin(bare));
        }
    }

    /// A parenthesis: names where it lists several or stands beside another script, an acronym, or
    /// a remark, which is left out.
    void further(const std::string& group, const std::string& script, bool is_beside_latin) {
        const std::vector<std::string_view> pieces = pieces_of(group);
        if (pieces.size() > 1 || (!is_beside_latin && has_latin(group))) {
            for (const std::string_view text : pieces) {
                add(latin_of(taken_apart(text).outside), script, kind_, quality());
            }
        } else if (entry_.kind == EntryKind::kOrganisation && is_acronym(group)) {
            add(group, "", kind_, NameQuality::kWeak);
        }
    }

    /// "Leader (Hong Kong) Limited": of the same script, and nothing that is known beside a name.
    static bool is_part_of_name(const std::string& group, bool is_beside_latin) {
        return pieces_of(group).size() == 1 && !is_acronym(group) && !is_former(group) &&
               has_latin(group) == is_beside_latin;
    }

    void listed_names(const std::string& text) {
        const std::vector<std::string_view> pieces = pieces_of(text);
        if (pieces.size() < 2) {
            return;
        }
        for (const std::string_view piece : pieces) {
            add(latin_of(taken_apart(piece).outside), "", kind_, quality());
        }
    }

    void add(const std::string& text,
             const std::string& original,
             NameKind kind,
             NameQuality quality) {
        if (is_filler(text)) {
            return;
        }
        ListedName name;
        name.text = Redacted<std::string>{text};
        name.original = Redacted<std::string>{original};
        name.quality = quality;
        name.kind = kind;
        entry_.names.push_back(std::move(name));
        ++added_;
    }

    [[nodiscard]] NameQuality quality() const {
        return core::ascii_lower(alias_.quality) == "low" ? NameQuality::kLow
                                                          : NameQuality::kStrong;
    }

    const UnAlias& alias_;
    ListEntry& entry_;
    NameKind kind_{NameKind::kAlias};
    std::size_t added_{0};
};

/// The dates that follow "born", "DOB" or "DPOB", as "16 Dec. 1948", "Jan.1967" or "1970".
void add_births_of(std::string_view prose, ListEntry& entry) {
    std::string text;
    for (const char c : prose) {  // "Jan.1967" is two words; marks end none of ours.
        text += c == '.' || c == ',' || c == ':' || c == '-' || c == '(' || c == ')' ? ' ' : c;
    }
    const std::string folded = fold_blanks(text);
    const std::vector<std::string_view> words = core::split(folded, ' ');
    static constexpr std::array<std::string_view, 5> kBetween{"in", "on", "a", "b", "c"};
    bool is_open = false;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string lower = core::ascii_lower(words[at]);
        if (lower == "born" || lower == "dob" || lower == "dpob") {
            is_open = true;
            continue;
        }
        if (!is_open || std::find(kBetween.begin(), kBetween.end(), lower) != kBetween.end()) {
            continue;
        }
        is_open = false;
        for (const std::size_t count : {3U, 2U, 1U}) {
            std::string date;
            for (std::size_t i = at; i < std::min(at + count, words.size()); ++i) {
                date += core::cat(words[i], " ");
            }
            if (const facts::PartialDate born = parse_english_date(date); born.is_known()) {
                add_birth(entry, make_birth(born, born, DatePrecision::kExact));
                at += count - 1;
                is_open = true;  // "a) 11 Apr. 1960 b) 11 Apr. 1963".
                break;
            }
        }
    }
}

}  // namespace

bool add_un_alias(const UnAlias& alias, ListEntry& entry) {
    Reader reader{alias, entry};
    reader.names();
    reader.note();
    if (entry.kind == EntryKind::kPerson) {
        add_births_of(alias.name, entry);
        add_births_of(alias.note, entry);
    }
    const std::string lower = core::ascii_lower(alias.name);
    return alias.name.find('(') != std::string::npos || lower.find(" born ") != std::string::npos;
}

}  // namespace sarhad::watchlists
