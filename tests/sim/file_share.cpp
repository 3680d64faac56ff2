#include "sim/file_share.h"

#include <sqlite3.h>

#include <algorithm>

namespace sarhad::sim {

static_assert(kShareSlots == SQLITE_SHM_NLOCK);

int FileShare::lock(ShareHolder& holder, int level) {
    if (level <= holder.level) {
        return SQLITE_OK;
    }
    if (holder.level == SQLITE_LOCK_NONE) {
        if (pending_ != nullptr) {
            return SQLITE_BUSY;
        }
        ++readers_;
        holder.level = SQLITE_LOCK_SHARED;
    }
    if (level == SQLITE_LOCK_SHARED) {
        return SQLITE_OK;
    }
    if (reserved_ != nullptr && reserved_ != &holder) {
        return SQLITE_BUSY;
    }
    reserved_ = &holder;
    holder.level = std::max(holder.level, SQLITE_LOCK_RESERVED);
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        pending_ = &holder;
        holder.level = SQLITE_LOCK_PENDING;
        if (readers_ > 1) {
            return SQLITE_BUSY;
        }
        holder.level = SQLITE_LOCK_EXCLUSIVE;
    }
    return SQLITE_OK;
}

void FileShare::unlock(ShareHolder& holder, int level) {
    if (level >= holder.level) {
        return;
    }
    reserved_ = reserved_ == &holder ? nullptr : reserved_;
    pending_ = pending_ == &holder ? nullptr : pending_;
    if (level == SQLITE_LOCK_NONE) {
        --readers_;
    }
    holder.level = level;
}

volatile void* FileShare::region(std::size_t index, std::size_t size, bool extends) {
    if (index >= regions_.size() && !extends) {
        return nullptr;
    }
    while (regions_.size() <= index) {
        regions_.push_back(std::make_unique<std::vector<std::uint8_t>>(size, std::uint8_t{0}));
    }
    return regions_[index]->data();
}

int FileShare::lock_slots(ShareHolder& holder, int first, int count, bool is_exclusive) {
    const auto from = static_cast<std::size_t>(first);
    const auto to = from + static_cast<std::size_t>(count);
    for (std::size_t i = from; i < to; ++i) {
        const int others = slots_[i].shared - (holder.shared[i] ? 1 : 0);
        const bool is_taken = slots_[i].exclusive != nullptr && slots_[i].exclusive != &holder;
        if (is_taken || (is_exclusive && others > 0)) {
            return SQLITE_BUSY;
        }
    }
    for (std::size_t i = from; i < to; ++i) {
        if (is_exclusive) {
            slots_[i].exclusive = &holder;
            holder.exclusive[i] = true;
        } else if (!holder.shared[i]) {
            ++slots_[i].shared;
            holder.shared[i] = true;
        }
    }
    return SQLITE_OK;
}

void FileShare::unlock_slots(ShareHolder& holder, int first, int count) {
    const auto from = static_cast<std::size_t>(first);
    for (std::size_t i = from; i < from + static_cast<std::size_t>(count); ++i) {
        if (holder.exclusive[i]) {
            slots_[i].exclusive = nullptr;
            holder.exclusive[i] = false;
        }
        if (holder.shared[i]) {
            --slots_[i].shared;
            holder.shared[i] = false;
        }
    }
}

void FileShare::leave(ShareHolder& holder) {
    unlock_slots(holder, 0, static_cast<int>(kShareSlots));
    unlock(holder, SQLITE_LOCK_NONE);
}

}  // namespace sarhad::sim
