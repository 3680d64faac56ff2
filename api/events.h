#pragma once

#include "api/json.h"
#include "api/router.h"
#include "core/result.h"
#include "core/scheduler.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::api {

/// One server-sent event.
struct Event {
    std::uint64_t id{0};  ///< 0: has none, cannot be resumed after.
    std::string name{};   ///< "alert", "node.state": letters, digits, '.', '-', '_'.
    Json data{};
};

/// "id: 7\nevent: alert\ndata: {...}\n\n", as text/event-stream writes it.
[[nodiscard]] std::string to_frame(const Event& event);

constexpr std::size_t kMaxQueuedEvents = 256;  ///< Waiting for one client.
constexpr std::size_t kEventHistory = 1024;    ///< Kept for clients that resume.

/// What one client of an event stream still has to receive. The server takes frames out as fast as
/// the client reads; one that falls kMaxQueuedEvents behind is closed, and resumes by the id of the
/// last event it saw. Thread: loop.
class EventStream {
public:
    using Frame = std::shared_ptr<const std::string>;

    EventStream() = default;
    /// With what is to be sent before anything else; does not count against the bound.
    explicit EventStream(std::deque<Frame> backlog) : backlog_{std::move(backlog)} {}
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// False, and the event is not taken, where the stream is closed; closes it where it is full.
    bool send(std::string_view name, Json data);
    bool send(Frame frame);
    /// What is queued is still delivered.
    void close();
    [[nodiscard]] bool closed() const noexcept { return closed_; }
    /// True where it was closed because its client did not keep up.
    [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }

    /// For the server: `wake` runs whenever there is something to take, or the stream is closed.
    void on_change(core::Task wake) { wake_ = std::move(wake); }
    /// The next frame, null where none waits.
    [[nodiscard]] Frame take();

private:
    void wake() const;

    std::deque<Frame> backlog_{};
    std::deque<Frame> queue_{};
    core::Task wake_{};
    bool closed_{false};
    bool overflowed_{false};
};

/// Where a daemon's parts publish and streams subscribe. Keeps the last kEventHistory events, so
/// that a client which lost its connection misses nothing. Thread: loop.
class EventHub {
public:
    /// Ids count up from `first_id`, at least 1: give the wall clock's microseconds at start, so
    /// that ids go on growing over restarts of the daemon.
    explicit EventHub(std::uint64_t first_id);

    /// Gives the event's id. `name` as Event::name says (checked).
    std::uint64_t publish(std::string_view name, Json data);

    /// Everything after `last_id` that is still kept, then what comes. Where `last_id` is older
    /// than what is kept, or not from here, the first event is "gap" {"oldest":...,"newest":...}:
    /// the client reads the state anew. Without `last_id`: only what comes.
    [[nodiscard]] std::shared_ptr<EventStream> subscribe(std::optional<std::uint64_t> last_id);

    /// Closes every stream: before the daemon ends.
    void close();
    [[nodiscard]] std::size_t subscribers() const;

private:
    struct Kept {
        std::uint64_t id;
        EventStream::Frame frame;
    };

    std::uint64_t next_id_;
    std::deque<Kept> kept_{};
    std::vector<std::weak_ptr<EventStream>> streams_{};
};

/// Adds GET /v1/events: the hub's stream, resumed by Last-Event-ID or ?last_event_id=. The hub
/// outlives the router.
void add_events_route(Router& router, EventHub& hub);

/// Reads text/event-stream, in pieces of any size.
class EventReader {
public:
    static constexpr std::size_t kMaxEventBytes = 1U << 20U;

    /// The events that `bytes` completes. kInvalid for data that is no JSON, kExhausted for an
    /// event over kMaxEventBytes; after an error the reader is spent.
    [[nodiscard]] core::Result<std::vector<Event>> feed(std::string_view bytes);

private:
    core::Status take_line(std::string_view line, std::vector<Event>& events);

    std::string pending_{};  ///< A line whose end has not come yet.
    std::string data_{};
    Event next_{};
};

}  // namespace sarhad::api
