#include "daemon/metrics.h"

#include "core/check.h"
#include "core/mutex.h"
#include "core/text.h"

#include <prometheus/check_names.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <map>

namespace sarhad::daemon {
namespace {

double to_seconds(core::Duration duration) {
    return std::chrono::duration<double>{duration}.count();
}

bool is_base_unit_name(std::string_view name) {
    constexpr std::string_view kScaled[] = {
        "_ms", "_us", "_ns", "_kb", "_mb", "_minutes", "_percent"};
    return std::none_of(std::begin(kScaled), std::end(kScaled), [name](std::string_view unit) {
        return name.ends_with(unit) || name.ends_with(core::cat(unit, "_total"));
    });
}

using Series = std::pair<std::string, std::map<std::string, std::string>>;

Series to_series(std::string_view name, const Labels& labels) {
    Series series{std::string{name}, {}};
    for (const auto& [label, value] : labels) {
        SARHAD_CHECK(prometheus::CheckLabelName(label));
        // A reader of the text refuses the whole page for one broken byte sequence.
        series.second[label] = core::is_utf8(value) ? value : "not UTF-8";
    }
    return series;
}

void sort_for_reading(std::vector<prometheus::MetricFamily>& families) {
    const auto by_labels = [](const prometheus::ClientMetric& a,
                              const prometheus::ClientMetric& b) { return a.label < b.label; };
    for (prometheus::MetricFamily& family : families) {
        std::sort(family.metric.begin(), family.metric.end(), by_labels);
    }
    std::sort(families.begin(), families.end(), [](const auto& a, const auto& b) {
        return a.name < b.name;
    });
}

}  // namespace

void Counter::increment(std::uint64_t by) {
    series_.Increment(static_cast<double>(by));
}

void Counter::raise_to(std::uint64_t total) {
    const std::uint64_t before = value();
    if (total > before) {
        increment(total - before);
    }
}

std::uint64_t Counter::value() const {
    return static_cast<std::uint64_t>(series_.Value());
}

void Gauge::set(std::int64_t value) {
    series_.Set(static_cast<double>(value));
}

void Gauge::set_seconds(core::Duration value) {
    series_.Set(to_seconds(value));
}

void Gauge::set_timestamp(core::WallTime value) {
    series_.Set(static_cast<double>(value.micros) / 1e6);
}

void Gauge::add(std::int64_t by) {
    series_.Increment(static_cast<double>(by));
}

void Histogram::observe(double value) {
    series_.Observe(value);
}

void Histogram::observe_seconds(core::Duration value) {
    series_.Observe(to_seconds(value));
}

class Metrics::Registry {
public:
    Registry()
        : refused_{prometheus::BuildCounter()
                       .Name("sarhad_metric_series_refused_total")
                       .Help("Series not kept because their number reached its limit.")
                       .Register(registry_)
                       .Add({})} {}

    Counter& counter(std::string_view name, std::string_view help, const Labels& labels) {
        SARHAD_CHECK(name.ends_with("_total"));
        core::MutexLock lock{mutex_};
        const auto make = [&](const Series& series) -> Counter {
            return Counter{prometheus::BuildCounter()
                               .Name(series.first)
                               .Help(std::string{help})
                               .Register(registry_)
                               .Add(series.second)};
        };
        return find_or_make(counters_, spare_counter_, to_series(name, labels), make);
    }

    Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels) {
        SARHAD_CHECK(!name.ends_with("_total"));
        core::MutexLock lock{mutex_};
        const auto make = [&](const Series& series) -> Gauge {
            return Gauge{prometheus::BuildGauge()
                             .Name(series.first)
                             .Help(std::string{help})
                             .Register(registry_)
                             .Add(series.second)};
        };
        return find_or_make(gauges_, spare_gauge_, to_series(name, labels), make);
    }

    Histogram& histogram(std::string_view name,
                         std::string_view help,
                         const std::vector<double>& buckets,
                         const Labels& labels) {
        SARHAD_CHECK(std::is_sorted(buckets.begin(), buckets.end()));
        core::MutexLock lock{mutex_};
        const auto make = [&](const Series& series) -> Histogram {
            return Histogram{prometheus::BuildHistogram()
                                 .Name(series.first)
                                 .Help(std::string{help})
                                 .Register(registry_)
                                 .Add(series.second, buckets)};
        };
        return find_or_make(histograms_, spare_histogram_, to_series(name, labels), make);
    }

    void before_render(core::Task task) {
        core::MutexLock lock{mutex_};
        tasks_.push_back(std::move(task));
    }

    std::string render() {
        for (const core::Task& task : tasks()) {
            task();
        }
        std::vector<prometheus::MetricFamily> families = registry_.Collect();
        sort_for_reading(families);
        return prometheus::TextSerializer{}.Serialize(families);
    }

private:
    std::vector<core::Task> tasks() const {
        core::MutexLock lock{mutex_};
        return tasks_;
    }

    template <class Kind, class Make>
    Kind& find_or_make(std::map<Series, std::unique_ptr<Kind>>& kept,
                       Kind& spare,
                       const Series& series,
                       const Make& make) REQUIRES(mutex_) {
        if (const auto found = kept.find(series); found != kept.end()) {
            return *found->second;
        }
        SARHAD_CHECK(prometheus::CheckMetricName(series.first));
        SARHAD_CHECK(is_base_unit_name(series.first));
        if (counters_.size() + gauges_.size() + histograms_.size() >= kSeriesMax) {
            refused_.Increment();
            return spare;
        }
        return *kept.emplace(series, std::make_unique<Kind>(make(series))).first->second;
    }

    prometheus::Registry registry_;
    prometheus::Counter& refused_;
    prometheus::Counter unread_counter_;
    prometheus::Gauge unread_gauge_;
    prometheus::Histogram unread_histogram_{prometheus::Histogram::BucketBoundaries{1.0}};
    Counter spare_counter_{unread_counter_};
    Gauge spare_gauge_{unread_gauge_};
    Histogram spare_histogram_{unread_histogram_};
    mutable core::Mutex mutex_;
    std::map<Series, std::unique_ptr<Counter>> counters_ GUARDED_BY(mutex_);
    std::map<Series, std::unique_ptr<Gauge>> gauges_ GUARDED_BY(mutex_);
    std::map<Series, std::unique_ptr<Histogram>> histograms_ GUARDED_BY(mutex_);
    std::vector<core::Task> tasks_ GUARDED_BY(mutex_);
};

Metrics::Metrics() : registry_{std::make_unique<Registry>()} {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
    return registry_->counter(name, help, labels);
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    return registry_->gauge(name, help, labels);
}

Histogram& Metrics::histogram(std::string_view name,
                              std::string_view help,
                              const std::vector<double>& buckets,
                              const Labels& labels) {
    return registry_->histogram(name, help, buckets, labels);
}

void Metrics::before_render(core::Task task) {
    registry_->before_render(std::move(task));
}

std::string Metrics::render() {
    return registry_->render();
}

std::vector<double> latency_buckets() {
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
}

}  // namespace sarhad::daemon
