#include "sim/sim_disk.h"

#include "core/check.h"

#include <algorithm>
#include <utility>

namespace sarhad::sim {
namespace {

/// Counts a fault down; true where it is due now. 0 is "none".
bool is_due(std::uint64_t& left) {
    return left != 0 && --left == 0;
}

}  // namespace

DiskOutcome SimDisk::step() {
    if (!is_on_) {
        return DiskOutcome::kOff;
    }
    ++counters_.operations;
    if (is_due(power_fails_in_)) {
        power_off(loss_);
        return DiskOutcome::kOff;
    }
    if (is_due(operation_fails_in_)) {
        ++counters_.failures;
        return DiskOutcome::kFailed;
    }
    return DiskOutcome::kDone;
}

SimDisk::Handle SimDisk::open(const std::string& name, bool create) {
    if (!is_on_) {
        return nullptr;
    }
    const auto found = names_.find(name);
    if (found != names_.end()) {
        return found->second;
    }
    if (!create) {
        return nullptr;
    }
    return names_[name] = std::make_shared<SimFile>();
}

void SimDisk::mark_dirty(SimFile& file, std::uint64_t from, std::uint64_t to) {
    file.is_dirty.resize((file.live.size() + kSector - 1) / kSector, 0);
    for (std::uint64_t sector = from / kSector; sector * kSector < to; ++sector) {
        if (file.is_dirty[sector] == 0) {
            file.is_dirty[sector] = 1;
            file.dirty.push_back(static_cast<std::uint32_t>(sector));
        }
    }
}

DiskOutcome SimDisk::write(SimFile& file, std::uint64_t offset, core::ByteView bytes) {
    const DiskOutcome outcome = step();
    if (outcome != DiskOutcome::kDone || bytes.empty()) {
        return outcome;
    }
    const std::uint64_t end = offset + bytes.size();
    const std::uint64_t old_size = file.live.size();
    if (end > old_size) {
        if (capacity_.has_value() && used() + (end - old_size) > *capacity_) {
            ++counters_.failures;
            return DiskOutcome::kFull;
        }
        file.live.resize(end, 0);
    }
    std::copy(bytes.begin(), bytes.end(), file.live.begin() + static_cast<std::ptrdiff_t>(offset));
    mark_dirty(file, std::min(offset, old_size), end);
    return outcome;
}

DiskOutcome SimDisk::truncate(SimFile& file, std::uint64_t size) {
    const DiskOutcome outcome = step();
    if (outcome != DiskOutcome::kDone) {
        return outcome;
    }
    const std::uint64_t old_size = file.live.size();
    file.live.resize(size, 0);
    if (size > old_size) {
        mark_dirty(file, old_size, size);
    }
    const std::uint64_t sectors = (size + kSector - 1) / kSector;
    file.is_dirty.resize(sectors, 0);
    file.dirty.erase(std::remove_if(file.dirty.begin(),
                                    file.dirty.end(),
                                    [sectors](std::uint32_t at) { return at >= sectors; }),
                     file.dirty.end());
    return outcome;
}

void SimDisk::settle(SimFile& file) {
    if (file.is_synced && file.dirty.empty() && file.durable.size() == file.live.size()) {
        return;
    }
    ++durable_version_;
    file.durable.resize(file.live.size(), 0);
    for (const std::uint32_t sector : file.dirty) {
        keep_sector(file, sector, kSector, file.durable);
    }
    file.is_synced = true;
}

DiskOutcome SimDisk::sync(const std::string& name, SimFile& file) {
    DiskOutcome outcome = step();
    if (outcome != DiskOutcome::kDone) {
        return outcome;
    }
    ++counters_.syncs;
    if (is_due(sync_fails_in_)) {
        ++counters_.failures;
        outcome = DiskOutcome::kFailed;
    } else if (truth_ == SyncTruth::kLies) {
        return outcome;
    } else {
        settle(file);
        const auto durable = durable_names_.find(name);
        if (durable == durable_names_.end() || durable->second.get() != &file) {
            // SQLite syncs the folder with the first sync of a new journal or log: that makes the
            // removal of the older ones durable too.
            settle_names();
        }
    }
    for (const std::uint32_t sector : file.dirty) {
        file.is_dirty[sector] = 0;
    }
    file.dirty.clear();
    return outcome;
}

DiskOutcome SimDisk::rename(const std::string& from, const std::string& to) {
    const DiskOutcome outcome = step();
    if (outcome != DiskOutcome::kDone) {
        return outcome;
    }
    const auto found = names_.find(from);
    if (found == names_.end()) {
        return DiskOutcome::kMissing;
    }
    const Handle moved = found->second;
    names_.erase(found);
    names_[to] = moved;
    return outcome;
}

DiskOutcome SimDisk::remove(const std::string& name, FolderSync folder) {
    const DiskOutcome outcome = step();
    if (outcome != DiskOutcome::kDone) {
        return outcome;
    }
    if (names_.erase(name) == 0) {
        return DiskOutcome::kMissing;
    }
    if (folder == FolderSync::kNow && truth_ == SyncTruth::kHonest) {
        durable_version_ += durable_names_.erase(name);
    }
    return outcome;
}

void SimDisk::settle_names() {
    for (auto it = durable_names_.begin(); it != durable_names_.end();) {
        const bool is_gone = names_.count(it->first) == 0;
        durable_version_ += is_gone ? 1U : 0U;
        it = is_gone ? durable_names_.erase(it) : std::next(it);
    }
    for (const auto& [name, file] : names_) {
        if (file->is_synced && std::exchange(durable_names_[name], file) != file) {
            ++durable_version_;
        }
    }
}

DiskOutcome SimDisk::sync_names() {
    const DiskOutcome outcome = step();
    if (outcome == DiskOutcome::kDone && truth_ == SyncTruth::kHonest) {
        settle_names();
    }
    return outcome;
}

std::vector<std::string> SimDisk::names_in(const std::string& folder) const {
    const std::string prefix = folder + "/";
    std::vector<std::string> names;
    for (auto it = names_.lower_bound(prefix); it != names_.end(); ++it) {
        if (it->first.compare(0, prefix.size(), prefix) != 0) {
            break;
        }
        std::string name = it->first.substr(prefix.size());
        if (name.find('/') == std::string::npos) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

void SimDisk::keep_sector(const SimFile& file,
                          std::uint32_t sector,
                          std::size_t kept,
                          core::Bytes& survivor) const {
    const std::size_t from = sector * kSector;
    const std::size_t to = std::min(from + kept, file.live.size());
    if (from >= to) {
        return;
    }
    if (survivor.size() < to) {
        survivor.resize(to, 0);
    }
    std::copy(file.live.begin() + static_cast<std::ptrdiff_t>(from),
              file.live.begin() + static_cast<std::ptrdiff_t>(to),
              survivor.begin() + static_cast<std::ptrdiff_t>(from));
}

void SimDisk::lose(SimFile& file, PowerLoss loss) {
    if (loss == PowerLoss::kAllUnsynced) {
        counters_.sectors_lost += file.dirty.size();
        return;
    }
    if (file.live.size() < file.durable.size() && random_.chance(500)) {
        file.durable.resize(file.live.size());
    }
    for (const std::uint32_t sector : file.dirty) {
        const std::uint64_t fate = random_.below(3);
        const std::size_t kept = fate == 0 ? 0 : fate == 1 ? kSector : random_.below(kSector);
        counters_.sectors_lost += fate == 0 ? 1 : 0;
        counters_.sectors_torn += fate == 2 ? 1 : 0;
        keep_sector(file, sector, kept, file.durable);
    }
}

/// What was not synced of the folders is there or not, each change by itself; a rename is one
/// change, as in a journalled file system.
std::map<std::string, SimDisk::Handle> SimDisk::mixed_names() {
    std::map<std::string, Handle> left = durable_names_;
    const auto name_of = [](const std::map<std::string, Handle>& names, const Handle& file) {
        return std::find_if(
            names.begin(), names.end(), [&](const auto& entry) { return entry.second == file; });
    };
    for (const auto& [name, file] : durable_names_) {
        const bool is_removed = name_of(names_, file) == names_.end() && names_.count(name) == 0;
        if (is_removed && random_.chance(500)) {
            left.erase(name);
        }
    }
    for (const auto& [name, file] : names_) {
        const auto before = name_of(durable_names_, file);
        const bool is_changed = before == durable_names_.end() || before->first != name;
        if (is_changed && random_.chance(500)) {
            if (before != durable_names_.end()) {
                left.erase(before->first);
            }
            left[name] = file;
        }
    }
    return left;
}

void SimDisk::power_off(PowerLoss loss) {
    if (!is_on_) {
        return;
    }
    is_on_ = false;
    clear_faults();
    if (loss == PowerLoss::kProcessOnly) {
        return;
    }
    ++counters_.power_losses;
    durable_version_ += loss == PowerLoss::kMixedSectors ? 1U : 0U;  // Else it is what it was.
    const std::map<std::string, Handle> left =
        loss == PowerLoss::kMixedSectors ? mixed_names() : durable_names_;
    names_.clear();
    for (const auto& [name, file] : left) {
        lose(*file, loss);
        // A new file object: a handle of the dead process cannot reach what is left.
        auto survivor = std::make_shared<SimFile>();
        survivor->live = file->durable;
        survivor->durable = file->durable;
        survivor->is_synced = true;
        names_[name] = std::move(survivor);
    }
    durable_names_ = names_;
}

void SimDisk::power_off_after(std::uint64_t operations, PowerLoss loss) {
    power_fails_in_ = operations;
    loss_ = loss;
}

void SimDisk::clear_faults() {
    power_fails_in_ = 0;
    sync_fails_in_ = 0;
    operation_fails_in_ = 0;
    capacity_.reset();
}

std::uint64_t SimDisk::used() const {
    std::uint64_t bytes = 0;
    for (const auto& [name, file] : names_) {
        bytes += file->live.size();
    }
    return bytes;
}

SimDisk::Image SimDisk::image() const {
    Image image;
    for (const auto& [name, file] : durable_names_) {
        image.files[name] = file->durable;
    }
    return image;
}

void SimDisk::restore(const Image& image) {
    SARHAD_CHECK(!is_on_);
    ++durable_version_;
    names_.clear();
    for (const auto& [name, bytes] : image.files) {
        auto file = std::make_shared<SimFile>();
        file->live = bytes;
        file->durable = bytes;
        file->is_synced = true;
        names_[name] = std::move(file);
    }
    durable_names_ = names_;
}

void SimDisk::show(const SimDisk& other, const std::string& wanted) {
    SARHAD_CHECK(!is_on_);
    ++durable_version_;
    names_.clear();
    durable_names_.clear();
    for (const auto& [name, file] : other.durable_names_) {
        auto shown = std::make_shared<SimFile>();
        if (name.compare(0, wanted.size(), wanted) == 0) {
            shown->live = file->durable;
        }
        names_[name] = std::move(shown);
    }
}

}  // namespace sarhad::sim
