#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace sarhad::sim {

/// SQLite's numbers (sqlite3.h), so that it need not be included here.
inline constexpr std::size_t kShareSlots = 8;

/// What one connection holds of a file.
struct ShareHolder {
    int level{0};  ///< SQLITE_LOCK_NONE to SQLITE_LOCK_EXCLUSIVE.
    std::array<bool, kShareSlots> shared{};
    std::array<bool, kShareSlots> exclusive{};
};

/// What the connections of one database file share: its locks, and the memory of the log's index.
/// It is of the processes, not of the disk: the last connection that closes takes it along, and
/// the next one builds the index anew from the log, as after a restart.
/// Codes are SQLite's: SQLITE_OK or SQLITE_BUSY.
class FileShare final {
public:
    [[nodiscard]] int lock(ShareHolder& holder, int level);
    void unlock(ShareHolder& holder, int level);
    [[nodiscard]] bool is_reserved() const { return reserved_ != nullptr; }

    /// Null where there is no such region and `extends` is false.
    [[nodiscard]] volatile void* region(std::size_t index, std::size_t size, bool extends);
    [[nodiscard]] int lock_slots(ShareHolder& holder, int first, int count, bool is_exclusive);
    void unlock_slots(ShareHolder& holder, int first, int count);
    /// The connection closes.
    void leave(ShareHolder& holder);

private:
    struct Slot {
        int shared{0};
        const ShareHolder* exclusive{nullptr};
    };

    int readers_{0};  ///< Holders at SQLITE_LOCK_SHARED or more.
    const ShareHolder* reserved_{nullptr};
    const ShareHolder* pending_{nullptr};  ///< Waits for the last reader: no new one.
    std::array<Slot, kShareSlots> slots_{};
    std::vector<std::unique_ptr<std::vector<std::uint8_t>>> regions_;
};

}  // namespace sarhad::sim
