// links: sarhad_editions sarhad_watchlists sarhad_wire sarhad_facts sarhad_core
#include "core/bytes.h"
#include "core/check.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "editions/list_reader.h"

namespace {

namespace core = sarhad::core;
namespace watchlists = sarhad::watchlists;

/// How many entries the reader gives of the file in pieces of that size; none where it refuses it.
std::optional<std::size_t> read_in_pieces(const core::Bytes& file, std::size_t piece) {
    std::size_t at = 0;
    sarhad::editions::ListReader reader{[&] {
        const std::size_t size = std::min(piece, file.size() - at);
        core::Bytes bytes = core::to_bytes(core::ByteView{file}.subspan(at, size));
        at += size;
        return core::Result<core::Bytes>{std::move(bytes)};
    }};
    if (!reader.head()) {
        return std::nullopt;
    }
    std::size_t count = 0;
    while (true) {
        const auto listed = reader.next();
        if (!listed) {
            return std::nullopt;
        }
        if (!*listed) {
            return count;
        }
        ++count;
    }
}

}  // namespace

/// Any entries, wherever the pieces end, are those that read_list() finds in the whole file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const core::ByteView view{bytes, size};
    if (size < 2) {
        return 0;
    }
    const core::ByteView body = view.subspan(2);
    watchlists::ListManifest manifest;
    manifest.name = "wl/demo/list";
    manifest.edition = 1;
    manifest.thresholds = watchlists::Thresholds::shipped();
    manifest.hash = sarhad::wire::blake2b(body);
    core::Bytes file = watchlists::list_head(manifest, view[0]);
    core::append(file, body);
    core::append(file, sarhad::wire::blake2b(file));
    const auto whole = watchlists::read_list(file, &sarhad::wire::blake2b);
    const auto pieces = read_in_pieces(file, std::size_t{1} + view[1]);
    SARHAD_CHECK(whole.has_value() == pieces.has_value());
    SARHAD_CHECK(!whole || whole->entries.size() == *pieces);
    return 0;
}
