#include "trial_facts.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace sarhad::rules::gtas {
namespace {

/// Countries that ISO 3166 leaves to its users: nobody is from there.
constexpr std::string_view kHere = "XA";
constexpr std::string_view kElsewhere = "XB";

Document& member(Document& of, std::string_view name) {
    if (of.table() == nullptr) {
        of.held = Document::Table{};
    }
    auto& table = std::get<Document::Table>(of.held);
    const auto found = std::find_if(
        table.begin(), table.end(), [name](const auto& each) { return each.name == name; });
    if (found != table.end()) {
        return found->value;
    }
    table.emplace_back(std::string{name}, Document{});
    return table.back().value;
}

/// "traveller.doc.number".
Document& at_path(Document& of, std::string_view path) {
    Document* here = &of;
    for (const std::string_view name : core::split(path, '.')) {
        here = &member(*here, name);
    }
    return *here;
}

void add_element(Document& facts, std::string_view list, Document element) {
    Document& here = at_path(facts, list);
    if (here.list() == nullptr) {
        here.held = Document::List{};
    }
    std::get<Document::List>(here.held).push_back(std::move(element));
}

/// Lets the flight touch the port's country.
void place_flight(Document& flight, Document& facts, bool goes_out) {
    Document& near = member(flight, goes_out ? "from_country" : "to_country");
    if (near.text() == nullptr) {
        near.held = std::string{kHere};
    }
    const Document country = near;
    Document& far = member(flight, goes_out ? "to_country" : "from_country");
    if (far.text() == nullptr) {
        far.held = std::string{kElsewhere};
    }
    at_path(facts, "port.country") = country;
}

/// A document of which something is asked has a number, if only some number.
void give_number(const std::vector<Choice>& choices, Document& facts) {
    const auto is_of_document = [](const Choice& choice) {
        return choice.counterpart->bearer == Bearer::kDocument;
    };
    const auto is_the_number = [](const Choice& choice) {
        return choice.counterpart->fact == kDocumentNumber;
    };
    if (std::any_of(choices.begin(), choices.end(), is_of_document) &&
        std::none_of(choices.begin(), choices.end(), is_the_number)) {
        at_path(facts, kDocumentNumber).held = std::string{"QQQ"};
    }
}

}  // namespace

Document facts_of(const std::vector<Choice>& choices, const Setting& setting) {
    Document facts{Document::Table{}, {}};
    std::map<std::pair<Bearer, std::string>, Document> elements;
    for (const Choice& choice : choices) {
        const Bearer bearer = choice.counterpart->bearer;
        const bool is_of_list = bearer == Bearer::kFirstLeg || !list_of(bearer).empty();
        Document& holder = is_of_list ? elements[{bearer, choice.object}] : facts;
        const Document& value = choice.trials[choice.chosen];
        if (!std::holds_alternative<std::monostate>(value.held)) {
            at_path(holder, choice.counterpart->fact) = value;
        }
    }
    give_number(choices, facts);
    if (setting.has_flight) {
        place_flight(elements[{Bearer::kFlight, ""}], facts, setting.goes_out);
    }
    // The bearers' order: the first leg is the first.
    for (auto& [thing, element] : elements) {
        if (thing.first == Bearer::kStop && element.find("connect_minutes") == nullptr) {
            member(element, "connect_minutes").held = std::int64_t{0};
        }
        if (element.table() == nullptr) {
            element.held = Document::Table{};
        }
        add_element(
            facts, thing.first == Bearer::kBag ? "bags" : "booking.legs", std::move(element));
    }
    member(facts, "feeds") = setting.feeds;
    return facts;
}

Document feeds_of(const std::vector<Condition>& conditions) {
    std::set<std::string_view> names;
    for (const Condition& condition : conditions) {
        names.insert(name_of(fact_of(*condition.counterpart).feed));
    }
    Document::List made;
    for (const std::string_view name : names) {
        made.push_back({std::string{name}, {}});
    }
    return {std::move(made), {}};
}

}  // namespace sarhad::rules::gtas
