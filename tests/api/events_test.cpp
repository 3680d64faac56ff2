#include "api/events.h"

#include <gtest/gtest.h>

namespace sarhad::api {
namespace {

using core::Errc;

std::vector<Event> events_of(EventStream& stream) {
    EventReader reader;
    std::vector<Event> events;
    while (const EventStream::Frame frame = stream.take()) {
        const auto read = reader.feed(*frame);
        EXPECT_TRUE(read);
        events.insert(events.end(), read->begin(), read->end());
    }
    return events;
}

std::vector<std::uint64_t> ids_of(const std::vector<Event>& events) {
    std::vector<std::uint64_t> ids;
    for (const Event& event : events)
        ids.push_back(event.id);
    return ids;
}

TEST(EventFrame, IsOneIdOneNameOneLineOfData) {
    EXPECT_EQ(to_frame({7, "alert", Json::object({{"text", "a\nb"}})}),
              "id: 7\nevent: alert\ndata: {\"text\":\"a\\nb\"}\n\n");
}

TEST(EventHub, GivesEveryStreamWhatComesAfterItSubscribed) {
    EventHub hub{1};
    hub.publish("alert", 1);
    const auto stream = hub.subscribe({});
    hub.publish("alert", 2);
    hub.publish("node.state", "stale");
    const auto events = events_of(*stream);
    ASSERT_EQ(ids_of(events), (std::vector<std::uint64_t>{2, 3}));
    EXPECT_EQ(events[1].name, "node.state");
    EXPECT_EQ(events[1].data, Json{"stale"});
}

TEST(EventHub, ResumesAfterTheLastEventSeen) {
    EventHub hub{100};
    for (int i = 0; i < 5; ++i)
        hub.publish("alert", i);
    EXPECT_EQ(ids_of(events_of(*hub.subscribe(102))), (std::vector<std::uint64_t>{103, 104}));
    EXPECT_TRUE(events_of(*hub.subscribe(104)).empty());
}

TEST(EventHub, SaysWhereEventsAreGone) {
    EventHub hub{1};
    for (std::size_t i = 0; i < kEventHistory + 10; ++i)
        hub.publish("alert", i);
    const auto events = events_of(*hub.subscribe(5));
    ASSERT_EQ(events.size(), kEventHistory + 1);
    EXPECT_EQ(events[0].name, "gap");
    EXPECT_EQ(to_text(events[0].data), R"({"oldest":11,"newest":1034})");
    EXPECT_EQ(events[1].id, 11U);
}

TEST(EventHub, SaysThatAnIdIsNotFromHere) {
    EventHub hub{1000};
    hub.publish("alert", 1);
    EXPECT_EQ(events_of(*hub.subscribe(5000))[0].name, "gap");
    EXPECT_EQ(events_of(*hub.subscribe(3))[0].name, "gap");
}

TEST(EventHub, LeavesAStreamThatDoesNotKeepUp) {
    EventHub hub{1};
    const auto slow = hub.subscribe({});
    const auto quick = hub.subscribe({});
    for (std::size_t i = 0; i <= kMaxQueuedEvents; ++i) {
        hub.publish("alert", i);
        static_cast<void>(quick->take());
    }
    EXPECT_TRUE(slow->overflowed());
    EXPECT_FALSE(quick->closed());
    EXPECT_EQ(hub.subscribers(), 1U);
    EXPECT_EQ(events_of(*slow).size(), kMaxQueuedEvents);
}

TEST(EventHub, ForgetsAStreamThatIsGone) {
    EventHub hub{1};
    { const auto stream = hub.subscribe({}); }
    hub.publish("alert", 1);
    EXPECT_EQ(hub.subscribers(), 0U);
}

TEST(EventStream, WakesItsReaderForEventsAndForTheEnd) {
    EventStream stream;
    int woken = 0;
    stream.on_change([&woken] { ++woken; });
    EXPECT_TRUE(stream.send("alert", 1));
    stream.close();
    stream.close();
    EXPECT_EQ(woken, 2);
    EXPECT_FALSE(stream.send("alert", 2));
}

TEST(EventReader, ReadsPiecesOfAnySize) {
    const std::string bytes =
        ":\n\nid: 9\nevent: alert\ndata: {\"a\":1}\n\nevent: node\r\ndata:true\r\n\r\n";
    for (std::size_t step = 1; step < bytes.size(); ++step) {
        EventReader reader;
        std::vector<Event> events;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            const auto read = reader.feed(std::string_view{bytes}.substr(at, step));
            ASSERT_TRUE(read);
            events.insert(events.end(), read->begin(), read->end());
        }
        ASSERT_EQ(events.size(), 2U) << step;
        EXPECT_EQ(events[0].id, 9U);
        EXPECT_EQ(to_text(events[0].data), R"({"a":1})");
        EXPECT_EQ(events[1].name, "node");
    }
}

TEST(EventReader, RefusesWhatIsNoJsonOrHasNoEnd) {
    EventReader reader;
    EXPECT_EQ(reader.feed("data: {\n\n").error().code, Errc::kInvalid);
    EventReader endless;
    EXPECT_EQ(endless.feed("data: " + std::string(EventReader::kMaxEventBytes, 'x')).error().code,
              Errc::kExhausted);
}

}  // namespace
}  // namespace sarhad::api
