#include "ctl/passphrase.h"

#include "core/text.h"
#include "wire/protected_key.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::ctl {
namespace {

constexpr char kInterrupt = '\x03';

core::Error wrong(std::string_view what) {
    return {core::Errc::kInvalid, std::string{what}};
}

wire::Secret secret_of(std::string_view text) {
    wire::Secret secret{text.size()};
    std::copy(text.begin(), text.end(), secret.bytes().begin());
    return secret;
}

/// The process's terminal, its echo off for as long as this lives.
class HushedTerminal {
public:
    HushedTerminal() : file_{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)} {
        if (file_ < 0 || ::tcgetattr(file_, &before_) != 0) {
            return;
        }
        termios quiet = before_;
        // Signals too: one that ended us here would leave the terminal mute.
        quiet.c_lflag &= ~(static_cast<tcflag_t>(ECHO) | static_cast<tcflag_t>(ISIG));
        quiet.c_cc[VEOL] = static_cast<cc_t>(kInterrupt);
        is_quiet_ = ::tcsetattr(file_, TCSAFLUSH, &quiet) == 0;
    }
    HushedTerminal(const HushedTerminal&) = delete;
    HushedTerminal& operator=(const HushedTerminal&) = delete;
    ~HushedTerminal() {
        if (is_quiet_) {
            ::tcsetattr(file_, TCSAFLUSH, &before_);
        }
        if (file_ >= 0) {
            ::close(file_);
        }
    }

    [[nodiscard]] bool is_there() const { return is_quiet_; }
    [[nodiscard]] core::Result<wire::Secret> ask(std::string_view prompt) {
        say(prompt);
        std::array<char, wire::kPassphraseBytesMax + 2> line{};
        const ssize_t got = ::read(file_, line.data(), line.size());
        say("\n");
        std::string_view text{line.data(), got < 0 ? 0U : static_cast<std::size_t>(got)};
        const bool is_interrupted = text.find(kInterrupt) != std::string_view::npos;
        text = text.substr(0, text.find('\n'));
        wire::Secret read = secret_of(text);
        wire::wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});  // NOLINT
        if (is_interrupted || got <= 0) {
            return wrong("interrupted");
        }
        return read;
    }

private:
    void say(std::string_view text) {
        // Where the prompt cannot be shown, the answer cannot be read either.
        [[maybe_unused]] const ssize_t written = ::write(file_, text.data(), text.size());
    }

    int file_;
    bool is_quiet_{false};
    termios before_{};
};

core::Result<wire::Secret> from_file(Context& context, const std::string& path) {
    SARHAD_TRY(core::Bytes held, read_input(context, path, core::kibibytes(4)));
    const std::string_view text = core::as_text(held);
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    wire::Secret secret = secret_of(line);
    const bool is_empty = line.empty();
    wire::wipe(held);
    if (is_empty) {
        return wrong(core::cat(path, ": its first line is empty; wanted the passphrase there"));
    }
    return secret;
}

core::Error no_terminal() {
    return wrong(
        "no terminal to ask the passphrase at; --passphrase-file FILE names a file with it");
}

}  // namespace

std::string_view text_of(const wire::Secret& passphrase) {
    return core::as_text(passphrase.bytes());
}

core::Result<wire::Secret> ask_passphrase(Context& context,
                                          const std::string& file,
                                          std::string_view prompt) {
    if (!file.empty()) {
        return from_file(context, file);
    }
    HushedTerminal terminal;
    return terminal.is_there() ? terminal.ask(prompt) : no_terminal();
}

core::Result<wire::Secret> ask_new_passphrase(Context& context,
                                              const std::string& file,
                                              std::string_view prompt) {
    if (!file.empty()) {
        return from_file(context, file);
    }
    HushedTerminal terminal;
    if (!terminal.is_there()) {
        return no_terminal();
    }
    SARHAD_TRY(wire::Secret first, terminal.ask(prompt));
    SARHAD_TRY(const wire::Secret second, terminal.ask("The same once more: "));
    if (text_of(first) != text_of(second)) {
        return wrong("the two passphrases differ; nothing was written");
    }
    return first;
}

}  // namespace sarhad::ctl
