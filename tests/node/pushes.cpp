#include "pushes.h"

#include "core/text.h"

#include <algorithm>
#include <set>

namespace sarhad::node {
namespace {

using intake::Standing;

/// With a Q behind them, so that no name ends as a title does.
std::string letters(int number) {
    std::string text;
    for (int place = 0; place < 5; ++place) {
        text += static_cast<char>('A' + number % 26);
        number = number / 26 + 7 * place;
    }
    return text;
}

/// Two digits.
std::string two(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

/// YYMMDD:HHMM of that minute after 16 November 2026.
std::string stamp(int minutes) {
    return core::cat(
        "2611", two(16 + minutes / 1440), ":", two(minutes / 60 % 24), two(minutes % 60));
}

/// UNT and UNZ behind a message; the count of its segments.
std::string closed(const std::string& message, int control) {
    const auto segments =
        static_cast<std::size_t>(std::count(message.begin(), message.end(), '\'')) + 1;
    return core::cat(message, "UNT+", segments, "+1'UNZ+1+", control, "'");
}

std::string detail_of(Push::Kind kind) {
    switch (kind) {
        case Push::Kind::kChanged:
            return "745+CP";
        case Push::Kind::kReservationsCancelled:
            return "745+XR";
        case Push::Kind::kFlightCancelled:
            return "266+XF";
        case Push::Kind::kClosedWith:
            return "266+CLOB";
        case Push::Kind::kClosedWithout:
            return "266+CLNB";
        case Push::Kind::kList:
        case Push::Kind::kFullBookings:
        case Push::Kind::kUpdatedBookings:
            break;
    }
    return "745";
}

}  // namespace

bool is_booking(Push::Kind kind) {
    return kind == Push::Kind::kFullBookings || kind == Push::Kind::kUpdatedBookings;
}

PushScript::PushScript(std::uint64_t seed, int flight) : random_{seed}, flight_{flight} {
    const int count = between(3, 8);
    for (int id = 0; id < count; ++id) {
        const std::string locator = core::cat("LOC", letters(flight).substr(0, 2), id / 2);
        people_.push_back({id,
                           core::cat("TEST", letters(flight * 31 + id / 2), "Q"),
                           core::cat("GIVEN", letters(id * 17 + flight), "Q"),
                           core::cat("XT", 1'000'000 + flight % 10'000 * 10 + id),
                           core::cat(between(1, 40), std::string(1, static_cast<char>('A' + id))),
                           locator});
        is_listed_[id] = true;
        is_booked_[id] = true;
    }
    for (int step = between(3, 12); step > 0; --step) {
        minute_ += between(0, 90);
        for (int changes = between(0, 2); changes > 0; --changes)
            change();
        static constexpr std::array kKinds{Push::Kind::kFullBookings,
                                           Push::Kind::kUpdatedBookings,
                                           Push::Kind::kUpdatedBookings,
                                           Push::Kind::kList,
                                           Push::Kind::kList,
                                           Push::Kind::kChanged,
                                           Push::Kind::kReservationsCancelled,
                                           Push::Kind::kFlightCancelled,
                                           Push::Kind::kClosedWith,
                                           Push::Kind::kClosedWithout};
        push(kKinds[static_cast<std::size_t>(between(0, static_cast<int>(kKinds.size()) - 1))]);
    }
    arrivals_ = made_;
    for (const Push& one : made_) {
        if (one_in(5)) arrivals_.push_back(one);  // The very bytes.
        if (one_in(5)) {                          // The same again, later, in another order.
            Push again = one;
            again.prepared = minute_ + between(0, 30);
            again.control = ++control_;
            std::shuffle(again.named.begin(), again.named.end(), random_);
            arrivals_.push_back(again);
        }
    }
    if (!one_in(3)) {
        for (int swaps = between(1, 6); swaps > 0; --swaps) {
            const auto last = static_cast<int>(arrivals_.size()) - 1;
            std::swap(arrivals_[static_cast<std::size_t>(between(0, last))],
                      arrivals_[static_cast<std::size_t>(between(0, last))]);
        }
    }
    for (const Push& one : arrivals_)
        texts_.push_back(text_of(one));
}

int PushScript::between(int least, int most) {
    return std::uniform_int_distribution<int>{least, most}(random_);
}

CarriersPerson& PushScript::any() {
    return people_[static_cast<std::size_t>(between(0, static_cast<int>(people_.size()) - 1))];
}

/// Of nobody both the name and the document change: that would be somebody else.
void PushScript::change() {
    CarriersPerson& who = any();
    switch (between(0, 4)) {
        case 0:
            if (who.id % 2 == 0)
                who.given = core::cat("GIVEN", letters(between(0, 1'000'000)), "Q");
            break;
        case 1:
            if (who.id % 2 == 1) who.document = core::cat("XT", between(2'000'000, 9'000'000));
            break;
        case 2:
            who.seat = core::cat(between(1, 40), std::string(1, static_cast<char>('A' + who.id)));
            break;
        case 3:
            is_listed_[who.id] = !is_listed_[who.id];
            break;
        default:  // Not our enum.
            is_booked_[who.id] = !is_booked_[who.id];
            break;
    }
}

void PushScript::push_bookings(Push& made) {
    std::set<std::string> locators;
    for (const CarriersPerson& one : people_) {
        const bool is_named = made.kind == Push::Kind::kFullBookings || one_in(2);
        if (is_named) locators.insert(one.locator);
    }
    for (const std::string& locator : locators) {
        std::vector<CarriersPerson> booked;
        std::vector<CarriersPerson> all;
        for (const CarriersPerson& one : people_) {
            if (one.locator != locator) continue;
            all.push_back(one);
            if (is_booked_[one.id]) booked.push_back(one);
        }
        const bool is_gone = booked.empty();
        // A full push drops a booking that is cancelled; an update says it, in either of two ways.
        if (is_gone && made.kind == Push::Kind::kFullBookings) continue;
        if (is_gone && one_in(2)) {
            made.cancelled.push_back(locator);
            booked = all;
        } else if (is_gone) {
            made.empty.push_back(locator);
        }
        made.named.insert(made.named.end(), booked.begin(), booked.end());
    }
}

void PushScript::push(Push::Kind kind) {
    Push made;
    made.kind = kind;
    made.prepared = minute_;
    made.control = ++control_;
    if (is_booking(kind)) {
        push_bookings(made);
    } else if (kind == Push::Kind::kList || kind == Push::Kind::kClosedWith) {
        for (const CarriersPerson& one : people_) {
            if (is_listed_[one.id]) made.named.push_back(one);
        }
    } else if (kind != Push::Kind::kFlightCancelled) {
        std::set<int> chosen;
        for (int count = between(1, 2); count > 0; --count)
            chosen.insert(any().id);
        for (const int id : chosen)
            made.named.push_back(people_[static_cast<std::size_t>(id)]);
    }
    made_.push_back(std::move(made));
}

std::string PushScript::text_of(const Push& push) const {
    return is_booking(push.kind) ? bookings_text(push) : list_text(push);
}

std::string PushScript::list_text(const Push& push) const {
    std::string body = core::cat("UNH+1+PAXLST:D:02B:UN:IATA'BGM+",
                                 detail_of(push.kind),
                                 "'TDT+20+QX",
                                 flight_,
                                 "'LOC+125+XXA'DTM+189:2611261015:201'LOC+87+XXB'"
                                 "DTM+232:2611261325:201'");
    for (const CarriersPerson& one : push.named) {
        body += core::cat("NAD+FL+++",
                          one.surname,
                          ":",
                          one.given,
                          "'ATT+2++M'DTM+329:800102'LOC+178+XXA'LOC+179+XXB'NAT+2+XAA'RFF+SEA:",
                          one.seat,
                          "'DOC+P:110:111+",
                          one.document,
                          "'LOC+91+XAA'");
    }
    body += core::cat("CNT+42:", push.named.size(), "'");
    return core::cat("UNA:+.? 'UNB+UNOA:4+QXAIR:ZZ+PKNTC:ZZ+",
                     stamp(push.prepared),
                     "+",
                     push.control,
                     "++APIS'",
                     closed(body, push.control));
}

std::string PushScript::bookings_text(const Push& push) const {
    const std::string leg = core::cat("TVL+261126:1015:261126:1325+XXA+XXB+QX+", flight_);
    std::vector<std::string> locators = push.empty;
    for (const CarriersPerson& one : push.named) {
        if (std::find(locators.begin(), locators.end(), one.locator) == locators.end()) {
            locators.push_back(one.locator);
        }
    }
    std::string body = core::cat("UNH+1+PNRGOV:13:1:IA'MSG+:",
                                 push.kind == Push::Kind::kFullBookings ? "22" : "141",
                                 "'ORG+QX:XXA'",
                                 leg,
                                 "'EQN+",
                                 locators.size(),
                                 "'");
    for (const std::string& locator : locators) {
        body += core::cat("SRC'RCI+QX:", locator, "'DAT+700:201126:1200'");
        int place = 0;
        for (const CarriersPerson& one : push.named) {
            if (one.locator != locator) continue;
            ++place;
            body += core::cat("TIF+", one.surname, "+", one.given, ":A:", place);
            body += core::cat("'SSR+DOCS:HK:1:QX:::::/P/XAA/", one.document, "/XAA/02JAN80/M/");
            body += core::cat("31JAN31/", one.surname, "/", one.given, "+::", place, "'");
        }
        const bool is_cancelled =
            std::find(push.cancelled.begin(), push.cancelled.end(), locator) !=
            push.cancelled.end();
        const bool is_empty = place == 0;
        if (!is_empty) {
            body += core::cat(leg, ":Y'RPI+", place, "+", is_cancelled ? "HX" : "HK", "'");
        }
    }
    return core::cat("UNA:+.? 'UNB+IATA:1+QX+PKNTC+",
                     stamp(push.prepared),
                     "+",
                     push.control,
                     "++PNRGOV'",
                     closed(body, push.control));
}

int PushScript::repeats() const {
    int repeats = 0;
    std::set<std::string> seen;
    for (const Push& one : arrivals_)
        repeats += seen.insert(text_of(one)).second ? 0 : 1;
    return repeats;
}

int PushScript::id_of(const std::string& given, const std::string& document) const {
    for (const Push& one : made_) {
        for (const CarriersPerson& who : one.named) {
            if (who.given == given || who.document == document) return who.id;
        }
    }
    return -1;
}

std::size_t PushScript::different_tellings() const {
    std::set<std::string> tellings;
    for (const Push& one : made_) {
        for (const CarriersPerson& who : one.named) {
            const std::string who_is = core::cat(who.given, " ", who.document, " ");
            if (!is_booking(one.kind)) {
                tellings.insert(core::cat("list ", who_is, who.seat));
                continue;
            }
            // How many are in the booking is told of each of them, and whether it is cancelled.
            const auto party =
                std::count_if(one.named.begin(), one.named.end(), [&](const auto& other) {
                    return other.locator == who.locator;
                });
            const auto cancelled =
                std::count(one.cancelled.begin(), one.cancelled.end(), who.locator);
            tellings.insert(core::cat("booking ", who_is, who.locator, " ", party, " ", cancelled));
        }
    }
    return tellings.size();
}

Roster PushScript::oracle(std::size_t count, bool of_bookings) const {
    std::vector<Push> words;
    std::set<std::string> seen;
    for (std::size_t at = 0; at < count; ++at) {
        if (seen.insert(texts_[at]).second) words.push_back(arrivals_[at]);
    }
    std::stable_sort(words.begin(), words.end(), [](const Push& one, const Push& other) {
        return one.prepared < other.prepared;
    });
    Roster roster;
    for (const Push& word : words) {
        if (word.kind == Push::Kind::kFlightCancelled) {
            for (auto& [id, stands] : roster)
                stands.standing = Standing::kCancelled;
            continue;
        }
        if (is_booking(word.kind) != of_bookings) continue;
        std::set<int> named;
        for (const CarriersPerson& one : word.named)
            named.insert(one.id);
        std::set<std::string> locators{word.empty.begin(), word.empty.end()};
        for (const CarriersPerson& one : word.named)
            locators.insert(one.locator);
        for (auto& [id, stands] : roster) {
            if (named.contains(id)) continue;
            const bool was_cancelled = stands.standing == Standing::kCancelled;
            const bool is_dropped = word.kind == Push::Kind::kFullBookings ||
                                    word.kind == Push::Kind::kList ||
                                    (word.kind == Push::Kind::kUpdatedBookings &&
                                     locators.contains(stands.told.locator));
            if (is_dropped) stands.standing = Standing::kCancelled;
            if (was_cancelled) continue;
            if (word.kind == Push::Kind::kClosedWith) stands.standing = Standing::kNotBoarded;
            if (word.kind == Push::Kind::kClosedWithout) stands.standing = Standing::kBoarded;
        }
        for (const CarriersPerson& one : word.named) {
            Standing standing = Standing::kExpected;
            if (word.kind == Push::Kind::kReservationsCancelled) standing = Standing::kCancelled;
            if (word.kind == Push::Kind::kClosedWith) standing = Standing::kBoarded;
            if (word.kind == Push::Kind::kClosedWithout) standing = Standing::kNotBoarded;
            if (std::count(word.cancelled.begin(), word.cancelled.end(), one.locator) > 0) {
                standing = Standing::kCancelled;
            }
            const bool is_told_anew = word.kind != Push::Kind::kReservationsCancelled &&
                                      word.kind != Push::Kind::kClosedWithout &&
                                      standing != Standing::kCancelled;
            roster[one.id] = {standing, one, is_told_anew};
        }
    }
    return roster;
}

}  // namespace sarhad::node
