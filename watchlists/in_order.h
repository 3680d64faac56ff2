#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>

namespace sarhad::watchlists {

/// How many things make_in_order() may make before the first of them is taken.
[[nodiscard]] constexpr std::size_t places_of(std::size_t threads) {
    return 2 * threads;
}

/// Calls `make(i, i % places_of(threads))` once for each i below `count`, on so many threads, the
/// caller's among them, and on the caller's `take(i, i % places_of(threads))` for each, in order;
/// a place is used anew once what was made there is taken. Ends early where take() gives false:
/// then no more is taken. No thread is started for what one has done as soon.
void make_in_order(std::size_t threads,
                   std::size_t count,
                   const std::function<void(std::size_t, std::size_t)>& make,
                   const std::function<bool(std::size_t, std::size_t)>& take);

/// Does each task once, on so many threads, the caller's among them; ends once all are done.
void do_all(std::size_t threads, std::initializer_list<std::function<void()>> tasks);

}  // namespace sarhad::watchlists
