#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "watchlists/entry.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/sim_random.h"

namespace sarhad::sim {

/// Every name here is put together from syllables by the seed: nobody real is listed or travels.
struct Person {
    std::string surname;
    std::string given;
    std::string document;
    std::string born;  ///< "YYYY-MM-DD".
};

/// One edition of the simulated list, as its agency made it.
struct Edition {
    std::string name{"wl/sim/persons"};
    std::uint64_t number{0};
    std::map<std::string, watchlists::ListEntry> entries;  ///< By id.
};

/// A message that a carrier drops into a port's spool.
struct Arrival {
    std::string file;
    core::Bytes content;
    std::vector<std::string> documents;  ///< Of its travellers, in order.
    std::size_t listed{0};               ///< How many of them every edition lists.
};

/// A flight, as carriers write it.
struct Journey {
    std::string flight;
    std::string to;       ///< Code of the port of arrival.
    std::string departs;  ///< "YYMMDDhhmm", likewise `arrives`.
    std::string arrives;
};

/// A list of a journey that is still to come, as its carrier tells central of it.
struct Announcement {
    Journey journey;
    core::Bytes content;
    std::size_t travellers{0};
};

/// What happens at the ports and at the agency. All by one seed.
class Workload final {
public:
    static constexpr std::size_t kAlwaysListed = 24;  ///< Entries that every edition has.
    static constexpr std::size_t kPlannedMax = 6;     ///< Journeys whose lists may still change.

    Workload(SimRandom& random, std::size_t entries);

    /// The edition after the last one: some entries come, some change, some go. Edition 1 has
    /// them all new.
    [[nodiscard]] const Edition& next_edition();
    /// 1 to 5 travellers, of whom about one in eight is listed.
    [[nodiscard]] Arrival next_arrival();
    /// Of a new journey, some hours after `now`, or of one that is planned already: then some
    /// travellers are on it no more, and others are new. 1 to 8, each once.
    [[nodiscard]] Announcement next_announcement(core::WallTime now);

    /// A number that is somebody else's: the next edition has the one after it.
    std::uint64_t skip_edition() { return ++edition_.number; }

    [[nodiscard]] const Edition& edition() const { return edition_; }
    /// True for the documents of people whom every edition lists.
    [[nodiscard]] bool is_always_listed(const std::string& document) const;

private:
    [[nodiscard]] std::string make_name(std::size_t syllables, std::size_t first);
    [[nodiscard]] Person make_person(char document_prefix);
    [[nodiscard]] watchlists::ListEntry make_entry(const std::string& id, const Person& person);

    /// A journey, and who is on its newest list.
    struct Planned {
        Journey journey;
        std::vector<Person> travellers;
    };

    SimRandom& random_;
    std::size_t entries_;
    std::vector<Person> always_listed_;
    Edition edition_;
    std::uint64_t persons_{0};
    std::uint64_t ids_{0};
    std::uint64_t messages_{0};
    std::vector<Planned> planned_;
    std::uint64_t journeys_{0};
};

/// The hash of a list's state as docs/protocol.md defines it, computed here anew and slowly: the
/// oracle of what node and central compute. `rows`: the hash of each row's body, by its id.
[[nodiscard]] core::Bytes slow_state_root(const std::map<std::string, core::Bytes>& rows);
/// BLAKE2b-256.
[[nodiscard]] core::Bytes slow_hash(const core::Bytes& bytes);

}  // namespace sarhad::sim
