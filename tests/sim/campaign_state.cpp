#include "sim/campaign_state.h"

#include "core/text.h"

#include <string_view>
#include <utility>

namespace sarhad::sim {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

/// Of ten thousand seeds some 4 MB.
constexpr core::ByteSize kStateFileMax{std::uint64_t{256} * 1024 * 1024};

std::string line_of(const SeedResult& result) {
    std::string line = cat(result.seed, " ", result.processor_ms);
    for (const std::uint64_t value : result.counts.values()) {
        line += cat(" ", value);
    }
    return cat(line, " |", result.failure, "\n");
}

Result<SeedResult> read_line(std::string_view line) {
    const std::size_t bar = line.find('|');
    if (bar == std::string_view::npos) {
        return Error{Errc::kInvalid, "without its end"};
    }
    SeedResult result;
    result.failure = std::string{line.substr(bar + 1)};
    line = line.substr(0, bar);
    const auto next = [&line]() -> Result<std::uint64_t> {
        const std::size_t blank = std::min(line.find(' '), line.size());
        SARHAD_TRY(const std::uint64_t value, core::parse_uint(line.substr(0, blank)));
        line.remove_prefix(std::min(blank + 1, line.size()));
        return value;
    };
    SARHAD_TRY(result.seed, next());
    SARHAD_TRY(result.processor_ms, next());
    for (std::uint64_t& value : result.counts.values()) {
        SARHAD_TRY(value, next());
    }
    if (!line.empty()) {
        return Error{Errc::kInvalid, "more numbers than this program counts"};
    }
    return result;
}

}  // namespace

Result<CampaignState> CampaignState::open(core::Files& files,
                                          const std::string& path,
                                          const std::string& title) {
    CampaignState state{files, path};
    const Result<core::Bytes> held = files.read(path, kStateFileMax);
    if (!held && held.error().code != Errc::kNotFound) {
        return held.error();
    }
    const std::string all = held ? std::string{held->begin(), held->end()} : std::string{};
    const std::size_t whole = all.rfind('\n') == std::string::npos ? 0 : all.rfind('\n') + 1;
    if (whole == 0) {
        SARHAD_TRY_STATUS(
            files.replace(path, core::as_bytes(title + "\n"), core::FileMode::kShared));
        return state;
    }
    std::string_view rest = std::string_view{all}.substr(0, whole);
    for (std::uint64_t number = 1; !rest.empty(); ++number) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        if (number == 1) {
            if (line != title) {
                return Error{Errc::kConflict,
                             cat(path, ": of another campaign (", line, "); name another file")};
            }
            continue;
        }
        Result<SeedResult> result = read_line(line);
        if (!result) {
            return Error{Errc::kInvalid,
                         cat(path, ":", number, ": ", result.error().what, "; remove the file")};
        }
        state.seeds_.insert(result->seed);
        state.results_.push_back(*std::move(result));
    }
    if (whole != all.size()) {
        SARHAD_TRY_STATUS(
            files.replace(path, core::as_bytes(all.substr(0, whole)), core::FileMode::kShared));
    }
    return state;
}

core::Status CampaignState::add(const SeedResult& result) {
    seeds_.insert(result.seed);
    results_.push_back(result);
    return files_.append(path_, core::as_bytes(line_of(result)), core::FileMode::kShared);
}

}  // namespace sarhad::sim
