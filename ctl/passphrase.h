#pragma once

#include "core/result.h"
#include "ctl/context.h"
#include "wire/secret.h"

#include <string>
#include <string_view>

namespace sarhad::ctl {

/// A passphrase: the first line of `file`, or, where that is empty, what is typed at the terminal
/// behind `prompt`, unseen. kInvalid: no terminal (the text names --passphrase-file), a file
/// without a line, or Ctrl-C.
[[nodiscard]] core::Result<wire::Secret> ask_passphrase(Context& context,
                                                        const std::string& file,
                                                        std::string_view prompt);
/// As ask_passphrase(), typed twice at the terminal. kInvalid too where the two differ.
[[nodiscard]] core::Result<wire::Secret> ask_new_passphrase(Context& context,
                                                            const std::string& file,
                                                            std::string_view prompt);

/// The text of a passphrase; borrowed.
[[nodiscard]] std::string_view text_of(const wire::Secret& passphrase);

}  // namespace sarhad::ctl
