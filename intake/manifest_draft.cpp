#include "manifest_draft.h"

#include "line_values.h"

#include "core/check_digits.h"
#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <set>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::PartialDate;

constexpr std::size_t kNumberBytes = facts::max_of(&facts::Bill::number);

/// "01/14/2026", "14.01.26": where only one order of day and month is a date.
std::optional<PartialDate> read_figures(std::string_view text) {
    const std::size_t mark = text.find_first_of("/.-");
    if (mark == std::string_view::npos) return std::nullopt;
    const std::vector<std::string_view> parts = core::split(text, text[mark]);
    if (parts.size() != 3) return std::nullopt;
    std::array<int, 3> figures{};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto figure = core::parse_uint(parts[i]);
        if (!figure || *figure > 9999) return std::nullopt;
        figures[i] = static_cast<int>(*figure);
    }
    const int year = parts[2].size() == 2 ? 2000 + figures[2] : figures[2];
    const auto day_first = PartialDate::make(year, figures[1], figures[0]);
    const auto month_first = PartialDate::make(year, figures[0], figures[1]);
    if (day_first && month_first && figures[0] != figures[1]) return std::nullopt;
    if (day_first && day_first->is_full()) return *day_first;
    if (month_first && month_first->is_full()) return *month_first;
    return std::nullopt;
}

std::optional<facts::LocalTime> read_time(std::string_view text) {
    if (text.size() == 8 && core::is_ascii_digits(text)) {
        const std::string iso =
            core::cat(text.substr(0, 4), "-", text.substr(4, 2), "-", text.substr(6));
        const auto date = PartialDate::parse(iso);
        if (date) return facts::LocalTime{*date, 0, 0};
        return std::nullopt;
    }
    std::string iso{text.substr(0, 16)};
    if (iso.size() == 16 && iso[10] == ' ') iso[10] = 'T';
    if (const auto time = facts::LocalTime::parse(iso)) return *time;
    if (const auto date = PartialDate::parse(text.substr(0, 10)); date && date->is_full()) {
        return facts::LocalTime{*date, 0, 0};
    }
    const auto date = read_figures(text.substr(0, text.find(' ')));
    return date ? std::optional{facts::LocalTime{*date, 0, 0}} : std::nullopt;
}

}  // namespace

std::string ManifestDraft::number(const Line& at, std::string_view sent) {
    std::string text = core::ascii_upper(to_utf8(sent));
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    return draft_.text(at, text, kNumberBytes);
}

facts::LocalTime ManifestDraft::time(const Line& at, std::string_view sent) {
    const std::string_view text = core::trim(sent);
    if (text.empty()) return {};
    const auto time = read_time(text);
    if (!time) draft_.problem(at, "bad-date", "no date that can be read in one way only: unknown");
    return time.value_or(facts::LocalTime{});
}

std::uint64_t ManifestDraft::grams(const Line& at, std::string_view kilograms) {
    const std::string_view text = core::trim(kilograms);
    if (text.empty()) return 0;
    const auto grams = read_grams(text, 'K');
    if (!grams) draft_.problem(at, "bad-quantity", "not a weight in kilograms: it stays unknown");
    return grams.value_or(0);
}

std::uint64_t ManifestDraft::thousandths(const Line& at, std::string_view sent) {
    const std::string_view text = core::trim(sent);
    if (text.empty()) return 0;
    const auto read = read_thousandths(text);
    if (!read) draft_.problem(at, "bad-quantity", "not a decimal number: it stays unknown");
    return read.value_or(0);
}

/// A litre is a thousandth of a cubic metre.
std::uint64_t ManifestDraft::litres(const Line& at, std::string_view cubic_metres) {
    return thousandths(at, cubic_metres);
}

std::uint64_t ManifestDraft::count(const Line& at, std::string_view sent) {
    const std::string_view text = core::trim(sent);
    if (text.empty()) return 0;
    const auto thousandths = read_thousandths(text);
    if (thousandths && *thousandths % 1000 == 0) return *thousandths / 1000;
    draft_.problem(at, "bad-quantity", "not a whole number: it stays unknown");
    return 0;
}

facts::Money ManifestDraft::money(const Line& at,
                                  std::string_view amount,
                                  std::string_view currency) {
    const std::string_view text = core::trim(amount);
    if (text.empty()) return {};
    const auto thousandths = read_thousandths(text);
    if (!thousandths) {
        draft_.problem(at, "bad-quantity", "not an amount of money: it stays unknown");
        return {};
    }
    const std::string code = core::ascii_upper(core::trim(currency));
    return {static_cast<std::int64_t>(*thousandths), code.size() == 3 ? code : std::string{}};
}

std::string ManifestDraft::hs(const Line& at, std::string_view sent) {
    const std::string_view text = core::trim(sent);
    if (text.empty()) return {};
    std::string digits = read_hs_code(text);
    if (digits.empty())
        draft_.problem(at, "bad-hs", "not six digits or more of an HS code: not kept");
    return digits;
}

void ManifestDraft::add_place(const Line& at,
                              std::vector<facts::Place>& to,
                              facts::PlaceRole role,
                              std::string_view code,
                              std::string_view name) {
    facts::Place place;
    place.role = role;
    place.code = number(at, code);
    place.name = draft_.text(at, name, facts::max_of(&facts::Place::name));
    if (place.code.empty() && place.name.empty()) return;
    draft_.add(at, to, std::move(place), facts::max_of(&facts::Container::places));
}

void ManifestDraft::add_party(const Line& at, std::vector<facts::Party>& to, facts::Party party) {
    if (party.name.reveal().empty() && party.number.reveal().empty()) return;
    draft_.add(at, to, std::move(party), facts::max_of(&facts::Bill::parties));
}

std::optional<std::size_t> ManifestDraft::container(const Line& at, std::string_view sent) {
    std::string text = number(at, sent);
    text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
    if (text.empty()) return std::nullopt;
    if (const auto known = containers_.find(text); known != containers_.end()) return known->second;
    facts::Container* const unit = draft_.add_container(at);
    if (unit == nullptr) return std::nullopt;
    unit->number = text;
    unit->kind = "CN";
    unit->is_number_valid = core::is_container_number(text);
    if (!unit->is_number_valid) {
        draft_.problem(at, "bad-container", "the number is none of ISO 6346: kept as sent");
    }
    const std::size_t place = message().containers.size() - 1;
    containers_.emplace(std::move(text), place);
    return place;
}

facts::Message ManifestDraft::finish() && {
    std::set<std::string> masters;
    for (const facts::Bill& bill : message().bills) {
        if (!bill.master.empty()) masters.insert(bill.master);
    }
    for (facts::Bill& bill : message().bills) {
        if (masters.contains(bill.number)) bill.level = facts::BillLevel::kMaster;
        const bool is_master = bill.level == facts::BillLevel::kMaster;
        bill.is_house_level_missing = is_master && !masters.contains(bill.number);
    }
    return std::move(draft_).finish();
}

facts::Mode mode_of(std::string_view code) {
    if (code.size() == 2 && code.front() == '0') code.remove_prefix(1);  // "03".
    if (code == "1") return facts::Mode::kSea;
    if (code == "2") return facts::Mode::kRail;
    if (code == "3") return facts::Mode::kRoad;
    if (code == "4") return facts::Mode::kAir;
    if (code == "5") return facts::Mode::kPost;
    if (code == "8") return facts::Mode::kInland;
    return facts::Mode::kUnknown;
}

core::Redacted<std::string> personal(LineDraft& draft,
                                     const Line& at,
                                     std::string_view sent,
                                     std::size_t max) {
    return core::Redacted<std::string>{draft.text(at, sent, max)};
}

}  // namespace sarhad::intake
