#include "watchlists/subject.h"

#include "alias_text.h"
#include "told_relation.h"

#include "core/text.h"
#include "watchlists/name_form.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sarhad::watchlists {
namespace {

std::string joined(std::initializer_list<const std::string*> parts) {
    std::string text;
    for (const std::string* part : parts) {
        text += text.empty() || part->empty() ? *part : " " + *part;
    }
    return text;
}

/// `given` without a title at its end that follows at least three letters of its word.
std::string without_glued_title(const std::string& given) {
    static constexpr std::array<std::string_view, 6> kTitles{
        "MSTR", "MISS", "MRS", "MR", "MS", "DR"};
    const std::string upper = core::ascii_upper(given);
    const std::size_t word = upper.size() - (upper.rfind(' ') + 1);  // npos + 1 is 0.
    for (const std::string_view title : kTitles) {
        if (upper.ends_with(title) && word >= title.size() + 3) {
            return given.substr(0, given.size() - title.size());
        }
    }
    return given;
}

void add_one(Subject& subject, const std::string& name) {
    const bool is_new = std::none_of(subject.names.begin(),
                                     subject.names.end(),
                                     [&](const auto& held) { return held.reveal() == name; });
    if (!name.empty() && is_new) {
        subject.names.emplace_back(name);
    }
}

/// A name that tells a relation is looked for without it too.
void add_name(Subject& subject, const std::string& name) {
    for (const std::string& part : alias_parts(name)) {
        const RelatedName told = read_relation(part);
        // As in a list, bin between two whole names tells a father.
        if (!told.is_told() || (told.is_of_name && !told.has_two_whole_names())) {
            add_one(subject, part);
            continue;
        }
        add_one(subject, told.self);
        const bool is_father = told.tells_father() && subject.father_name.reveal().empty();
        subject.father_name =
            is_father ? core::Redacted<std::string>{told.relative} : subject.father_name;
        subject.sex = subject.sex == facts::Sex::kUnknown ? told.sex() : subject.sex;
        add_one(subject, told.with_known_marker());
    }
}

}  // namespace

Subject Subject::of(const facts::Traveller& traveller) {
    Subject subject;
    subject.sex = traveller.sex;
    subject.father_name = traveller.father_name;
    const std::string& surname = traveller.surname.reveal();
    const std::string given =
        joined({&traveller.first_name.reveal(), &traveller.middle_name.reveal()});
    const std::string untitled = without_glued_title(given);
    const std::string parts = joined({&given, &surname});
    add_name(subject, traveller.full_name.reveal());
    add_name(subject, parts);
    add_name(subject, joined({&untitled, &surname}));
    if (core::split(parts, ' ').size() > kMaxScored) {
        add_name(subject, joined({&surname, &given}));
    }
    subject.date_of_birth = traveller.date_of_birth;
    subject.nationality = traveller.nationality;
    subject.place_of_birth = traveller.place_of_birth;
    for (const facts::TravelDocument& document : traveller.documents) {
        subject.documents.push_back(document.number);
        subject.issuers.push_back(document.issuer);
    }
    if (!traveller.national_id.reveal().empty()) {
        subject.documents.push_back(traveller.national_id);
    }
    return subject;
}

}  // namespace sarhad::watchlists
