#include "core/port.h"

#include <gtest/gtest.h>

namespace sarhad::core {
namespace {

TEST(Port, IsALocodeAndASite) {
    for (const std::string_view text : {"PKXXA-1", "PK2XA-12", "PKXXA-123456"}) {
        const Result<PortId> port = parse_port(text);
        ASSERT_TRUE(port) << text;
        EXPECT_EQ(port->value(), text);
    }
}

TEST(Port, IsNothingElse) {
    for (const std::string_view text : {"",
                                        "-",
                                        "PKXXA",
                                        "PKXXA-",
                                        "PKXXA1",
                                        "PKXXA-x",
                                        "pkxxa-1",
                                        "PKXX-1",
                                        "PKXXAB-1",
                                        "PKXXA-1234567",
                                        "PKXXA-1 ",
                                        " PKXXA-1",
                                        "PKXXA--1"}) {
        const Result<PortId> port = parse_port(text);
        ASSERT_FALSE(port) << text;
        EXPECT_EQ(port.error().code, Errc::kInvalid);
    }
}

}  // namespace
}  // namespace sarhad::core
