#include "screening/cargo_queries.h"

#include "core/text.h"
#include "watchlists/identifiers.h"
#include "watchlists/org_form.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace sarhad::screening {
namespace {

using facts::Mode;
using facts::Party;
using facts::PartyRole;
using watchlists::EntryKind;
using watchlists::IdentifierKind;
using watchlists::IdentifierState;
using watchlists::NumberKind;
using watchlists::Subject;

bool is_usable(IdentifierKind kind, std::string_view text) {
    const IdentifierState state = watchlists::read_identifier(kind, text).state;
    return state == IdentifierState::kChecked || state == IdentifierState::kPlausible;
}

bool is_cnic(std::string_view number) {
    return is_usable(IdentifierKind::kCnic, number);
}

/// Without `prefix` in any case, and the blanks and marks behind it.
std::string_view without(std::string_view text, std::string_view prefix) {
    const std::string upper = core::ascii_upper(text.substr(0, prefix.size()));
    if (upper != prefix) {
        return text;
    }
    text.remove_prefix(prefix.size());
    while (!text.empty() && (text.front() == ' ' || text.front() == ':' || text.front() == '.')) {
        text.remove_prefix(1);
    }
    return text;
}

/// What stands for a party where there is none, in capitals.
constexpr std::array<std::string_view, 14> kNobody{"TO ORDER",
                                                   "TO THE ORDER",
                                                   "ORDER",
                                                   "TO BEARER",
                                                   "BEARER",
                                                   "SAME AS CONSIGNEE",
                                                   "SAME AS SHIPPER",
                                                   "SAME AS NOTIFY",
                                                   "SAME AS ABOVE",
                                                   "AS ABOVE",
                                                   "N/A",
                                                   "NA",
                                                   "NIL",
                                                   "UNKNOWN"};
constexpr std::array<std::string_view, 10> kBefore{"TO THE ORDER OF ",
                                                   "TO ORDER OF ",
                                                   "THE ORDER OF ",
                                                   "ORDER OF ",
                                                   "NOTIFY PARTY",
                                                   "NOTIFY:",
                                                   "NOTIFY ",
                                                   "MESSRS",
                                                   "M/S ",
                                                   "M/S."};

/// Telephone numbers among what a party can be reached by: texts apart by commas.
void add_telephones(const Party& party, Subject& subject) {
    for (const std::string_view part : core::split(party.contact.reveal(), ',')) {
        const std::string_view text = core::trim(part);
        if (!text.empty() && text.find('@') == std::string_view::npos &&
            is_usable(IdentifierKind::kPhone, text)) {
            subject.numbers.push_back(
                {NumberKind::kTelephone, core::Redacted<std::string>{std::string{text}}, ""});
        }
    }
}

/// Collects queries, each once.
class Queries final {
public:
    explicit Queries(facts::PartialDate on) : on_{on} {}

    void party(const Party& party, std::string_view of) {
        const std::string name = party_name(party.name.reveal());
        const std::string& number = party.number.reveal();
        if (name.empty() && number.empty()) {
            return;
        }
        const std::string about = core::cat(of, of.empty() ? "" : " ", facts::name_of(party.role));
        const bool is_person_only =
            party.role == PartyRole::kDriver || party.role == PartyRole::kMaster;
        const bool is_company = !is_person_only && is_company_name(name);
        if (!is_company || is_cnic(number)) {
            add(about, party_subject(party, name, EntryKind::kPerson));
        }
        if (!is_person_only) {
            add(about, party_subject(party, name, EntryKind::kOrganisation));
        }
    }

    void conveyance(const facts::Conveyance& told) {
        const EntryKind kind = craft_kind(told);
        Subject subject;
        subject.kind = kind;
        subject.flag = told.flag;
        if (kind != EntryKind::kVehicle && !told.name.empty()) {
            subject.names.emplace_back(told.name);
        }
        if (!told.number.empty()) {
            subject.numbers.push_back({number_kind(kind), secret(told.number), ""});
        }
        if (!told.call_sign.empty()) {
            subject.numbers.push_back({NumberKind::kCallSign, secret(told.call_sign), ""});
        }
        add(kind == EntryKind::kVessel     ? "vessel"
            : kind == EntryKind::kAircraft ? "aircraft"
                                           : "vehicle",
            std::move(subject));
        // A code of two or three letters is nobody's name.
        constexpr std::size_t kLongestCode = 4;
        if (told.carrier.size() > kLongestCode) {
            Party carrier;
            carrier.role = PartyRole::kCarrier;
            carrier.name = secret(told.carrier);
            party(carrier, "conveyance");
        }
        for (const Party& one : told.parties) {
            party(one, "conveyance");
        }
    }

    void container(const std::string& number) {
        if (number.empty()) {
            return;
        }
        Subject subject;
        subject.kind = EntryKind::kContainer;
        subject.numbers.push_back({NumberKind::kContainer, secret(number), ""});
        add(core::cat("container ", number), std::move(subject));
    }

    void traveller(const facts::Traveller& owner) { add("owner of bags", Subject::of(owner)); }

    [[nodiscard]] std::vector<CargoQuery> finish() { return std::move(queries_); }

private:
    static core::Redacted<std::string> secret(const std::string& text) {
        return core::Redacted<std::string>{text};
    }

    /// By its mode; where that is not told, by what its number is.
    static EntryKind craft_kind(const facts::Conveyance& told) {
        switch (told.mode) {
            case Mode::kSea:
            case Mode::kInland:
                return EntryKind::kVessel;
            case Mode::kAir:
                return EntryKind::kAircraft;
            case Mode::kRoad:
            case Mode::kRail:
            case Mode::kPost:
            case Mode::kFoot:
                return EntryKind::kVehicle;
            case Mode::kUnknown:
                break;
        }
        const bool is_ship = is_usable(IdentifierKind::kImo, told.number) ||
                             !told.call_sign.empty() || !told.name.empty();
        return is_ship ? EntryKind::kVessel : EntryKind::kVehicle;
    }

    static NumberKind number_kind(EntryKind craft) {
        return craft == EntryKind::kVessel     ? NumberKind::kImo
               : craft == EntryKind::kAircraft ? NumberKind::kTailNumber
                                               : NumberKind::kPlate;
    }

    static Subject party_subject(const Party& party, const std::string& name, EntryKind kind) {
        Subject subject;
        subject.kind = kind;
        if (!name.empty()) {
            subject.names.emplace_back(name);
        }
        subject.nationality = party.country;
        const std::string& number = party.number.reveal();
        if (is_cnic(number)) {
            if (kind == EntryKind::kPerson) {
                subject.documents.push_back(party.number);
            }
        } else if (!number.empty() && kind == EntryKind::kOrganisation) {
            subject.numbers.push_back({NumberKind::kTax, party.number, party.country});
            subject.numbers.push_back({NumberKind::kRegistration, party.number, party.country});
        }
        add_telephones(party, subject);
        return subject;
    }

    void add(std::string about, Subject subject) {
        subject.on = on_;
        if (subject.names.empty() && subject.numbers.empty() && subject.documents.empty()) {
            return;
        }
        if (seen_.insert(key_of(about, subject)).second) {
            queries_.push_back({std::move(about), std::move(subject)});
        }
    }

    static std::string key_of(const std::string& about, const Subject& subject) {
        std::string key = core::cat(static_cast<int>(subject.kind), "|", about, "|", subject.flag);
        for (const auto& name : subject.names) {
            key += core::cat("|n", name.reveal());
        }
        for (const auto& number : subject.numbers) {
            key += core::cat("|#", static_cast<int>(number.kind), number.number.reveal());
        }
        for (const auto& paper : subject.documents) {
            key += core::cat("|d", paper.reveal());
        }
        return core::cat(key, "|", subject.nationality);
    }

    facts::PartialDate on_;
    std::set<std::string> seen_;
    std::vector<CargoQuery> queries_;
};

}  // namespace

std::string party_name(std::string_view told) {
    const std::string folded = core::fold_blanks(told);
    std::string_view name = folded;
    for (const std::string_view prefix : kBefore) {
        name = without(name, prefix);
    }
    const std::string upper = core::ascii_upper(name);
    const bool is_nobody = std::find(kNobody.begin(), kNobody.end(), upper) != kNobody.end();
    return is_nobody ? std::string{} : std::string{name};
}

bool is_company_name(std::string_view name) {
    const auto forms = watchlists::make_org_forms(name, watchlists::OrgProfile::kOrganisation);
    return std::any_of(forms.begin(), forms.end(), [](const auto& form) { return form.is_marked; });
}

std::vector<CargoQuery> cargo_queries(const CargoFacts& facts) {
    Queries queries{facts.on};
    if (facts.bill) {
        for (const Party& party : facts.bill->parties) {
            queries.party(party, "");
        }
    }
    if (facts.declaration) {
        for (const Party& party : facts.declaration->parties) {
            queries.party(party, "declaration's");
        }
    }
    if (facts.conveyance) {
        queries.conveyance(*facts.conveyance);
    }
    for (const CargoContainer& container : facts.containers) {
        queries.container(container.told.number);
        for (const Party& party : container.told.parties) {
            queries.party(party, "container's");
        }
    }
    if (facts.bill) {
        for (const std::string& number : facts.bill->containers) {
            queries.container(number);
        }
    }
    if (facts.declaration) {
        for (const std::string& number : facts.declaration->containers) {
            queries.container(number);
        }
    }
    if (facts.owner) {
        queries.traveller(*facts.owner);
    }
    return queries.finish();
}

}  // namespace sarhad::screening
