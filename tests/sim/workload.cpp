#include "sim/workload.h"

#include "core/text.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace sarhad::sim {
namespace {

/// Half of them for who is listed, half for who is not, so that no name is like another by chance.
constexpr std::array<const char*, 24> kSyllables{
    "BAR", "DOM", "FEL", "GOR", "HIV", "JAN", "KEM", "LUR", "MEX", "NOV", "PIR", "QUL",
    "RUD", "SEG", "TAB", "VIN", "WOX", "YEL", "ZUM", "BRI", "CLO", "DRA", "STE", "TRU"};

std::string two_digits(std::uint64_t value) {
    return core::cat(value / 10 % 10, value % 10);
}

/// "1981-04-12" as EDIFACT's "810412".
std::string short_date(const std::string& date) {
    return date.substr(2, 2) + date.substr(5, 2) + date.substr(8, 2);
}

/// "2026-11-23T10:15:00.000000Z" as EDIFACT's "2611231015".
std::string short_moment(core::WallTime at) {
    const std::string text = core::to_rfc3339(at);
    return short_date(text) + text.substr(11, 2) + text.substr(14, 2);
}

void add_traveller(std::string& text, const Person& person) {
    text += core::cat("NAD+FL+++", person.surname, ":", person.given, "'\n");
    text += core::cat("ATT+2++M'\nDTM+329:", short_date(person.born), "'\n");
    text += "LOC+178+XXA'\nLOC+179+XXB'\nNAT+2+XAA'\n";
    text += core::cat("DOC+P:110:111+", person.document, "'\n");
    text += "DTM+36:350101'\nLOC+91+XAA'\n";
}

/// A PAXLST interchange with one message.
core::Bytes compose(std::uint64_t serial,
                    const Journey& journey,
                    const std::vector<Person>& travellers) {
    std::string text = core::cat("UNA:+.? '\nUNB+UNOA:4+QXAIR:ZZ+PKNTC:ZZ+261123:0630+",
                                 serial,
                                 "++APIS'\nUNG+PAXLST+QX AIRWAYS+PKNTC+261123:0630+1+UN+D:02B'\n"
                                 "UNH+QX0001+PAXLST:D:02B:UN:IATA+QX",
                                 serial,
                                 "'\nBGM+745'\nTDT+20+",
                                 journey.flight,
                                 "'\nLOC+125+XXA'\nDTM+189:",
                                 journey.departs,
                                 ":201'\nLOC+87+",
                                 journey.to,
                                 "'\nDTM+232:",
                                 journey.arrives,
                                 ":201'\n");
    for (const Person& person : travellers) {
        add_traveller(text, person);
    }
    const auto segments = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\''));
    // UNH to UNT: all of them but UNA, UNB and UNG, plus CNT and UNT themselves.
    text += core::cat("CNT+42:",
                      travellers.size(),
                      "'\nUNT+",
                      segments - 3 + 2,
                      "+QX0001'\nUNE+1+1'\nUNZ+1+",
                      serial,
                      "'\n");
    return core::to_bytes(text);
}

}  // namespace

Workload::Workload(SimRandom& random, std::size_t entries) : random_{random}, entries_{entries} {}

std::string Workload::make_name(std::size_t syllables, std::size_t first) {
    std::string name;
    for (std::size_t i = 0; i < syllables; ++i) {
        name += kSyllables.at(first + random_.below(kSyllables.size() / 2));
    }
    return name;
}

Person Workload::make_person(char document_prefix) {
    Person person;
    const std::size_t first = document_prefix == 'L' ? 0 : kSyllables.size() / 2;
    person.surname = make_name(3, first);
    person.given = make_name(2, first);
    person.document = core::cat(std::string(1, document_prefix), "X", 1000000 + ++persons_);
    person.born = core::cat(1950 + random_.below(50),
                            "-",
                            two_digits(random_.between(1, 12)),
                            "-",
                            two_digits(random_.between(1, 28)));
    return person;
}

watchlists::ListEntry Workload::make_entry(const std::string& id, const Person& person) {
    watchlists::ListEntry entry;
    entry.id = id;
    entry.source = "SIM";
    watchlists::ListedName name;
    name.text = core::Redacted{person.given + " " + person.surname};
    name.family = core::Redacted{person.surname};
    name.given = core::Redacted{person.given};
    entry.names.push_back(std::move(name));
    const core::Result<facts::PartialDate> born = facts::PartialDate::parse(person.born);
    entry.births.push_back({core::Redacted{*born}, core::Redacted{*born}});
    entry.documents.push_back({"Passport", core::Redacted{person.document}, "XAA"});
    entry.nationalities.emplace_back("XAA");
    std::string remarks = "revision " + std::to_string(random_.next());
    remarks.resize(200 + random_.below(700), '.');
    entry.remarks = core::Redacted{std::move(remarks)};
    entry.programme = "SIMULATED";
    return entry;
}

const Edition& Workload::next_edition() {
    ++edition_.number;
    auto& entries = edition_.entries;
    while (always_listed_.size() < kAlwaysListed) {
        always_listed_.push_back(make_person('L'));
        const std::string id = core::cat("SIM-A", 100 + always_listed_.size());
        entries.emplace(id, make_entry(id, always_listed_.back()));
    }
    for (auto it = entries.begin(); it != entries.end();) {
        const bool is_kept = it->first.compare(0, 5, "SIM-A") == 0 || random_.chance(850);
        if (is_kept && random_.chance(250)) {
            std::string remarks = "revision " + std::to_string(random_.next());
            remarks.resize(200 + random_.below(700), '.');
            it->second.remarks = core::Redacted{std::move(remarks)};
        }
        it = is_kept ? std::next(it) : entries.erase(it);
    }
    while (entries.size() < entries_) {
        const std::string id = core::cat("SIM-B", 10000 + ++ids_);
        entries.emplace(id, make_entry(id, make_person('L')));
    }
    return edition_;
}

Arrival Workload::next_arrival() {
    const std::uint64_t serial = 100000 + ++messages_;
    const std::size_t count = random_.between(1, 5);
    Arrival arrival;
    arrival.file = core::cat("sim-", serial, ".edi");
    std::vector<Person> travellers;
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_listed = !always_listed_.empty() && random_.chance(125);
        travellers.push_back(is_listed ? always_listed_[random_.below(always_listed_.size())]
                                       : make_person('T'));
        arrival.documents.push_back(travellers.back().document);
        arrival.listed += is_listed ? 1U : 0U;
    }
    arrival.content =
        compose(serial,
                {core::cat("QY", 1000 + serial % 9000), "XXB", "2611231015", "2611231325"},
                travellers);
    return arrival;
}

Announcement Workload::next_announcement(core::WallTime now) {
    const bool is_new = planned_.empty() || (planned_.size() < kPlannedMax && random_.chance(400));
    if (is_new) {
        constexpr std::array<const char*, 4> kEnds{"XXB", "XXC", "XXD", "XXE"};
        const auto hour = std::chrono::microseconds{std::chrono::hours{1}}.count();
        const core::WallTime departs{now.micros +
                                     hour * static_cast<std::int64_t>(random_.between(2, 30))};
        planned_.push_back({{core::cat("QX", 1000 + ++journeys_),
                             kEnds.at(random_.below(kEnds.size())),
                             short_moment(departs),
                             short_moment({departs.micros + 3 * hour})},
                            {}});
    }
    const std::size_t at = is_new ? planned_.size() - 1 : random_.below(planned_.size());
    Planned& planned = planned_[at];
    std::erase_if(planned.travellers,
                  [this](const Person& /*who*/) { return random_.chance(250); });
    const std::size_t count = random_.between(1, 8);
    while (planned.travellers.size() < count) {
        Person person = make_person('T');
        if (!always_listed_.empty() && random_.chance(125)) {
            person = always_listed_[random_.below(always_listed_.size())];
        }
        const bool is_there = std::any_of(
            planned.travellers.begin(), planned.travellers.end(), [&](const Person& one) {
                return one.document == person.document;
            });
        if (!is_there) {
            planned.travellers.push_back(std::move(person));
        }
    }
    Announcement told{planned.journey,
                      compose(100000 + ++messages_, planned.journey, planned.travellers),
                      planned.travellers.size()};
    if (random_.chance(100)) {  // Its carrier has no more to say of it.
        planned_.erase(planned_.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return told;
}

bool Workload::is_always_listed(const std::string& document) const {
    return std::any_of(always_listed_.begin(), always_listed_.end(), [&](const Person& person) {
        return person.document == document;
    });
}

namespace {

core::Bytes slow_hash_of(const core::Bytes& bytes, std::size_t size) {
    core::Bytes hash(size);
    crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
    return hash;
}

}  // namespace

core::Bytes slow_hash(const core::Bytes& bytes) {
    return slow_hash_of(bytes, 32);
}

core::Bytes slow_state_root(const std::map<std::string, core::Bytes>& rows) {
    std::map<std::pair<std::uint8_t, std::uint8_t>, core::Bytes> buckets;
    for (const auto& [id, hash] : rows) {
        const core::Bytes place = slow_hash(core::to_bytes(id));
        core::Bytes& bucket = buckets[{place[0], place[1]}];
        core::put_u16(bucket, static_cast<std::uint16_t>(id.size()));
        core::append(bucket, core::as_bytes(id));
        core::append(bucket, hash);
    }
    constexpr std::size_t kLeaf = 16;
    std::vector<core::Bytes> groups(256, core::Bytes(256 * kLeaf));
    for (const auto& [place, bucket] : buckets) {
        const core::Bytes leaf = slow_hash_of(bucket, kLeaf);
        std::copy(leaf.begin(),
                  leaf.end(),
                  groups[place.first].begin() + static_cast<std::ptrdiff_t>(place.second * kLeaf));
    }
    core::Bytes all = core::to_bytes(std::string_view{"sarhad/state/v1"});
    all.push_back(0);
    core::put_u64(all, rows.size());
    for (const core::Bytes& group : groups) {
        core::append(all, slow_hash_of(group, kLeaf));
    }
    return slow_hash(all);
}

}  // namespace sarhad::sim
