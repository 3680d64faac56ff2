#include "wire/endpoint.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

TEST(Endpoint, OfAnAddressAndAPortIsOneForBoth) {
    for (const EndpointUse use : {EndpointUse::kBind, EndpointUse::kConnect}) {
        EXPECT_TRUE(check_endpoint("tcp://192.0.2.1:5701", use));
        EXPECT_TRUE(check_endpoint("tcp://127.0.0.1:65535", use));
    }
    EXPECT_TRUE(check_endpoint("tcp://0.0.0.0:1", EndpointUse::kBind));
}

TEST(Endpoint, MayBeEveryAddressToListenAndANameToDial) {
    EXPECT_TRUE(check_endpoint("tcp://*:5701", EndpointUse::kBind));
    EXPECT_FALSE(check_endpoint("tcp://*:5701", EndpointUse::kConnect));
    EXPECT_TRUE(check_endpoint("tcp://centre.example:5701", EndpointUse::kConnect));
    EXPECT_FALSE(check_endpoint("tcp://centre.example:5701", EndpointUse::kBind));
}

TEST(Endpoint, ThatCannotBeOneIsRefused) {
    for (const char* text : {"",
                             "foo",
                             "tcp://",
                             "tcp://:5701",
                             "tcp:5701",
                             "tcp://127.0.0.1",
                             "tcp://127.0.0.1:",
                             "tcp://127.0.0.1:0",
                             "tcp://127.0.0.1:65536",
                             "tcp://127.0.0.1:+1",
                             "tcp://127.0.0.1:5701 ",
                             "tcp://127.0.0.1.1:5701",
                             "tcp://127.0.0:5701",
                             "tcp://[::1]:5701",
                             "tcp://a b:5701",
                             "tcp://-a:5701",
                             "udp://127.0.0.1:5701",
                             "ipc:///tmp/x:1",
                             "http://127.0.0.1:5701"}) {
        for (const EndpointUse use : {EndpointUse::kBind, EndpointUse::kConnect}) {
            const auto checked = check_endpoint(text, use);
            ASSERT_FALSE(checked) << text;
            EXPECT_EQ(checked.error().code, core::Errc::kInvalid);
            EXPECT_EQ(checked.error().what.find("wanted tcp://ADDRESS:PORT"), 0U);
        }
    }
}

}  // namespace
}  // namespace sarhad::wire
