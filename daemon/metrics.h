#pragma once

#include "core/clock.h"
#include "core/scheduler.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace sarhad::daemon {

/// Names and values that tell the series of one metric apart: port, result, reason. Never a
/// person, a flight or free text.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// Only grows. Lives as long as its Metrics. Thread: any.
class Counter final {
public:
    explicit Counter(prometheus::Counter& series) : series_{series} {}
    void increment(std::uint64_t by = 1);
    /// For a total that is kept elsewhere; a lower one is ignored. Thread: one per counter.
    void raise_to(std::uint64_t total);
    [[nodiscard]] std::uint64_t value() const;

private:
    prometheus::Counter& series_;
};

/// Goes up and down. Lives as long as its Metrics. Thread: any.
class Gauge final {
public:
    explicit Gauge(prometheus::Gauge& series) : series_{series} {}
    void set(std::int64_t value);
    void set_seconds(core::Duration value);    ///< For a `_seconds` gauge.
    void set_timestamp(core::WallTime value);  ///< For a `_timestamp_seconds` gauge.
    void add(std::int64_t by);

private:
    prometheus::Gauge& series_;
};

/// Counts observations in fixed buckets. Lives as long as its Metrics. Thread: any.
class Histogram final {
public:
    explicit Histogram(prometheus::Histogram& series) : series_{series} {}
    void observe(double value);
    void observe_seconds(core::Duration value);

private:
    prometheus::Histogram& series_;
};

inline constexpr std::size_t kSeriesMax = 20'000;  ///< Series of one Metrics, all names together.

/// Every number that a daemon shows to Prometheus. A series is made at its first use, and the same
/// name and labels give the same object again, so that a caller may keep the reference.
/// Names follow Prometheus: base units last (`_seconds`, `_bytes`), counters end in `_total`
/// (checked); one name has one kind and one help text (checked).
/// Past kSeriesMax, a new series counts where nobody reads it, and
/// sarhad_metric_series_refused_total says so. Thread: any.
class Metrics final {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
    /// `buckets`: upper bounds, rising, in the unit of the name; the one at infinity is implied.
    Histogram& histogram(std::string_view name,
                         std::string_view help,
                         const std::vector<double>& buckets,
                         const Labels& labels = {});

    /// Runs `task` at the start of each render(), on its thread: for what is cheaper to look up
    /// than to keep. What `task` refers to outlives this object's last render().
    void before_render(core::Task task);

    /// Prometheus text format 0.0.4, sorted by name and labels, so that equal numbers give equal
    /// bytes. Content-Type: "text/plain; version=0.0.4; charset=utf-8".
    [[nodiscard]] std::string render();

private:
    class Registry;
    std::unique_ptr<Registry> registry_;
};

/// 1 ms to 10 s in a 1-2.5-5 row: for anything that a person or a peer waits for.
[[nodiscard]] std::vector<double> latency_buckets();

}  // namespace sarhad::daemon
