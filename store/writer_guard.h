#pragma once

#include "core/result.h"

#include <memory>
#include <string>

namespace sarhad::store {

/// Where the guard must hold.
enum class GuardScope { kProcess, kMachine };

/// The right to write one database. SQLite 3.40 can corrupt a file that two connections write or
/// checkpoint at once (the WAL-reset bug, fixed in 3.51.3), so a second writer is refused: in this
/// process by name, in every other by flock on `<path>.writer`, which the kernel drops when its
/// holder dies.
class WriterGuard final {
public:
    /// kUnavailable where another writer holds `path`; the text says whether here or elsewhere.
    [[nodiscard]] static core::Result<std::unique_ptr<WriterGuard>> take(const std::string& path,
                                                                         GuardScope scope);
    WriterGuard(const WriterGuard&) = delete;
    WriterGuard& operator=(const WriterGuard&) = delete;
    ~WriterGuard();

private:
    explicit WriterGuard(std::string name) : name_{std::move(name)} {}
    [[nodiscard]] core::Status lock_file();

    std::string name_;
    int file_{-1};
};

}  // namespace sarhad::store
