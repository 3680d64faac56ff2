#pragma once

#include "charset.h"
#include "values.h"

#include "facts/message.h"
#include "intake/edifact.h"
#include "intake/interchange.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

inline constexpr std::size_t kMessages = 1'000;  ///< A file.
inline constexpr std::size_t kFileTravellers = 20'000;
inline constexpr std::size_t kFileBagTags = 50'000;
/// What a file's bills, containers, goods, parties and places may take, their texts not counted.
inline constexpr core::ByteSize kFileCargoBytes{std::uint64_t{128} * 1024 * 1024};
inline constexpr std::size_t kProblems = facts::max_of(&facts::Message::problems);
inline constexpr std::size_t kTravellers = facts::max_of(&facts::Message::travellers);
inline constexpr std::size_t kFlights = facts::max_of(&facts::Message::flights);
inline constexpr std::size_t kDocuments = facts::max_of(&facts::Traveller::documents);
inline constexpr std::size_t kBagTags = facts::max_of(&facts::Traveller::bag_tags);

/// The one problem that leaves a message ok: texts were left out on purpose.
inline constexpr std::string_view kNotKeptCode = "not-kept";

/// A total that the sender states (CNT), checked when all parts of a file are read.
struct StatedCount {
    std::string code;  ///< "41" crew, "42" passengers, other codes: all.
    std::uint64_t count{0};
    std::uint32_t segment{0};
    std::uint32_t offset{0};
};

/// Which part of a longer message this is (UNH S010); number 0 where it is whole.
struct MessagePart {
    std::uint64_t number{0};
    bool is_final{true};
    std::string access_reference;  ///< UNH 0068, the same in all parts.
};

/// A message while it is being read: every addition keeps to the limits of the fact tables, and
/// what does not fit becomes a problem.
struct MessageDraft {
    facts::Message message;
    Charset charset;
    facts::PartialDate prepared;  ///< The reference for two-digit years.
    facts::LocalTime made;        ///< SentMessage::prepared.
    std::vector<StatedCount> stated;
    MessagePart part;
    std::size_t crew{0};              ///< Travellers with a crew qualifier, crew in transit too.
    std::size_t named_travellers{0};  ///< Those past kTravellers too.
    std::uint32_t unstored_texts{0};  ///< FTX other than baggage: never stored.
    std::size_t traveller_room{kFileTravellers};  ///< What the messages before it in the file left.
    std::size_t bag_tag_room{kFileBagTags};
    std::size_t cargo_room{kFileCargoBytes.bytes};  ///< Bytes.
    bool waits_for_parts{false};  ///< An empty one is the head of what is to come.
    bool is_incomplete{false};    ///< Other parts of it are in none of the files read with it.
    bool is_settled{false};       ///< Its status is its reader's.
    std::size_t file{0};          ///< Of several that are read together.
    bool is_too_large{false};     ///< Something found no room: the message is to be refused.

    void problem(const Segment& segment, std::string code, std::string text);
    void problem(facts::Problem found);
    /// The text as UTF-8, cut to `max` with a problem.
    [[nodiscard]] std::string text(const Segment& segment, std::string_view sent, std::size_t max);
    /// Unknown, with a problem, where `sent` is no date; unknown without one where it is empty.
    [[nodiscard]] facts::PartialDate date(const Segment& segment,
                                          std::string_view sent,
                                          std::string_view format,
                                          Century century);
    /// Null past kTravellers: the traveller is counted and one problem says so. Null past the room
    /// of the file.
    [[nodiscard]] facts::Traveller* add_traveller(const Segment& segment);
    /// The tags of `count` consecutive bags; past kBagTags a problem says so, past the room of the
    /// file none is added.
    void add_bag_tags(const Segment& segment,
                      facts::Traveller& to,
                      std::string_view first,
                      std::uint32_t count);
    /// Null past kDocuments, with a problem.
    [[nodiscard]] facts::TravelDocument* add_document(const Segment& segment,
                                                      facts::Traveller& to,
                                                      std::string_view kind,
                                                      std::string_view number);
};

/// True where it tells of no flight, nobody and nothing.
[[nodiscard]] bool is_empty(const facts::Message& message);
/// Forgets all that was read into it; its header and problems stay.
void clear_facts(facts::Message& message);
/// A message of which nothing could be read, for the reason that its one problem gives.
[[nodiscard]] facts::Message refused_file(std::string code, std::uint32_t offset, std::string text);
/// One more value of `sort` that is left out on purpose ("meal"): see docs/intake.md.
void leave_out(facts::Message& message, std::string_view sort, std::uint32_t count = 1);

/// What a port is to a flight.
enum class StopRole : std::uint8_t {
    kDeparture,
    kArrival,
    kEither,    ///< Its times, or its place in the order, decide.
    kInferred,  ///< As kEither, where the code is not one for ports of a flight: a problem names
                ///< it.
    kFinal,     ///< A destination only where a departure waits for one or a time stands with it.
};

/// Puts flights together from TDT, LOC and DTM in the order in which they come.
class Itinerary {
public:
    explicit Itinerary(MessageDraft& draft) : draft_{draft} {}
    void start_flight(const Segment& tdt, std::string_view reference, std::string_view carrier);
    void add_stop(const Segment& loc, std::string_view code, StopRole role);
    /// A location that is no port of the flight: the times that follow belong to it, not to the
    /// stop before.
    void pass_location() { is_passing_ = true; }
    /// Of the last stop; of the whole flight where none was named yet. A time that cannot be read,
    /// or is there already, is a problem.
    void set_departure(const Segment& dtm, const core::Result<TimeRead>& time);
    void set_arrival(const Segment& dtm, const core::Result<TimeRead>& time);
    /// A flight is open: TDT was read, and no traveller since.
    [[nodiscard]] bool has_flight() const { return has_flight_; }
    void finish_flight();

private:
    struct Stop {
        std::string code;
        StopRole role;
        facts::LocalTime departs;
        facts::LocalTime arrives;
        Segment segment;
    };
    void set(const Segment& dtm,
             const core::Result<TimeRead>& sent,
             facts::LocalTime Stop::*of_stop,
             facts::LocalTime& of_flight);
    void order_stops();
    void place_flight_times();
    void arrive(const Stop& stop);
    void depart(const Stop& stop);
    void take(const Stop& stop);
    void add_leg(const Segment& at, facts::FlightLeg leg);

    MessageDraft& draft_;
    Segment tdt_{};
    FlightName name_{};
    std::vector<Stop> stops_{};
    facts::LocalTime flight_departs_{};  ///< Stated before any port.
    facts::LocalTime flight_arrives_{};
    std::optional<Stop> waiting_{};       ///< A departure without its arrival yet.
    std::optional<Stop> last_arrival_{};  ///< Where a further leg starts that names no departure.
    bool has_flight_{false};
    bool is_passing_{false};
};

}  // namespace sarhad::intake
