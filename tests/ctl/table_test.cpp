#include "ctl/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace sarhad::ctl {
namespace {

TEST(Table, IsAsWideAsItsContent) {
    Table table{{{"NODE", Align::kRight}, {"PORT"}, {"STATE"}}};
    table.add({"1", "PKXXA-1", "current"});
    table.add({"12", "PKXXB-1", "behind"});
    std::ostringstream out;
    table.print(out);
    EXPECT_EQ(out.str(),
              "NODE  PORT     STATE\n"
              "   1  PKXXA-1  current\n"
              "  12  PKXXB-1  behind\n");
}

TEST(Table, KeepsARowOnOneLine) {
    Table table{{{"A"}}};
    table.add({"two\nlines"});
    std::ostringstream out;
    table.print(out);
    EXPECT_EQ(out.str(), "A\ntwo lines\n");
}

}  // namespace
}  // namespace sarhad::ctl
