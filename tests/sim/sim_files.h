#pragma once

#include "core/files.h"

#include <string>
#include <vector>

#include "sim/sim_disk.h"

namespace sarhad::sim {

/// core::Files on a SimDisk: the same steps as on a real one (write, sync, rename, sync of the
/// folder), so that the power can fail between any two. `disk` outlives it.
class SimFiles final : public core::Files {
public:
    explicit SimFiles(SimDisk& disk) : disk_{disk} {}

    [[nodiscard]] core::Result<core::Bytes> read(const std::string& path,
                                                 core::ByteSize limit) override;
    [[nodiscard]] core::Result<core::Bytes> read_part(const std::string& path,
                                                      std::uint64_t offset,
                                                      core::ByteSize limit) override;
    [[nodiscard]] core::Result<core::Bytes> read_plain(const std::string& path,
                                                       core::ByteSize limit) override {
        return read(path, limit);  // There are files only.
    }
    [[nodiscard]] core::Status replace(const std::string& path,
                                       core::ByteView content,
                                       core::FileMode mode) override;
    [[nodiscard]] core::Status write_parts(const std::string& path,
                                           const std::function<core::Result<core::Bytes>()>& next,
                                           core::FileMode mode) override;
    [[nodiscard]] core::Status append(const std::string& path,
                                      core::ByteView content,
                                      core::FileMode mode) override;
    [[nodiscard]] core::Result<std::vector<std::string>> list(const std::string& folder) override;
    /// Every file as old as the hills: senders rename, and the disk has no clock.
    [[nodiscard]] core::Result<std::vector<core::FolderEntry>> look(
        const std::string& folder) override;
    [[nodiscard]] core::Status rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] core::Status rename_new(const std::string& from, const std::string& to) override;
    [[nodiscard]] core::Status overwrite(const std::string& path) override;
    [[nodiscard]] core::Status remove(const std::string& path) override;
    [[nodiscard]] core::Status make_folder(const std::string& path) override;

private:
    SimDisk& disk_;
};

}  // namespace sarhad::sim
