#include "ctl/context.h"

#include "api/client.h"
#include "core/text.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

/// `error`, or that it came of asking the other daemon: a machine has one, and they share the path.
core::Error unless_other_daemon(Context& context, const core::Error& error) {
    const auto status =
        api::call(context.socket, api::Method::kGet, "/v1/status", {}, context.timeout);
    if (!status) {
        return error;
    }
    const auto daemon = status->text_at("daemon");
    if (!daemon || *daemon == context.addressee) {
        return error;
    }
    return {core::Errc::kNotFound,
            core::cat(context.socket,
                      ": sarhad-",
                      *daemon,
                      " answers there, and this is asked of sarhad-",
                      context.addressee,
                      ": name its socket with --socket PATH, or in SARHAD_SOCKET")};
}

}  // namespace

core::Result<core::Bytes> read_input(Context& context,
                                     const std::string& path,
                                     core::ByteSize limit) {
    core::Result<core::Bytes> bytes = context.files.read(path == "-" ? "/dev/stdin" : path, limit);
    if (!bytes) {
        return core::Error{core::Errc::kInvalid, std::move(bytes).error().what};
    }
    return bytes;
}

core::Status write_output(Context& context,
                          const std::string& path,
                          core::ByteView content,
                          core::FileMode mode) {
    core::Status written = context.files.replace(path, content, mode);
    if (!written) {
        return core::Error{core::Errc::kConflict,
                           core::cat(path, ": cannot be written: ", written.error().what)};
    }
    return written;
}

core::Result<api::Json> ask(Context& context,
                            api::Method method,
                            std::string_view path,
                            api::Json body) {
    auto answer = api::call(context.socket, method, path, std::move(body), context.timeout);
    if (answer || context.addressee.empty()) {
        return answer;
    }
    const core::Errc code = answer.error().code;
    const bool may_be_unknown_there = code == core::Errc::kNotFound || code == core::Errc::kInvalid;
    return may_be_unknown_there ? unless_other_daemon(context, answer.error()) : answer;
}

core::Error about(std::string_view what, const core::Error& error) {
    std::string place = core::cat(what, ": ");
    if (error.what.starts_with(place)) {
        return error;  // As who opens files says it.
    }
    return {error.code, std::move(place) + error.what};
}

void print(std::ostream& to, const api::Json& value) {
    to << api::to_text(value) << '\n';
}

}  // namespace sarhad::ctl
