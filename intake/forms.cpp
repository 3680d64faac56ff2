#include "intake/forms.h"

#include "csv_rows.h"
#include "form_draft.h"
#include "form_land.h"
#include "form_members.h"
#include "message_draft.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sarhad::intake {
namespace {

template <facts::HasSchema Fact>
void set(FormDraft& draft, Fact& fact, const FormMember& member, std::string_view path) {
    const core::Status status = set_member(fact, path, member.text);
    if (!status) draft.problem("form-field", member.path, status.error().what);
}

/// What stands behind "traveller." in a path of it.
std::optional<std::string_view> below(std::string_view path, std::string_view head) {
    const bool is_below =
        path.size() > head.size() && path.starts_with(head) && path[head.size()] == '.';
    if (!is_below) return std::nullopt;
    return path.substr(head.size() + 1);
}

void read_cash(const FormEntry& form, FormDraft& draft) {
    facts::CashDeclaration cash;
    facts::Traveller traveller;
    facts::FlightLeg flight;
    for (const FormMember& member : form.members) {
        if (const auto path = below(member.path, "traveller")) {
            set(draft, traveller, member, *path);
        } else if (const auto leg = below(member.path, "flight")) {
            set(draft, flight, member, *leg);
        } else {
            set(draft, cash, member, member.path);
        }
    }
    check_cash(draft, cash, traveller);
    facts::Message& message = draft.message;
    message.reference = cash.reference;
    if (traveller != facts::Traveller{}) {
        cash.traveller = 1;
        message.travellers.push_back(std::move(traveller));
    }
    if (flight != facts::FlightLeg{}) message.flights.push_back(std::move(flight));
    if (cash != facts::CashDeclaration{}) message.cash_declarations.push_back(std::move(cash));
}

/// A form that is one fact.
template <facts::HasSchema Fact>
void read_fact(const FormEntry& form,
               FormDraft& draft,
               std::vector<Fact>& into,
               void (*check)(FormDraft&, Fact&)) {
    Fact fact;
    for (const FormMember& member : form.members)
        set(draft, fact, member, member.path);
    draft.message.reference = fact.reference;
    const bool is_there = fact != Fact{};
    check(draft, fact);
    if (is_there) into.push_back(std::move(fact));
}

void read_seizure(const FormEntry& form, FormDraft& draft) {
    read_fact<facts::Seizure>(form, draft, draft.message.seizures, check_seizure);
}

void read_inspection(const FormEntry& form, FormDraft& draft) {
    read_fact<facts::InspectionReport>(
        form, draft, draft.message.inspections, [](FormDraft& to, facts::InspectionReport& fact) {
            check_inspection(to, fact);
        });
}

void read_lookout(const FormEntry& form, FormDraft& draft) {
    read_fact<facts::Lookout>(
        form, draft, draft.message.lookouts, [](FormDraft& to, facts::Lookout& fact) {
            check_lookout(to, fact);
        });
}

/// A fact and a person, whose fields stand behind `person` and a dot.
template <facts::HasSchema Fact>
void read_with_person(const FormEntry& form,
                      FormDraft& draft,
                      std::string_view person,
                      void (*take)(FormDraft&, Fact, facts::Traveller)) {
    Fact fact;
    facts::Traveller traveller;
    for (const FormMember& member : form.members) {
        if (const auto path = below(member.path, person)) {
            set(draft, traveller, member, *path);
        } else {
            set(draft, fact, member, member.path);
        }
    }
    take(draft, std::move(fact), std::move(traveller));
}

void read_land(const FormEntry& form, FormDraft& draft) {
    read_with_person<facts::LandCrossing>(
        form,
        draft,
        "traveller",
        [](FormDraft& to, facts::LandCrossing fact, facts::Traveller traveller) {
            take_land_crossing(to, fact, std::move(traveller));
        });
}

void read_transit(const FormEntry& form, FormDraft& draft) {
    read_with_person<facts::TransitMovement>(form, draft, "driver", take_transit);
}

struct FormKind {
    std::string_view word;
    std::string_view function;
    void (*read)(const FormEntry& form, FormDraft& draft);
};
constexpr std::array kKinds{FormKind{"currency", "currency-declaration", read_cash},
                            FormKind{"seizure", "seizure", read_seizure},
                            FormKind{"inspection", "inspection", read_inspection},
                            FormKind{"lookout", "lookout", read_lookout},
                            FormKind{"land", "land-crossing", read_land},
                            FormKind{"transit", "transit", read_transit}};

void refuse(FormDraft& draft, std::string code, std::string text) {
    clear_facts(draft.message);
    draft.message.status = facts::MessageStatus::kRefused;
    draft.message.problems.insert(draft.message.problems.begin(),
                                  {std::move(code), draft.place, draft.offset, std::move(text)});
    draft.message.problems.resize(std::min(draft.message.problems.size(), kProblems));
}

facts::Message read_form(const FormEntry& form, facts::PartialDate on) {
    FormDraft draft;
    draft.on = on;
    draft.place = form.place;
    draft.offset = form.offset;
    draft.message.format = "FORM";
    draft.message.version = "1";
    const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const FormKind& known) {
        return known.word == form.kind;
    });
    if (!form.damage.empty() && form.members.empty()) {
        refuse(draft, "form-damaged", form.damage);
    } else if (kind == kKinds.end()) {
        refuse(draft,
               "form-unknown",
               "form: write one of: currency, seizure, inspection, lookout, land, transit");
    } else {
        draft.message.function = kind->function;
        if (!form.damage.empty()) draft.problem("form-damaged", "form", form.damage);
        kind->read(form, draft);
        if (is_empty(draft.message)) {
            refuse(draft, "nothing-usable", "no field of the form could be read");
        } else if (!draft.message.problems.empty()) {
            draft.message.status = facts::MessageStatus::kPartial;
        }
    }
    return std::move(draft.message);
}

}  // namespace

bool looks_like_forms(core::ByteView file) {
    constexpr std::size_t kLooked = 4'096;
    const std::string_view text = core::trim(core::as_text(file).substr(0, kLooked));
    if (!text.starts_with('{') && !text.starts_with('[')) {
        const std::vector<std::string> names = csv_header(file);
        return std::find(names.begin(), names.end(), "form") != names.end();
    }
    return text.find("\"form\"") != std::string_view::npos;
}

std::vector<facts::Message> read_forms(core::ByteView file, facts::PartialDate on) {
    const std::string_view text = core::trim(core::as_text(file).substr(0, 64));
    const bool is_json = text.starts_with('{') || text.starts_with('[');
    const std::vector<FormEntry> forms =
        is_json ? read_json_forms(file, kMessages) : read_csv_forms(file, kMessages);
    std::vector<facts::Message> messages;
    for (const FormEntry& form : forms) {
        if (messages.size() == kMessages) {
            facts::Message rest =
                refused_file("too-many-messages",
                             form.offset,
                             core::cat("only the first ", kMessages, " forms are read: split it"));
            rest.problems.front().segment = form.place;
            messages.push_back(std::move(rest));
            break;
        }
        messages.push_back(read_form(form, on));
    }
    return messages;
}

}  // namespace sarhad::intake
