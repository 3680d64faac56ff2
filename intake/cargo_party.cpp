#include "cargo_party.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

using facts::Party;

/// What a line with labels leaves as the number of lines: what follows is no name.
constexpr int kPastName = 100;

bool is_label(std::string_view text) {
    return text == "NAM" || text == "ADR" || text == "LOC";
}

bool is_country(std::string_view text) {
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

CargoParty::CargoParty(LineDraft& draft, facts::PartyRole role, std::string_view code)
    : draft_{draft} {
    to_.role = role;
    to_.role_code = std::string{code};
}

void CargoParty::append(const Line& at,
                        core::Redacted<std::string>& to,
                        std::string_view sent,
                        std::string_view between,
                        std::size_t max) {
    const std::string_view text = core::trim(sent);
    if (text.empty()) return;
    const std::string& before = to.reveal();
    to = core::Redacted<std::string>{draft_.text(
        at, before.empty() ? std::string{text} : core::cat(before, between, text), max)};
}

void CargoParty::add_name(const Line& at, std::string_view sent) {
    append(at, to_.name, sent, " ", facts::max_of(&Party::name));
}

void CargoParty::add_address(const Line& at, std::string_view sent) {
    append(at, to_.address, sent, ", ", facts::max_of(&Party::address));
}

void CargoParty::add_location(const Line& at, const std::vector<std::string_view>& fields) {
    if (fields.empty()) return;
    if (!is_country(fields[0])) {
        append(at, to_.city, fields[0], " ", facts::max_of(&Party::city));
        if (fields.size() > 1) add_address(at, fields[1]);
        if (fields.size() > 2 && is_country(fields[2])) {
            add_location(at, {fields.begin() + 2, fields.end()});
        }
        return;
    }
    to_.country = std::string{fields[0]};
    if (fields.size() > 1) {
        to_.postal_code = draft_.text(at, fields[1], facts::max_of(&Party::postal_code));
    }
    for (std::size_t i = 3; i < fields.size(); i += 2)  // "TE", number, "FX", number.
        append(at, to_.contact, fields[i], ", ", facts::max_of(&Party::contact));
}

void CargoParty::add_customs(const Line& at, std::string_view what, std::string_view told) {
    if (what == "T") {
        to_.number =
            core::Redacted<std::string>{draft_.text(at, told, facts::max_of(&Party::number))};
    } else if ((what == "CP" || what == "CT") &&
               to_.contact.reveal().find(told) == std::string::npos) {
        append(at, to_.contact, told, ", ", facts::max_of(&Party::contact));
    }
}

bool CargoParty::has_labels(const std::vector<std::string_view>& fields) {
    return std::any_of(fields.begin(), fields.end(), is_label);
}

/// What stands before the first label is an account, which is not kept, or the end of a line of the
/// first form.
void CargoParty::add_labelled(const Line& at, const std::vector<std::string_view>& fields) {
    auto from = std::find_if(fields.begin(), fields.end(), is_label);
    if (lines_ == 1) to_.name = {};  // An account, where a line of the first form has the name.
    if (lines_ > 1 && from != fields.begin()) add_line(at, {fields.begin(), from});
    while (from != fields.end()) {
        const auto next = std::find_if(from + 1, fields.end(), is_label);
        if (*from == "LOC") {
            add_location(at, {from + 1, next});
        } else {
            for (auto part = from + 1; part != next; ++part) {
                if (*from == "NAM") {
                    add_name(at, *part);
                } else {
                    add_address(at, *part);
                }
            }
        }
        from = next;
    }
    lines_ = kPastName;
}

void CargoParty::add_line(const Line& at, const std::vector<std::string_view>& fields) {
    if (fields.empty()) return;
    if (has_labels(fields)) return add_labelled(at, fields);
    const bool is_named = lines_++ > 0;
    // Of an agent there is a name and a place, and no street.
    const int place = to_.role_code == "AGT" ? 2 : 3;
    if (!is_named) {
        add_name(at, fields[0]);
    } else if (is_country(fields[0]) || lines_ == place) {
        add_location(at, fields);
    } else {
        add_address(at, fields[0]);
    }
}

}  // namespace sarhad::intake
