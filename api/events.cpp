#include "api/events.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>

namespace sarhad::api {

using core::cat;
using core::Errc;
using core::Error;

namespace {

bool is_event_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_';
    });
}

EventStream::Frame shared_frame(const Event& event) {
    return std::make_shared<const std::string>(to_frame(event));
}

}  // namespace

std::string to_frame(const Event& event) {
    SARHAD_CHECK(is_event_name(event.name));
    std::string frame;
    if (event.id != 0) frame += cat("id: ", event.id, "\n");
    // Compact JSON has no line break, so one data line is enough.
    frame += cat("event: ", event.name, "\ndata: ", to_text(event.data), "\n\n");
    return frame;
}

bool EventStream::send(std::string_view name, Json data) {
    return send(shared_frame(Event{0, std::string{name}, std::move(data)}));
}

bool EventStream::send(Frame frame) {
    if (closed_) return false;
    if (queue_.size() == kMaxQueuedEvents) {
        overflowed_ = true;
        close();
        return false;
    }
    queue_.push_back(std::move(frame));
    wake();
    return true;
}

void EventStream::close() {
    if (closed_) return;
    closed_ = true;
    wake();
}

EventStream::Frame EventStream::take() {
    std::deque<Frame>& from = backlog_.empty() ? queue_ : backlog_;
    if (from.empty()) return nullptr;
    Frame frame = std::move(from.front());
    from.pop_front();
    return frame;
}

void EventStream::wake() const {
    // A copy: the server may take its callback back while it runs.
    const core::Task wake = wake_;
    if (wake) wake();
}

EventHub::EventHub(std::uint64_t first_id) : next_id_{first_id} {
    SARHAD_CHECK(first_id >= 1);
}

std::uint64_t EventHub::publish(std::string_view name, Json data) {
    const std::uint64_t id = next_id_++;
    const auto frame = shared_frame(Event{id, std::string{name}, std::move(data)});
    if (kept_.size() == kEventHistory) kept_.pop_front();
    kept_.push_back({id, frame});
    const auto streams = streams_;  // A stream's wake may subscribe or close.
    for (const auto& held : streams) {
        if (const auto stream = held.lock()) stream->send(frame);
    }
    std::erase_if(streams_, [](const auto& held) {
        const auto stream = held.lock();
        return !stream || stream->closed();
    });
    return id;
}

std::shared_ptr<EventStream> EventHub::subscribe(std::optional<std::uint64_t> last_id) {
    std::deque<EventStream::Frame> backlog;
    if (last_id) {
        const std::uint64_t oldest = kept_.empty() ? next_id_ : kept_.front().id;
        if (*last_id + 1 < oldest || *last_id >= next_id_) {
            const Json range = Json::object({{"oldest", oldest}, {"newest", next_id_ - 1}});
            backlog.push_back(shared_frame(Event{0, "gap", range}));
        }
        for (const Kept& kept : kept_) {
            if (kept.id > *last_id || *last_id >= next_id_) backlog.push_back(kept.frame);
        }
    }
    auto stream = std::make_shared<EventStream>(std::move(backlog));
    streams_.push_back(stream);
    return stream;
}

void EventHub::close() {
    const auto streams = std::exchange(streams_, {});
    for (const auto& held : streams) {
        if (const auto stream = held.lock()) stream->close();
    }
}

std::size_t EventHub::subscribers() const {
    return static_cast<std::size_t>(std::ranges::count_if(streams_, [](const auto& held) {
        const auto stream = held.lock();
        return stream && !stream->closed();
    }));
}

void add_events_route(Router& router, EventHub& hub) {
    const auto open = [&hub](const Request& request, const Params&) -> Response {
        std::optional<std::uint64_t> last = request.last_event_id;
        if (request.query.find("last_event_id") != nullptr) {
            SARHAD_TRY(last, request.query.number("last_event_id"));
        }
        return Response::stream(hub.subscribe(last));
    };
    router.add(Method::kGet,
               "/v1/events",
               Role::kViewer,
               open,
               "Follows events as they happen (text/event-stream).");
}

core::Result<std::vector<Event>> EventReader::feed(std::string_view bytes) {
    std::vector<Event> events;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        pending_ += bytes.substr(0, end);
        if (pending_.size() + data_.size() > kMaxEventBytes) {
            return Error{Errc::kExhausted, cat("an event of over ", kMaxEventBytes, " bytes")};
        }
        if (end == std::string_view::npos) break;
        bytes.remove_prefix(end + 1);
        if (pending_.ends_with('\r')) pending_.pop_back();
        const std::string line = std::exchange(pending_, {});
        SARHAD_TRY_STATUS(take_line(line, events));
    }
    return events;
}

core::Status EventReader::take_line(std::string_view line, std::vector<Event>& events) {
    if (line.empty()) {
        Event event = std::exchange(next_, {});
        const std::string data = std::exchange(data_, {});
        if (data.empty()) return {};
        SARHAD_TRY(event.data, parse_json(data));
        events.push_back(std::move(event));
        return {};
    }
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string_view field = line.substr(0, colon);
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "event") next_.name = std::string{value};
    if (field == "data") data_ += value;
    if (field == "id") next_.id = core::parse_uint(value) ? *core::parse_uint(value) : 0;
    return {};
}

}  // namespace sarhad::api
