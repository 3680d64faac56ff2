#include "api/server.h"

#include <gtest/gtest.h>
TEST(Placeholder, X) {}
