#include "ctl/context.h"

#include "api/client.h"

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

core::Result<api::Json> ask(Context& context,
                            api::Method method,
                            std::string_view path,
                            api::Json body) {
    return api::call(context.socket, method, path, std::move(body), context.timeout);
}

void print(std::ostream& to, const api::Json& value) {
    to << api::to_text(value) << '\n';
}

}  // namespace sarhad::ctl
