#include "screening/rule_facts.h"

#include "frame_writer.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace sarhad::screening {
namespace {

using rules::RuleKind;
/// The table's feed of a port's feed; none of what the table has no feed for.
std::optional<rules::Feed> feed_of(facts::Feed feed) {
    switch (feed) {
        case facts::Feed::kApi:
            return rules::Feed::kApi;
        case facts::Feed::kPnr:
            return rules::Feed::kPnr;
        case facts::Feed::kManifest:
            return rules::Feed::kManifest;
        case facts::Feed::kOfficer:
            return rules::Feed::kOfficer;
        case facts::Feed::kList:
        case facts::Feed::kMrz:
        case facts::Feed::kSystem:
            break;
    }
    return std::nullopt;
}

/// A currency form comes with its traveller: what no form tells is not declared, and nobody waits.
std::uint64_t sources_of(const std::vector<facts::Feed>& arrived, bool has_lists) {
    std::uint64_t sources = rules::source_of(rules::Feed::kCash);
    sources |= has_lists ? rules::source_of(rules::Feed::kScreen) : 0;
    for (const facts::Feed feed : arrived) {
        const auto its = feed_of(feed);
        sources |= its ? rules::source_of(*its) : 0;
    }
    return sources;
}

bool is_printable(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Of feeds that may arrive at a port, what nothing here reads from them: unknown, since nobody
/// has been asked, where false would let a rule decide on it.
constexpr std::array kNobodyTells{std::string_view{"traveller.escort_not_family"},
                                  std::string_view{"traveller.stay_days"},
                                  std::string_view{"traveller.stay_until"},
                                  std::string_view{"traveller.signs.document_held_by_other"},
                                  std::string_view{"traveller.signs.knows_no_destination"},
                                  std::string_view{"traveller.signs.rehearsed_story"},
                                  std::string_view{"traveller.signs.signs_of_fear"},
                                  std::string_view{"traveller.signs.signs_of_injury"},
                                  std::string_view{"traveller.signs.debt_for_journey"},
                                  std::string_view{"booking.paid_by_other"},
                                  std::string_view{"booking.changes"}};

/// What a booking tells, and a record without one does not: unknown there.
constexpr std::array kABookingTells{std::string_view{"booking.payment_form"},
                                    std::string_view{"booking.one_way"},
                                    std::string_view{"booking.days_before_departure"},
                                    std::string_view{"booking.party_size"},
                                    std::string_view{"booking.split"},
                                    std::string_view{"booking.agency"}};

/// What a currency form does not ask.
constexpr std::array kNoFormTells{std::string_view{"cash.found_ref"},
                                  std::string_view{"cash.bearer"},
                                  std::string_view{"cash.source_documented"},
                                  std::string_view{"cash.notes_suspect"}};

constexpr double kCents = 100.0;
constexpr double kMilligrams = 1000.0;
constexpr std::uint64_t kThousandths = 1000;

/// A fact of the centre's counters; its unit in what they count, 0 for a number.
struct CountedFact {
    std::string_view path;
    double unit;
};
constexpr std::array<CountedFact, kPersonCounters> kCounted{
    {{"hist.distinct_ports_365d", 0},
     {"hist.docs_used_365d", 0},
     {"hist.inspections_365d", 0},
     {"hist.inspections_negative_365d", 0},
     {"hist.cash_declarations_90d", 0},
     {"hist.cash_total_365d_ref", kCents},
     {"hist.cash_out_year_ref", kCents},
     {"hist.gold_grams_365d", kMilligrams}}};

/// A sum of what is told; none once a part of it is not, or it does not fit.
class ToldSum final {
public:
    void add(std::uint64_t more) {
        is_told_ = is_told_ && more != 0 && !__builtin_add_overflow(sum_, more, &sum_);
    }
    void add(std::int64_t more) {
        add(static_cast<std::uint64_t>(std::max<std::int64_t>(more, 0)));
    }
    [[nodiscard]] std::optional<double> in(double unit) const {
        return is_told_ ? std::optional{static_cast<double>(sum_) / unit} : std::nullopt;
    }
    [[nodiscard]] std::optional<std::int64_t> in_whole(std::uint64_t unit) const {
        return is_told_ ? std::optional{static_cast<std::int64_t>(sum_ / unit)} : std::nullopt;
    }

private:
    std::uint64_t sum_{0};
    bool is_told_{true};
};

/// What the lines of a form come to.
struct CashSums {
    ToldSum notes_cents;   ///< Cash, by the form's own dollars.
    ToldSum papers_cents;  ///< Bearer papers and prepaid cards.
    ToldSum thousandths;   ///< Cash, in its own currency.
    ToldSum gold_milligrams;
    std::set<std::string_view> currencies{};  ///< Of cash.

    void add(const facts::CashLine& line) {
        switch (line.instrument) {
            case facts::Instrument::kCash:
                notes_cents.add(line.usd_cents);
                thousandths.add(line.amount.thousandths);
                currencies.insert(line.amount.currency);
                break;
            case facts::Instrument::kBearer:
            case facts::Instrument::kPrepaid:
                papers_cents.add(line.usd_cents);
                break;
            case facts::Instrument::kGold:
                gold_milligrams.add(line.weight_milligrams);
                break;
            case facts::Instrument::kJewellery:  // What of it is metal nobody says.
            case facts::Instrument::kStones:
            case facts::Instrument::kUnknown:
                break;
        }
    }
};

/// Days of a full date since 1970; none of another.
std::optional<std::int64_t> day_number(facts::PartialDate date) {
    if (!date.is_full()) {
        return std::nullopt;
    }
    const std::chrono::sys_days day{std::chrono::year_month_day{
        std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}}};
    return std::int64_t{day.time_since_epoch().count()};
}

std::optional<std::int64_t> minutes_of(facts::LocalTime time) {
    constexpr std::int64_t kMinutesADay = 1440;
    const auto day = day_number(time.date);
    return day ? std::optional{*day * kMinutesADay + time.hour * 60 + time.minute} : std::nullopt;
}

/// Whether somebody is younger than `years` on `day`; none where his date of birth, as far as it is
/// known, leaves both.
std::optional<bool> is_younger(facts::PartialDate birth, facts::PartialDate day, int years) {
    if (!birth.is_known() || !day.is_full()) {
        return std::nullopt;
    }
    const auto reached = [&](int month, int on) {
        return std::tuple{birth.year + years, month, on} <=
               std::tuple{int{day.year}, int{day.month}, int{day.day}};
    };
    constexpr int kLastMonth = 12;
    constexpr int kLastDay = 31;
    const bool at_earliest =
        reached(birth.month == 0 ? 1 : birth.month, birth.day == 0 ? 1 : birth.day);
    const bool at_latest =
        reached(birth.month == 0 ? kLastMonth : birth.month, birth.day == 0 ? kLastDay : birth.day);
    return at_earliest == at_latest ? std::optional{!at_earliest} : std::nullopt;
}

/// The passport or what stands for it: a visa in it is none.
const facts::TravelDocument* document_of(const facts::Traveller& traveller) {
    const auto& all = traveller.documents;
    const auto found = std::find_if(all.begin(), all.end(), [](const auto& document) {
        return !document.kind.starts_with('V');
    });
    return found != all.end() ? &*found : all.empty() ? nullptr : &all.front();
}

/// Writes one traveller's facts into a frame.
class TravellerMapper final : private FrameWriter {
public:
    TravellerMapper(const ScreeningFacts& facts, const rules::cel::SlotLayout& layout)
        : FrameWriter{layout}, facts_{facts}, traveller_{facts.traveller} {}

    rules::engine::Frame run(const std::vector<facts::Hit>& hits, bool has_lists) {
        builder().begin(sources_of(facts_.arrived, has_lists));
        for (const std::string_view path : kNobodyTells) {
            set_unknown(path);
        }
        set_place(facts_.now, facts_.port, facts_.port_kind);
        person();
        document();
        bags();
        counters();
        differences();
        code("booking.locator", traveller_.booking.reveal());
        if (has_arrived(facts::Feed::kPnr)) {
            booking();
            legs();
        }
        if (facts_.cash) {
            cash(*facts_.cash);
        }
        if (has_lists) {
            set_hits(hits);
        }
        return builder().finish();
    }

private:
    [[nodiscard]] bool has_arrived(facts::Feed feed) const {
        return std::find(facts_.arrived.begin(), facts_.arrived.end(), feed) !=
               facts_.arrived.end();
    }
    /// ISO 3166-1 alpha-3. Passports of Germany say D.
    void country(std::string_view path, std::string_view text) {
        constexpr std::size_t kAlpha3 = 3;
        if (text == "D") {
            set(path, std::string_view{"DEU"});
        } else if (text.size() == kAlpha3 && is_code(text)) {
            set(path, text);
        }
    }

    void person() {
        country("traveller.nationality", traveller_.nationality);
        const facts::PartialDate birth = traveller_.date_of_birth.reveal();
        if (birth.is_known()) {
            set("traveller.birth_year", std::int64_t{birth.year});
        }
        switch (traveller_.sex) {
            case facts::Sex::kFemale:
                set("traveller.sex", std::string_view{"F"});
                break;
            case facts::Sex::kMale:
                set("traveller.sex", std::string_view{"M"});
                break;
            case facts::Sex::kOther:
                set("traveller.sex", std::string_view{"X"});
                break;
            case facts::Sex::kUnknown:
                break;
        }
        if (has_arrived(facts::Feed::kApi)) {
            set("traveller.crew", traveller_.kind == facts::TravellerKind::kCrew);
        }
        country("traveller.birth_country", traveller_.place_of_birth.reveal());
        country("traveller.residence_country", traveller_.residence);
        if (const auto minor = is_younger(birth, day_of_travel(), kMinorBelowYears)) {
            set("traveller.minor", *minor);
        }
    }

    /// Of the first flight, else the day of the decision.
    [[nodiscard]] facts::PartialDate day_of_travel() const {
        return !facts_.flights.empty() && facts_.flights.front().departs.is_known()
                   ? facts_.flights.front().departs.date
                   : facts_.on;
    }

    void document() {
        const facts::TravelDocument* document = document_of(traveller_);
        if (document == nullptr) {
            return;
        }
        code("traveller.doc.kind", document->kind);
        if (const std::string& number = document->number.reveal(); is_printable(number)) {
            set("traveller.doc.number", std::string_view{number});
        }
        country("traveller.doc.issuer", document->issuer);
        const auto today = day_number(facts_.on);
        if (const auto issued = day_number(document->issued); issued && today) {
            set("traveller.doc.days_since_issue", *today - *issued);
        }
        if (const auto expires = day_number(document->expires); expires && today) {
            set("traveller.doc.days_to_expiry", *expires - *today);
        }
    }

    /// The carrier's list may count bags before departure control has spoken. None counted is not
    /// "no bags": most lists tell nothing of bags at all.
    void bags() {
        const std::size_t count =
            std::max<std::size_t>(traveller_.bag_count, traveller_.bag_tags.size());
        if (count > 0) {
            set("traveller.bags_checked", static_cast<std::int64_t>(count));
        }
        if (traveller_.bag_weight_kg > 0) {
            set("traveller.bags_weight_kg", static_cast<double>(traveller_.bag_weight_kg));
        }
        const std::uint32_t bags = table("bags");
        for (const std::string& tag : traveller_.bag_tags) {
            if (!add_row(bags)) {
                return;
            }
            code_in(bags, "tag", tag);
        }
    }

    void central_counters() {
        for (std::size_t i = 0; i < kCounted.size(); ++i) {
            const auto& [path, unit] = kCounted.at(i);
            const auto value = facts_.central.at(i);
            if (value && unit > 0) {
                set(path, static_cast<double>(*value) / unit);
            } else if (value) {
                set(path, *value);
            }
        }
    }

    /// Others of the feeds LOCAL and CENTRAL are not counted yet, and stay unknown.
    void counters() {
        central_counters();
        if (!facts_.counted) {
            return;
        }
        set("hist.crossings_30d", facts_.counted->crossings_30d);
        set("hist.crossings_90d", facts_.counted->crossings_90d);
        if (facts_.counted->avg_stay_hours_90d) {
            set("hist.avg_stay_hours_90d", *facts_.counted->avg_stay_hours_90d);
        }
    }

    /// A form tells what it asks: nobody has counted, or asked for papers.
    void cash(const CarriedCash& carried) {
        set("cash.declared", true);
        for (const std::string_view path : kNoFormTells) {
            set_unknown(path);
        }
        CashSums sums;
        for (const facts::CashLine& line : carried.declared.lines) {
            sums.add(line);
        }
        set_told("cash.amount_ref", sums.notes_cents.in(kCents));
        set_told("cash.instruments_ref", sums.papers_cents.in(kCents));
        set_told("cash.gold_grams", sums.gold_milligrams.in(kMilligrams));
        set("cash.currencies", static_cast<std::int64_t>(sums.currencies.size()));
        if (sums.currencies.size() == 1) {
            code("cash.currency", *sums.currencies.begin());
            set_told("cash.amount", sums.thousandths.in_whole(kThousandths));
        } else if (!sums.currencies.empty()) {
            set_unknown("cash.currency");
            set_unknown("cash.amount");
        }
        set_limit("cash.threshold_ref", carried.threshold);
        set_limit("cash.year_limit_ref", carried.year_limit);
    }

    void set_limit(std::string_view path, const std::optional<std::int64_t>& thousandths) {
        if (thousandths) {
            set(path, static_cast<double>(*thousandths) / kThousandths);
        } else {
            set_unknown(path);
        }
    }

    template <class Value>
    void set_told(std::string_view path, const std::optional<Value>& value) {
        if (value) {
            set(path, *value);
        } else {
            set_unknown(path);
        }
    }

    /// Known once two feeds have told of him.
    void differences() {
        if (!has_arrived(facts::Feed::kApi) || !has_arrived(facts::Feed::kPnr)) {
            return;
        }
        const auto differs = [&](std::string_view field) {
            return std::any_of(facts_.differences.begin(),
                               facts_.differences.end(),
                               [field](const auto& one) { return one.field == field; });
        };
        set("traveller.name_differs", differs("name"));
        set("traveller.birth_differs", differs("date_of_birth"));
        set("traveller.document_differs", differs("document"));
    }

    void booking() {
        if (!facts_.booking) {
            for (const std::string_view path : kABookingTells) {
                set_unknown(path);
            }
            return;
        }
        const facts::Booking& booking = *facts_.booking;
        if (!booking.payments.empty()) {
            code("booking.payment_form", booking.payments.front().form);
        }
        set("booking.party_size", std::int64_t{booking.party_size});
        set("booking.split", !booking.split_from.empty());
        code("booking.agency", booking.agency);
        const std::vector<facts::FlightLeg> flown = booked_flights();
        if (flown.empty()) {
            return;
        }
        const auto returns = std::any_of(flown.begin() + 1, flown.end(), [&](const auto& leg) {
            return leg.destination == flown.front().origin;
        });
        set("booking.one_way", !returns);
        const auto made = day_number(booking.made.date);
        const auto departs = day_number(flown.front().departs.date);
        set("booking.days_before_departure", made && departs ? *departs - *made : -1);
    }

    /// Those of the booking that are still flown; without a booking, the carrier's.
    [[nodiscard]] std::vector<facts::FlightLeg> booked_flights() const {
        if (!facts_.booking || facts_.booking->legs.empty()) {
            return facts_.flights;
        }
        std::vector<facts::FlightLeg> flown;
        for (const facts::BookedLeg& leg : facts_.booking->legs) {
            if (!leg.is_cancelled) {
                flown.push_back(leg.flight);
            }
        }
        return flown;
    }

    void legs() {
        const std::uint32_t legs = table("booking.legs");
        const std::vector<facts::FlightLeg> flights = booked_flights();
        for (std::size_t i = 0; i < flights.size() && add_row(legs); ++i) {
            const facts::FlightLeg& leg = flights[i];
            code_in(legs, "carrier", leg.carrier);
            code_in(legs, "from", leg.origin);
            code_in(legs, "to", leg.destination);
            // An airport's code of three letters does not tell its country.
            if (leg.origin.size() == kLocodeSize) {
                code_in(legs, "from_country", std::string_view{leg.origin}.substr(0, kCountrySize));
            }
            if (leg.destination.size() == kLocodeSize) {
                code_in(
                    legs, "to_country", std::string_view{leg.destination}.substr(0, kCountrySize));
            }
            connection(legs, flights, i);
        }
    }

    /// Both times are of the one place where the next leg begins.
    void connection(std::uint32_t legs,
                    const std::vector<facts::FlightLeg>& flights,
                    std::size_t leg) {
        if (leg + 1 == flights.size() || flights[leg].destination != flights[leg + 1].origin) {
            return;
        }
        const auto arrives = minutes_of(flights[leg].arrives);
        const auto departs = minutes_of(flights[leg + 1].departs);
        if (arrives && departs && *departs >= *arrives) {
            set_in(legs, "connect_minutes", *departs - *arrives);
        }
    }

    const ScreeningFacts& facts_;
    const facts::Traveller& traveller_;
};

}  // namespace

bool counts(const facts::Hit& hit) {
    return hit.order.action != facts::ListAction::kDiscreet && hit.suppressed_by.empty();
}

std::string list_code(const std::string& list) {
    constexpr std::size_t kCodeBytes = 16;  // Of `hits.list` in the table of facts.
    const std::size_t slash = list.rfind('/');
    const std::string last = slash == std::string::npos ? list : list.substr(slash + 1);
    return core::ascii_upper(last).substr(0, kCodeBytes);
}

rules::engine::Frame traveller_frame(const ScreeningFacts& facts,
                                     const std::vector<facts::Hit>& hits,
                                     bool has_lists,
                                     const rules::engine::FactLayouts& layouts) {
    return TravellerMapper{facts, layouts.of(RuleKind::kTraveller)}.run(hits, has_lists);
}

}  // namespace sarhad::screening
