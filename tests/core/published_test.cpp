#include "core/published.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace sarhad::core {
namespace {

/// Two halves that are always equal; a reader that sees them differ has seen a torn value.
struct Pair {
    int left;
    int right;
};

TEST(Published, AReaderKeepsTheValueItTook) {
    Published<int> published{std::make_shared<const int>(1)};
    const std::shared_ptr<const int> taken = published.newest();
    published.replace(std::make_shared<const int>(2));
    EXPECT_EQ(*taken, 1);
    EXPECT_EQ(*published.newest(), 2);
}

TEST(Published, TheOldValueDiesWithItsLastReader) {
    auto first = std::make_shared<const int>(1);
    const std::weak_ptr<const int> watched = first;
    Published<int> published{std::move(first)};
    std::shared_ptr<const int> reader = published.newest();
    published.replace(std::make_shared<const int>(2));
    EXPECT_FALSE(watched.expired());
    reader.reset();
    EXPECT_TRUE(watched.expired());
}

TEST(Published, ReadersSeeWholeValuesInOrder) {
    constexpr int kValues = 2'000;
    Published<Pair> published{std::make_shared<const Pair>(Pair{0, 0})};
    std::atomic<int> faults{0};
    std::vector<std::thread> readers;
    for (int n = 0; n < 3; ++n) {
        readers.emplace_back([&published, &faults] {
            int last = 0;
            while (last < kValues) {
                const std::shared_ptr<const Pair> seen = published.newest();
                faults += seen->left != seen->right || seen->left < last ? 1 : 0;
                last = seen->left;
            }
        });
    }
    for (int value = 1; value <= kValues; ++value) {
        published.replace(std::make_shared<const Pair>(Pair{value, value}));
    }
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(faults.load(), 0);
}

}  // namespace
}  // namespace sarhad::core
