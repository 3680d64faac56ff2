#include "sim/trace.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>

namespace sarhad::sim {

void Trace::mix_word(std::uint64_t word) {
    hash_ = std::rotl((hash_ ^ word) * 0x9e3779b97f4a7c15ULL, 23);
}

void Trace::mix(core::ByteView bytes) {
    mix_word(bytes.size());
    while (!bytes.empty()) {
        std::uint64_t word = 0;
        const std::size_t taken = std::min(bytes.size(), sizeof word);
        std::memcpy(&word, bytes.data(), taken);
        mix_word(word);
        bytes = bytes.subspan(taken);
    }
}

void Trace::note(std::string_view what) {
    mix_word(static_cast<std::uint64_t>(timeline_.now().count()));
    mix(core::as_bytes(what));
    if (is_printing()) {
        const auto micros =
            std::chrono::duration_cast<std::chrono::microseconds>(timeline_.now()).count();
        std::printf("%12.6f #%llu %.*s\n",
                    static_cast<double>(micros) / 1e6,
                    static_cast<unsigned long long>(timeline_.events()),
                    static_cast<int>(what.size()),
                    what.data());
    }
}

void SimLog::write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) {
    trace_.note(core::cat(host_, " ", core::to_line(event, fields)));
}

}  // namespace sarhad::sim
