#include "core/text.h"
#include "rules/cel/regex.h"

#include <re2/re2.h>

#include <string>
#include <utility>

namespace sarhad::rules::cel {
namespace {

/// Memory of one pattern's automata: RE2 forgets states past it, and stays linear.
constexpr std::int64_t kAutomatonBytes = 1 << 20;

RE2::Options quiet() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kAutomatonBytes);
    return options;
}

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

struct Regex::Compiled {
    explicit Compiled(std::string_view pattern) : re{piece(pattern), quiet()} {}
    RE2 re;
};

core::Result<Regex> Regex::compile(std::string_view pattern) {
    if (pattern.size() > kPatternBytesMax) {
        return core::Error{
            core::Errc::kInvalid,
            core::cat("pattern of ", pattern.size(), " bytes, ", kPatternBytesMax, " at most")};
    }
    auto compiled = std::make_unique<Compiled>(pattern);
    if (!compiled->re.ok()) {
        return core::Error{core::Errc::kInvalid, core::cat("pattern: ", compiled->re.error())};
    }
    return Regex{std::move(compiled)};
}

Regex::Regex(std::unique_ptr<Compiled> compiled) : compiled_{std::move(compiled)} {}
Regex::Regex(Regex&& other) noexcept = default;
Regex& Regex::operator=(Regex&& other) noexcept = default;
Regex::~Regex() = default;

bool Regex::matches(std::string_view text) const {
    return RE2::PartialMatch(piece(text), compiled_->re);
}

}  // namespace sarhad::rules::cel
