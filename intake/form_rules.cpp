#include "form_draft.h"
#include "mrz_shape.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr std::size_t kCnicDigits = 13;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool has_name(const facts::Traveller& person) {
    return !person.surname.reveal().empty() || !person.first_name.reveal().empty() ||
           !person.full_name.reveal().empty();
}

/// A CNIC is thirteen digits; people write dashes between them.
void check_cnic(FormDraft& draft, const facts::Traveller& person, std::string_view field) {
    std::string digits = person.national_id.reveal();
    std::erase(digits, '-');
    const bool is_pakistani = person.nationality == "PAK" || person.nationality == "PK";
    if (digits.empty() || !is_pakistani) return;
    if (digits.size() != kCnicDigits || !core::is_ascii_digits(digits)) {
        draft.problem("form-field", field, "a CNIC has thirteen digits: write it as on the card");
    }
}

void check_goods(FormDraft& draft, const facts::Seizure& seizure) {
    draft.require(!seizure.goods.empty(), "goods.1.description", "what was found");
    for (std::size_t i = 0; i < seizure.goods.size(); ++i) {
        const facts::SeizedGoods& goods = seizure.goods[i];
        const std::string path = core::cat("goods.", i + 1);
        draft.require(!goods.description.empty(), core::cat(path, ".description"), "what it is");
        draft.require(goods.quantity_thousandths > 0, core::cat(path, ".quantity"), "how much");
        draft.require(!goods.unit.empty(),
                      core::cat(path, ".unit"),
                      "of what: KGM kilograms, LTR litres, C62 pieces");
        const bool is_code =
            goods.hs.empty() || (core::is_ascii_digits(goods.hs) && goods.hs.size() >= 6);
        if (!is_code) {
            draft.problem("form-field",
                          core::cat(path, ".hs"),
                          "write the code of the tariff: six digits or more, without dots");
        }
    }
}

void check_place(FormDraft& draft, facts::Seizure& seizure) {
    constexpr std::int32_t kDegree = 1'000'000;
    const bool is_told = seizure.latitude_microdegrees != 0 || seizure.longitude_microdegrees != 0;
    const auto is_within = [](std::int32_t angle, std::int32_t degrees) {
        return angle >= -degrees * kDegree && angle <= degrees * kDegree;
    };
    const bool is_right = is_within(seizure.latitude_microdegrees, 90) &&
                          is_within(seizure.longitude_microdegrees, 180);
    seizure.has_position = is_told && is_right;
    if (!is_right) {
        draft.problem("form-field", "latitude", "write degrees: 24.9065 north, 66.9750 east");
        seizure.latitude_microdegrees = 0;
        seizure.longitude_microdegrees = 0;
    }
}

}  // namespace

void FormDraft::problem(std::string code, std::string_view field, std::string_view text) {
    const std::size_t most = facts::max_of(&facts::Message::problems);
    if (message.problems.size() == most) return;
    if (message.problems.size() + 1 == most) {
        message.problems.push_back(
            {"too-many-problems", place, offset, "further problems are not listed"});
        return;
    }
    const std::string said = core::cat(core::cut_utf8(field, 80), ": ", text);
    message.problems.push_back({std::move(code),
                                place,
                                offset,
                                core::cut_utf8(said, facts::max_of(&facts::Problem::text))});
}

void FormDraft::require(bool is_there, std::string_view field, std::string_view write) {
    if (!is_there) problem("form-missing", field, core::cat("missing: write ", write));
}

void check_seizure(FormDraft& draft, facts::Seizure& seizure) {
    draft.require(!seizure.reference.empty(), "reference", "the number of the case");
    draft.require(seizure.at.is_known(), "at", "when, as 2026-03-01T14:30");
    draft.require(!seizure.office.empty(), "office", "the collectorate or directorate");
    draft.require(!seizure.place.empty(), "place", "where it was found");
    draft.require(!seizure.sections.empty(), "sections", "the sections of law, as 156(1)(8)");
    check_place(draft, seizure);
    check_goods(draft, seizure);
    if (seizure.memo.is_full() && seizure.at.is_known() && seizure.memo < seizure.at.date) {
        draft.problem("form-field", "memo", "it is before the seizure: write the memo's own day");
    }
    for (std::size_t i = 0; i < seizure.persons.size(); ++i) {
        const facts::Traveller& person = seizure.persons[i].person;
        const std::string path = core::cat("persons.", i + 1, ".person");
        check_cnic(draft, person, core::cat(path, ".national_id"));
    }
    if (!seizure.share.empty() &&
        !is_one_of(seizure.share, {"local", "national", "partner", "cen"})) {
        draft.problem("form-field", "share", "write one of: local, national, partner, cen");
    }
}

void check_inspection(FormDraft& draft, const facts::InspectionReport& report) {
    if (!is_one_of(report.subject, {"traveller", "bag", "bill", "container", "vehicle"})) {
        draft.problem(
            "form-field", "subject", "write one of: traveller, bag, bill, container, vehicle");
    }
    draft.require(!report.number.reveal().empty(), "number", "the number of what was looked at");
    draft.require(report.at.is_known(), "at", "when, as 2026-03-01T14:30");
    draft.require(!report.officer.empty(), "officer", "your account");
    draft.require(!report.has_finding || !report.result.empty(), "result", "what was found");
    if (!report.has_finding && !report.seizure.empty()) {
        draft.problem("form-field",
                      "has_finding",
                      "there is a seizure, so write yes; or leave the seizure out");
    }
}

void check_lookout(FormDraft& draft, const facts::Lookout& lookout) {
    const bool is_person = lookout.subject == "person";
    if (!is_one_of(lookout.subject, {"person", "vehicle", "container", "company"})) {
        draft.problem("form-field", "subject", "write one of: person, vehicle, container, company");
    }
    if (is_person) {
        draft.require(has_name(lookout.person), "person.surname", "who it is");
        check_cnic(draft, lookout.person, "person.national_id");
    } else {
        draft.require(!lookout.number.reveal().empty() || !lookout.name.reveal().empty(),
                      "number",
                      "its number, or of a company its name");
    }
    if (!is_one_of(lookout.action,
                   {"detain", "refuse_exit", "search", "inform", "discreet", "seize_document"})) {
        draft.problem("form-field",
                      "action",
                      "write one of: detain, refuse_exit, search, inform, discreet, "
                      "seize_document");
    }
    draft.require(!lookout.owner.empty(), "owner", "the office that answers for it");
    draft.require(
        !lookout.duty_telephone.empty(), "duty_telephone", "the number that is answered at night");
    draft.require(!lookout.legal_basis.empty(), "legal_basis", "the order or the section of law");
    draft.require(lookout.until.is_full(), "until", "the last day, as 2026-09-01");
    if (lookout.until.is_full() && lookout.until < lookout.from) {
        draft.problem("form-field", "until", "it is before the first day: write a later one");
    } else if (lookout.until.is_full() && draft.on.is_known() && lookout.until < draft.on) {
        draft.problem("form-field", "until", "it is over: write a later day, or send no lookout");
    }
}

}  // namespace sarhad::intake
