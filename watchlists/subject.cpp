#include "watchlists/subject.h"

namespace sarhad::watchlists {
namespace {

std::string joined(std::initializer_list<const std::string*> parts) {
    std::string text;
    for (const std::string* part : parts) {
        text += text.empty() || part->empty() ? *part : " " + *part;
    }
    return text;
}

}  // namespace

Subject Subject::of(const facts::Traveller& traveller) {
    Subject subject;
    const std::string parts = joined({&traveller.first_name.reveal(),
                                      &traveller.middle_name.reveal(),
                                      &traveller.surname.reveal()});
    const std::string& full = traveller.full_name.reveal();
    if (!full.empty()) {
        subject.names.emplace_back(full);
    }
    if (!parts.empty() && parts != full) {
        subject.names.emplace_back(parts);
    }
    subject.date_of_birth = traveller.date_of_birth;
    subject.sex = traveller.sex;
    subject.nationality = traveller.nationality;
    for (const facts::TravelDocument& document : traveller.documents) {
        subject.documents.push_back(document.number);
    }
    if (!traveller.national_id.reveal().empty()) {
        subject.documents.push_back(traveller.national_id);
    }
    return subject;
}

}  // namespace sarhad::watchlists
