#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sim/sim_disk.h"
#include "sim/sim_vfs.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sarhad::sim {

/// A copy of a disk as a power failure would leave it now, opened beside the world: looking changes
/// nothing.
class Inspection final {
public:
    /// One row of an answer.
    class Row {
    public:
        explicit Row(sqlite3_stmt* statement) : statement_{statement} {}
        [[nodiscard]] std::uint64_t number(int column) const;
        [[nodiscard]] std::string text(int column) const;
        [[nodiscard]] core::Bytes bytes(int column) const;

    private:
        sqlite3_stmt* statement_;
    };

    /// `database`: a file of `disk`; where it is not durable yet every query is empty.
    Inspection(const SimDisk& disk, const std::string& database);
    Inspection(const Inspection&) = delete;
    Inspection& operator=(const Inspection&) = delete;
    ~Inspection();

    /// Runs `each` for every row. A query that fails is a failure of the simulator (checked), save
    /// that a missing table has no rows: the first migration is not durable yet.
    void query(const std::string& sql, const std::function<void(const Row&)>& each);
    [[nodiscard]] std::vector<std::string> names_in(const std::string& folder) const {
        return disk_.names_in(folder);
    }

private:
    SimRandom random_{1};
    SimDisk disk_{random_};
    SimVfs vfs_{"sim-inspection", disk_};
    sqlite3* handle_{nullptr};
};

}  // namespace sarhad::sim
