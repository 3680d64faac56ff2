#pragma once

#include <memory>
#include <string>

#include "sim/sim_disk.h"

namespace sarhad::sim {

/// A SimDisk as SQLite's operating system, registered under `name` for as long as it lives. Several
/// connections of one file share its locks and the memory of its log's index (FileShare), so that
/// readers stand beside the writer. `disk` outlives it, and it outlives every connection.
class SimVfs final {
public:
    SimVfs(std::string name, SimDisk& disk);
    SimVfs(const SimVfs&) = delete;
    SimVfs& operator=(const SimVfs&) = delete;
    ~SimVfs();

    [[nodiscard]] const std::string& name() const { return name_; }

private:
    struct Registration;
    std::string name_;
    std::unique_ptr<Registration> registration_;
};

}  // namespace sarhad::sim
