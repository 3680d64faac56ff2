#include "daemon/metrics.h"

#include "fakes.h"

#include "core/text.h"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

namespace sarhad::daemon {
namespace {

using testing::HasSubstr;

/// Metrics of every kind, with a label that tries to break out.
void fill(Metrics& metrics) {
    metrics.counter("sarhad_test_screenings_total", "Screenings.", {{"result", "clear"}})
        .increment(3);
    metrics.counter("sarhad_test_screenings_total", "Screenings.", {{"result", "hit"}}).increment();
    metrics.counter("sarhad_test_refusals_total", "Refusals.", {{"reason", "a\"b\\c\nd 1"}})
        .increment();
    metrics.gauge("sarhad_test_outbox_events", "Rows that wait.").set(-7);
    Histogram& duration = metrics.histogram(
        "sarhad_test_duration_seconds", "Time.", latency_buckets(), {{"port", "PKKHI"}});
    duration.observe_seconds(std::chrono::milliseconds{3});
    duration.observe_seconds(std::chrono::seconds{100});
}

/// Checks text format 0.0.4 line by line; returns the names of the series.
class StrictReader {
public:
    void read(std::string_view text) {
        ASSERT_TRUE(text.ends_with('\n'));
        for (const std::string_view line : core::split(text.substr(0, text.size() - 1), '\n')) {
            read_line(line);
        }
    }
    [[nodiscard]] const std::set<std::string>& series() const { return series_; }

private:
    void read_line(std::string_view line) {
        if (line.starts_with("# HELP ")) {
            family_ = std::string{core::split(line, ' ').at(2)};
            EXPECT_TRUE(families_.insert(family_).second) << "family given twice: " << line;
        } else if (line.starts_with("# TYPE ")) {
            EXPECT_EQ(core::split(line, ' ').at(2), family_) << line;
            EXPECT_EQ(core::split(line, ' ').size(), 4U) << line;
        } else {
            read_sample(line);
        }
    }
    void read_sample(std::string_view line) {
        const std::size_t space = line.rfind(' ');
        ASSERT_NE(space, std::string_view::npos) << line;
        const std::string name{line.substr(0, space)};
        EXPECT_TRUE(name.starts_with(family_)) << line;
        EXPECT_TRUE(series_.insert(name).second) << "series given twice: " << line;
        const std::string number{line.substr(space + 1)};
        char* end = nullptr;
        std::strtod(number.c_str(), &end);
        EXPECT_EQ(*end, '\0') << line;
    }

    std::string family_;
    std::set<std::string> families_;
    std::set<std::string> series_;
};

TEST(Metrics, RenderTextThatAStrictReaderTakes) {
    Metrics metrics;
    fill(metrics);
    StrictReader reader;
    reader.read(metrics.render());
    EXPECT_THAT(
        reader.series(),
        testing::IsSupersetOf({R"(sarhad_test_screenings_total{result="clear"})",
                               R"(sarhad_test_refusals_total{reason="a\"b\\c\nd 1"})",
                               R"(sarhad_test_duration_seconds_bucket{port="PKKHI",le="+Inf"})"}));
}

TEST(Metrics, RenderTextThatPromtoolTakes) {
    const TemporaryFolder folder;
    Metrics metrics;
    fill(metrics);
    std::ofstream{folder.file("page")} << metrics.render();
    const std::string command = core::cat(
        "promtool check metrics <", folder.file("page"), " >", folder.file("said"), " 2>&1");
    const int status = std::system(command.c_str());  // NOLINT(concurrency-mt-unsafe)
    std::ifstream said{folder.file("said")};
    EXPECT_EQ(WEXITSTATUS(status), 0)
        << "promtool comes with the package prometheus. It said: " << said.rdbuf();
}

TEST(Metrics, GiveTheSameSeriesForTheSameNameAndLabels) {
    Metrics metrics;
    Counter& first = metrics.counter("sarhad_a_total", "A.", {{"x", "1"}, {"y", "2"}});
    Counter& again = metrics.counter("sarhad_a_total", "A.", {{"y", "2"}, {"x", "1"}});
    EXPECT_EQ(&first, &again);
    EXPECT_NE(&first, &metrics.counter("sarhad_a_total", "A.", {{"x", "1"}}));
}

TEST(Metrics, RenderEqualNumbersAsEqualBytes) {
    Metrics forward;
    Metrics backward;
    for (int n = 0; n < 50; ++n) {
        forward.gauge("sarhad_g", "G.", {{"port", std::to_string(n)}}).set(n);
        backward.gauge("sarhad_g", "G.", {{"port", std::to_string(49 - n)}}).set(49 - n);
    }
    EXPECT_EQ(forward.render(), backward.render());
}

TEST(Metrics, ShowSecondsAndTimestamps) {
    Metrics metrics;
    metrics.gauge("sarhad_skew_seconds", "S.").set_seconds(std::chrono::milliseconds{-1500});
    metrics.gauge("sarhad_seen_timestamp_seconds", "S.").set_timestamp({1'795'000'000'500'000});
    const std::string text = metrics.render();
    EXPECT_THAT(text, HasSubstr("sarhad_skew_seconds -1.5\n"));
    EXPECT_THAT(text, HasSubstr("sarhad_seen_timestamp_seconds 1795000000.5\n"));
}

TEST(Metrics, CountAnObservationInEachBucketAboveIt) {
    Metrics metrics;
    metrics.histogram("sarhad_h_bytes", "H.", {10, 100}).observe(50);
    const std::string text = metrics.render();
    EXPECT_THAT(text, HasSubstr("sarhad_h_bytes_bucket{le=\"10\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("sarhad_h_bytes_bucket{le=\"100\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("sarhad_h_bytes_bucket{le=\"+Inf\"} 1\n"));
}

TEST(Metrics, RaiseACounterToATotalKeptElsewhere) {
    Metrics metrics;
    Counter& dropped = metrics.counter("sarhad_dropped_total", "D.");
    dropped.raise_to(5);
    dropped.raise_to(3);
    EXPECT_EQ(dropped.value(), 5U);
}

TEST(Metrics, AskForLateNumbersBeforeTheyRender) {
    Metrics metrics;
    Gauge& depth = metrics.gauge("sarhad_depth", "D.");
    metrics.before_render([&depth] { depth.set(9); });
    EXPECT_THAT(metrics.render(), HasSubstr("sarhad_depth 9\n"));
}

TEST(Metrics, RefuseSeriesPastTheirLimitAndSaySo) {
    Metrics metrics;
    for (std::size_t n = 0; n < kSeriesMax + 5; ++n) {
        metrics.gauge("sarhad_g", "G.", {{"port", std::to_string(n)}}).set(1);
    }
    EXPECT_THAT(metrics.render(), HasSubstr("sarhad_metric_series_refused_total 5\n"));
}

TEST(Metrics, CountFromManyThreads) {
    Metrics metrics;
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int n = 0; n < 4; ++n) {
        threads.emplace_back([&metrics] {
            for (int m = 0; m < 1000; ++m) {
                metrics.counter("sarhad_c_total", "C.", {{"x", std::to_string(m % 3)}}).increment();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(metrics.counter("sarhad_c_total", "C.", {{"x", "0"}}).value(), 4U * 334U);
}

TEST(MetricsDeathTest, WantBaseUnitsAndPrometheusNames) {
    Metrics metrics;
    EXPECT_DEATH(metrics.gauge("sarhad_lag_ms", "L."), "is_base_unit_name");
    EXPECT_DEATH(metrics.counter("sarhad_things", "T."), "_total");
    EXPECT_DEATH(metrics.gauge("sarhad-lag", "L."), "CheckMetricName");
}

}  // namespace
}  // namespace sarhad::daemon
