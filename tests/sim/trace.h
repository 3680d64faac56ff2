#pragma once

#include "core/bytes.h"
#include "core/log.h"
#include "core/text.h"

#include <cstdint>
#include <string_view>

#include "sim/sim_time.h"

namespace sarhad::sim {

/// Whether the events are printed while they happen.
enum class Printing : std::uint8_t { kOff, kOn };

/// Everything that a run did, as one number: the same seed must give the same. Printed on demand.
class Trace final {
public:
    Trace(const Timeline& timeline, Printing printing) : timeline_{timeline}, printing_{printing} {}

    void note(std::string_view what);
    /// Bytes that count and are not printed.
    void mix(core::ByteView bytes);
    [[nodiscard]] bool is_printing() const { return printing_ == Printing::kOn; }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

private:
    void mix_word(std::uint64_t word);

    const Timeline& timeline_;
    Printing printing_;
    std::uint64_t hash_{0xcbf29ce484222325ULL};
};

/// A host's log: into the trace, under its name.
class SimLog final : public core::Log {
public:
    SimLog(Trace& trace, std::string host) : trace_{trace}, host_{std::move(host)} {}
    using core::Log::write;
    void write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) override;

private:
    Trace& trace_;
    std::string host_;
};

}  // namespace sarhad::sim
