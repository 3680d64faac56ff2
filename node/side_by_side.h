#pragma once

#include "core/executor.h"

#include <cstddef>
#include <functional>

namespace sarhad::node {

/// Tasks that are posted for one piece of work: more match threads than these do not help it.
inline constexpr std::size_t kHelpersMax = 7;

/// Runs `work(0)` to `work(count - 1)`, each once, on the caller's thread and on match threads that
/// have nothing else to do; comes back when all are done. It waits for no task that has not begun,
/// so that a busy or a single thread does all of it alone. `work` may run on several threads at
/// once. Thread: any.
void side_by_side(core::Executor& helpers,
                  std::size_t count,
                  const std::function<void(std::size_t)>& work);

}  // namespace sarhad::node
