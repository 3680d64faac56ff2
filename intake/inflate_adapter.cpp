#include "inflate.h"

#include "core/text.h"

#include <boost/beast/zlib/inflate_stream.hpp>
#include <boost/crc.hpp>

#include <algorithm>

namespace sarhad::intake {
namespace {

using core::Errc;
using core::Error;
namespace zlib = boost::beast::zlib;

constexpr std::size_t kStep = std::size_t{64} * 1024;

}  // namespace

core::Result<core::Bytes> inflate(core::ByteView packed, std::size_t max) {
    core::Bytes out;
    zlib::inflate_stream stream;
    zlib::z_params params{};
    params.next_in = packed.data();
    params.avail_in = packed.size();
    for (;;) {
        const std::size_t before = out.size();
        // One byte past the limit tells that there is more.
        out.resize(std::min(before + kStep, max + 1));
        params.next_out = out.data() + before;
        params.avail_out = out.size() - before;
        boost::system::error_code failed;
        stream.write(params, zlib::Flush::sync, failed);
        const std::size_t left = params.avail_out;
        out.resize(out.size() - left);
        if (out.size() > max) {
            return Error{Errc::kExhausted, core::cat("more than ", max, " bytes unpacked")};
        }
        if (failed == zlib::error::end_of_stream) return out;
        const bool is_stuck = left > 0 || out.size() == before;
        if ((failed && failed != zlib::error::need_buffers) || is_stuck) {
            return Error{Errc::kCorrupt, "the packed bytes are damaged or break off"};
        }
    }
}

std::uint32_t crc32_of(core::ByteView bytes) {
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

}  // namespace sarhad::intake
