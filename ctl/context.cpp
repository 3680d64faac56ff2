#include "ctl/context.h"

#include "api/client.h"
#include "core/text.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {

core::Result<core::Bytes> read_input(Context& context,
                                     const std::string& path,
                                     core::ByteSize limit) {
    core::Result<core::Bytes> bytes = context.files.read(path, limit);
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
    return api::call(context.socket, method, path, std::move(body), context.timeout);
}

core::Error about(std::string_view what, const core::Error& error) {
    return {error.code, core::cat(what, ": ", error.what)};
}

void print(std::ostream& to, const api::Json& value) {
    to << api::to_text(value) << '\n';
}

}  // namespace sarhad::ctl
