#include "core/port.h"

#include "core/text.h"

#include <algorithm>
#include <string>

namespace sarhad::core {
namespace {

constexpr std::size_t kLocodeLength = 5;
constexpr std::size_t kPortLengthMax = 12;

bool is_code_letter(char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

}  // namespace

Result<PortId> parse_port(std::string_view text) {
    const std::string_view code = text.substr(0, kLocodeLength);
    const std::string_view rest = text.substr(code.size());
    const bool is_port = code.size() == kLocodeLength && text.size() <= kPortLengthMax &&
                         std::all_of(code.begin(), code.end(), is_code_letter) &&
                         rest.starts_with('-') && rest.size() > 1 &&
                         is_ascii_digits(rest.substr(1));
    if (!is_port) {
        return Error{Errc::kInvalid, "wanted UN/LOCODE, '-' and site, as \"PKXXA-1\""};
    }
    return PortId{std::string{text}};
}

}  // namespace sarhad::core
