#include "spool_names.h"

#include "core/text.h"
#include "intake/spool.h"

namespace sarhad::intake {
namespace {

constexpr std::string_view kTrySuffix = ".sarhad-try";  // No carrier writes such a name.
constexpr std::size_t kDiskNameBytes = 255;

}  // namespace

bool is_being_written(std::string_view name) {
    return name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp");
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= kDiskNameBytes && !name.starts_with('.') &&
           name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

std::string numbered(std::string_view name, std::size_t number) {
    return number == 1 ? std::string{name} : core::cat(name, ".", number);
}

unsigned tries_of(std::string_view name) {
    const std::string_view digits = name.substr(sent_name(name).size());
    return digits.empty() ? 0U : static_cast<unsigned>(digits.back() - '0');
}

std::string with_tries(std::string_view name, unsigned tries) {
    return tries == 0 ? std::string{name} : core::cat(name, kTrySuffix, tries);
}

std::string_view sent_name(std::string_view name) {
    const std::size_t size = kTrySuffix.size() + 1;
    const bool has_tries = name.size() > size && name.back() >= '1' && name.back() <= '9' &&
                           name.substr(name.size() - size).starts_with(kTrySuffix);
    return has_tries ? name.substr(0, name.size() - size) : name;
}

}  // namespace sarhad::intake
