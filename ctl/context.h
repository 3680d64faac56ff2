#pragma once

#include "api/json.h"
#include "api/message.h"
#include "core/clock.h"
#include "core/files.h"
#include "core/random.h"
#include "core/result.h"
#include "ctl/options.h"
#include "daemon/exit_code.h"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace sarhad::ctl {

/// What a command works with. All of it outlives the command. Thread: the main one.
struct Context {
    core::Files& files;
    core::Clock& clock;
    core::Random& random;
    std::ostream& out;   ///< Results only; with --json JSON only.
    std::ostream& err;   ///< What was refused, and what went wrong.
    std::string folder;  ///< That relative paths start from, for configurations to name.
    std::string socket;
    core::Duration timeout;
    bool json;
    std::uint64_t cores;           ///< Threads that the machine runs at once, at least 1.
    std::string_view addressee{};  ///< The daemon that the command is for: addressee_of().
};

/// What a command gives: the exit code of its work, or why there was none.
using Outcome = core::Result<daemon::ExitCode>;

/// Bytes of an input file; "-" is stdin. kInvalid, naming the path, for whatever keeps it from
/// being read: the command line named it, so its user must change something.
[[nodiscard]] core::Result<core::Bytes> read_input(Context& context,
                                                   const std::string& path,
                                                   core::ByteSize limit);

/// Writes an output file, all or nothing. kConflict, naming the path, for whatever keeps it from
/// being written: the disk is not as the command line has it.
[[nodiscard]] core::Status write_output(Context& context,
                                        const std::string& path,
                                        core::ByteView content,
                                        core::FileMode mode);

/// Asks the daemon at the context's socket; errors as api::call(). Where the command is for the
/// other daemon, what this one does not have is kNotFound with the option to change.
[[nodiscard]] core::Result<api::Json> ask(Context& context,
                                          api::Method method,
                                          std::string_view path,
                                          api::Json body = {});

/// `error` with what it is about in front, once.
[[nodiscard]] core::Error about(std::string_view what, const core::Error& error);

/// Prints one JSON value on one line.
void print(std::ostream& to, const api::Json& value);

}  // namespace sarhad::ctl
