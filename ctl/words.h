#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::ctl {

/// What sarhadctl says when it is called alone: 15 lines with 3 examples.
[[nodiscard]] std::string_view short_help();

/// Each command's first word, and which second ones it takes; none where it takes none.
using Nouns = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Why `words` name no command, with the nearest one; "" where they do or where an option comes
/// before the words end (then the option parser judges).
[[nodiscard]] std::string unknown_word(const std::vector<std::string_view>& words,
                                       const Nouns& nouns);

}  // namespace sarhad::ctl
