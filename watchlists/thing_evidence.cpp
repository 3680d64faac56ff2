#include "thing_evidence.h"

#include "listed_numbers.h"
#include "score_sum.h"

#include "core/text.h"
#include "watchlists/countries.h"
#include "watchlists/craft_compare.h"
#include "watchlists/name_compare.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

std::string_view article_of(std::string_view noun) {
    return noun.starts_with("IMO") ? "an " : "a ";
}

constexpr int kNameAloneMost = 790;      // A whole name that agrees.
constexpr int kWithoutNumberMost = 840;  // Name, country, flag and type without a number.
constexpr int kSameCountry = 40;
constexpr int kOtherCountry = -40;

/// What a number is called, and in message ids.
struct Noun {
    NumberKind kind;
    std::string_view id;
    std::string_view text;
};
constexpr std::array<Noun, 15> kNouns{{
    {NumberKind::kOther, "document", "document number"},
    {NumberKind::kPassport, "document", "document number"},
    {NumberKind::kNationalId, "document", "document number"},
    {NumberKind::kCnic, "document", "document number"},
    {NumberKind::kDrivingLicence, "document", "document number"},
    {NumberKind::kTax, "tax", "tax number"},
    {NumberKind::kRegistration, "registration", "registration number"},
    {NumberKind::kImo, "imo", "IMO number"},
    {NumberKind::kMmsi, "mmsi", "MMSI"},
    {NumberKind::kCallSign, "call-sign", "call sign"},
    {NumberKind::kTailNumber, "tail", "tail number"},
    {NumberKind::kPlate, "plate", "plate"},
    {NumberKind::kVin, "vin", "chassis number"},
    {NumberKind::kContainer, "container", "container number"},
    {NumberKind::kTelephone, "telephone", "telephone number"},
}};

const Noun& noun_of(NumberKind kind) {
    return *std::find_if(
        kNouns.begin(), kNouns.end(), [&](const Noun& noun) { return noun.kind == kind; });
}

/// What an equal number, and one that is only alike, give alone.
struct Worth {
    int equal;
    int misread;
    int one_edit;
};

/// A number that is the entry: a container, a plate, a listed paper.
bool is_number_itself(EntryKind kind) {
    return kind == EntryKind::kVehicle || kind == EntryKind::kContainer ||
           kind == EntryKind::kDocument || kind == EntryKind::kTelephone;
}

Worth worth_of(NumberKind kind, EntryKind entry, bool is_name) {
    switch (kind) {
        case NumberKind::kImo:
            return {kImoScore, 760, is_name ? 0 : kLikeNumber};
        case NumberKind::kTailNumber:
            return {kTailScore, 700, 0};
        case NumberKind::kMmsi:  // With a name they move what it says.
            return {is_name ? 0 : 700, 0, 0};
        case NumberKind::kCallSign:
            return {is_name ? 0 : kLikeNumber, 0, 0};
        case NumberKind::kTelephone:  // One digit off is another family's.
            return is_number_itself(entry) ? Worth{kDocumentScore, 860, 0} : Worth{760, 700, 0};
        case NumberKind::kPlate:
        case NumberKind::kVin:
        case NumberKind::kContainer:
            return is_number_itself(entry) ? Worth{kDocumentScore, 760, kLikeNumber}
                                           : Worth{760, kLikeNumber, 0};
        case NumberKind::kTax:
        case NumberKind::kRegistration:
        case NumberKind::kOther:
        case NumberKind::kPassport:
        case NumberKind::kNationalId:
        case NumberKind::kCnic:
        case NumberKind::kDrivingLicence:
            break;
    }
    // Registers of many countries begin at 1: of companies and ships the name must say the same.
    return is_named_thing(entry) ? Worth{kLikeNumber, 0, 0} : Worth{kDocumentScore, kLikeNumber, 0};
}

int points_alone(const NumberFinding& finding, EntryKind entry, bool is_name) {
    const Worth worth = worth_of(finding.kind, entry, is_name);
    switch (finding.relation) {
        case IdentifierRelation::kEqual:
            return worth.equal;
        case IdentifierRelation::kLocal:
        case IdentifierRelation::kMisread:
            return worth.misread;
        case IdentifierRelation::kOneEdit:
            return worth.one_edit;
        case IdentifierRelation::kOther:
        case IdentifierRelation::kUnusable:
            break;
    }
    return 0;
}

bool is_document(NumberKind kind) {
    return !identifier_kind(kind);
}

Craft craft_of(const std::vector<SubjectNumber>& numbers) {
    Craft craft;
    for (const SubjectNumber& one : numbers) {
        const auto kind = identifier_kind(one.kind);
        const auto take = [&](Identifier& into) {
            const Identifier read = read_identifier(into.kind, one.number.reveal());
            into = into.text.empty() ? read : into;
        };
        for (Identifier* field : {&craft.imo, &craft.mmsi, &craft.call_sign, &craft.tail}) {
            if (kind == field->kind) {
                take(*field);
            }
        }
    }
    return craft;
}

Craft craft_of(const Subject& subject) {
    Craft craft = craft_of(subject.numbers);
    craft.flag = subject.flag;
    craft.type = subject.craft_type;
    return craft;
}

Craft craft_of(const ListEntry& entry) {
    std::vector<SubjectNumber> numbers;
    for (const ListedDocument& document : entry.documents) {
        numbers.push_back({document.type, document.number, {}});
    }
    Craft craft = craft_of(numbers);
    craft.flag = entry.flag;
    craft.type = entry.craft_type;
    return craft;
}

/// The word of a row in reasons and message ids, and in the text.
struct FieldWords {
    std::string_view id;
    std::string_view text;
};

FieldWords words_of(CraftField field) {
    constexpr std::array<FieldWords, 7> kWords{{{"name", "name"},
                                                {"imo", "IMO number"},
                                                {"mmsi", "MMSI"},
                                                {"call-sign", "call sign"},
                                                {"tail", "tail number"},
                                                {"flag", "flag"},
                                                {"craft-type", "type"}}};
    return kWords.at(static_cast<std::size_t>(field));
}

std::string_view ending_of(IdentifierRelation relation) {
    switch (relation) {
        case IdentifierRelation::kEqual:
            return ".same";
        case IdentifierRelation::kOther:
            return ".differs";
        case IdentifierRelation::kLocal:
        case IdentifierRelation::kMisread:
        case IdentifierRelation::kOneEdit:
        case IdentifierRelation::kUnusable:
            break;
    }
    return ".like";
}

std::string text_of(std::string_view noun, IdentifierRelation relation) {
    switch (relation) {
        case IdentifierRelation::kEqual:
            return core::cat("the same ", noun);
        case IdentifierRelation::kOther:
            return core::cat("another ", noun);
        case IdentifierRelation::kLocal:
            return core::cat("the same ", noun, " without its country");
        case IdentifierRelation::kMisread:
            return core::cat(article_of(noun), noun, " that a scanner may read as the listed one");
        case IdentifierRelation::kOneEdit:
        case IdentifierRelation::kUnusable:
            break;
    }
    return core::cat(article_of(noun), noun, " one character off the listed one");
}

/// Adds the rows; what they leave of the score is left to the caller. True: a number is equal.
bool add_craft(const Subject& subject, const ListEntry& entry, int share, ScoreSum& sum) {
    bool is_number = false;
    int most = 1000;
    const Craft told = craft_of(subject);
    const Craft listed = craft_of(entry);
    for (const CraftRow& row : compare_craft_beside_names(told, listed, share)) {
        const FieldWords words = words_of(row.field);
        // Without a name a number is weighed alone, and an equal one that decides is so in any
        // case.
        const bool is_told_later = row.points == 0 || (share == kNoName && row.points > 0);
        const bool is_of_number = row.field != CraftField::kFlag && row.field != CraftField::kType;
        is_number = is_number || (is_of_number && row.relation == IdentifierRelation::kEqual);
        if (!is_told_later) {
            sum.add(words.id,
                    {row.points, text_of(words.text, row.relation)},
                    core::cat(words.id, ending_of(row.relation)));
        }
        if (row.relation == IdentifierRelation::kOther) {
            const bool are_right = told.imo.state == IdentifierState::kChecked &&
                                   listed.imo.state == IdentifierState::kChecked;
            most = row.field == CraftField::kTail ? std::min(most, kOtherTailMost) : most;
            most = row.field == CraftField::kImo && are_right ? kOtherImoMost : most;
        }
    }
    sum.at_most(most, "limit", "another number of its own: another craft");
    return is_number;
}

/// A country says something only where the name does.
void add_country(const Subject& subject, const ListEntry& entry, int share, ScoreSum& sum) {
    const CountryCode told = country_of(subject.nationality);
    bool is_known = false;
    for (const std::string& listed : entry.nationalities) {
        const CountryCode code = country_of(listed);
        is_known = is_known || code != 0;
        if (code != 0 && code == told && share >= kNameMatch) {
            sum.add("country", {kSameCountry, "the listed country"}, "country.same");
            return;
        }
    }
    if (told != 0 && is_known && share >= kNameMatch) {
        sum.add("country", {kOtherCountry, "another country"}, "country.differs");
    }
}

/// What numbers alone give, or with a name that agrees.
void add_numbers(const Subject& subject, const ListEntry& entry, int share, ScoreSum& sum) {
    const bool is_name = share != kNoName;
    for (const NumberFinding& finding : compare_numbers(subject, entry)) {
        int wanted = points_alone(finding, entry.kind, is_name);
        const bool is_same = finding.relation == IdentifierRelation::kEqual;
        if (is_document(finding.kind) && is_same && share >= kNameMatch) {
            wanted = kDocumentScore;
        }
        if (wanted == 0) {
            continue;
        }
        const Noun& noun = noun_of(finding.kind);
        sum.add(noun.id,
                {std::max(0, wanted - sum.score()), text_of(noun.text, finding.relation)},
                core::cat(noun.id, ending_of(finding.relation)));
    }
}

facts::Reason ask(std::string_view id, std::string text) {
    return {"question", core::Redacted<std::string>{std::move(text)}, 0, core::cat("ask.", id)};
}

facts::Reason ask_for(const Noun& noun) {
    return ask(noun.id, core::cat("ask for the ", noun.text));
}

/// Whether the subject tells a number that would be compared with one of that kind.
bool tells_number(const Subject& subject, NumberKind kind) {
    const bool is_paper = is_document(kind);
    return (is_paper && !subject.documents.empty()) ||
           std::any_of(subject.numbers.begin(), subject.numbers.end(), [&](const auto& told) {
               return told.kind == kind || (is_paper && is_document(told.kind));
           });
}

/// Of a number that is only like the listed one its bearer has it to be read from.
facts::Reason question_of_likeness(const NumberFinding& finding) {
    const Noun& noun = noun_of(finding.kind);
    return finding.relation == IdentifierRelation::kLocal
               ? ask(core::cat(noun.id, "-country"),
                     core::cat("ask for the ", noun.text, " with its country"))
               : ask(core::cat(noun.id, "-again"),
                     core::cat("read the ", noun.text, " again, character by character"));
}

std::optional<NumberKind> own_number(EntryKind kind) {
    switch (kind) {
        case EntryKind::kOrganisation:
            return NumberKind::kRegistration;
        case EntryKind::kVessel:
            return NumberKind::kImo;
        case EntryKind::kAircraft:
            return NumberKind::kTailNumber;
        case EntryKind::kPerson:
        case EntryKind::kVehicle:
        case EntryKind::kContainer:
        case EntryKind::kDocument:
        case EntryKind::kTelephone:
            break;
    }
    return std::nullopt;
}

}  // namespace

bool is_named_thing(EntryKind kind) {
    return kind == EntryKind::kOrganisation || kind == EntryKind::kVessel ||
           kind == EntryKind::kAircraft;
}

int thing_name_points(int share) {
    return share <= kNameMatch ? share
                               : kNameMatch + (share - kNameMatch) * (kNameAloneMost - kNameMatch) /
                                                  (1000 - kNameMatch);
}

int needed_share(int score) {
    return std::clamp(score, 1, kNameMatch);
}

Scored score_thing(const Subject& subject,
                   const ListEntry& entry,
                   const ListedName* name,
                   int share,
                   Explain explain) {
    ScoreSum sum{explain};
    const bool is_compared = name != nullptr;
    if (is_compared) {
        sum.add("name-token",
                {thing_name_points(share), core::cat("the names agree to ", share, " of 1000")},
                "name.agree-to");
    }
    share = is_compared ? share : kNoName;
    const bool is_same_kind = subject.kind == entry.kind;
    bool is_number = false;
    if (is_same_kind && entry.kind == EntryKind::kOrganisation) {
        add_country(subject, entry, share, sum);
    } else if (is_same_kind && is_named_thing(entry.kind)) {
        is_number = add_craft(subject, entry, share, sum);
    }
    if (is_compared && name->quality != NameQuality::kStrong && !is_number) {
        sum.at_most(kWeakMost, "weak-alias", "the source doubts this name and nothing confirms it");
    }
    if (!is_number) {
        sum.at_most(kWithoutNumberMost, "limit", "no number confirms the name");
    }
    add_numbers(subject, entry, share, sum);
    sum.end();
    return std::move(sum).take();
}

facts::Reason thing_question_of(const Subject& subject, const ListEntry& entry) {
    const std::vector<NumberFinding> alike = compare_numbers(subject, entry);
    if (!alike.empty() && alike.front().relation != IdentifierRelation::kEqual) {
        return question_of_likeness(alike.front());
    }
    if (is_named_thing(entry.kind) && !entry.names.empty() && subject.names.empty()) {
        return ask("name", "ask for its name");
    }
    for (const ListedDocument& listed : entry.documents) {
        if (!tells_number(subject, listed.type)) {
            return ask_for(noun_of(listed.type));
        }
    }
    const bool is_organisation = entry.kind == EntryKind::kOrganisation;
    if (is_organisation && !entry.nationalities.empty() && subject.nationality.empty()) {
        return ask("country", "ask for its country");
    }
    if (!entry.flag.empty() && subject.flag.empty()) {
        return ask("flag", "ask for its flag");
    }
    if (!entry.craft_type.empty() && subject.craft_type.empty()) {
        return ask("craft-type", "ask for its type");
    }
    // The number of its own, which another register can be asked about.
    const std::optional<NumberKind> own = own_number(entry.kind);
    return own && !tells_number(subject, *own) ? ask_for(noun_of(*own))
                                               : ask("remarks", "ask by what the list remarks");
}

}  // namespace sarhad::watchlists
