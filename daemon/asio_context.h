#pragma once

namespace boost::asio {
class io_context;
}  // namespace boost::asio

namespace sarhad::daemon {

class AsioLoop;

/// The io_context that `loop` runs, for HTTP on the same thread. Only sources that adapt Asio
/// include this; their handlers call AsioLoop::run_measured(), so that slow ones are counted.
/// Lives as long as `loop`.
[[nodiscard]] boost::asio::io_context& io_context_of(AsioLoop& loop);

}  // namespace sarhad::daemon
