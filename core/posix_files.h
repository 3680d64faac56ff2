#pragma once

#include "core/files.h"

namespace sarhad::core {

/// Files on the real disk. Only a main() or a daemon's wiring makes one. Thread: any.
class PosixFiles final : public Files {
public:
    [[nodiscard]] Result<Bytes> read(const std::string& path, ByteSize limit) override;
    [[nodiscard]] Result<Bytes> read_part(const std::string& path,
                                          std::uint64_t offset,
                                          ByteSize limit) override;
    [[nodiscard]] Result<Bytes> read_plain(const std::string& path, ByteSize limit) override;
    [[nodiscard]] Status replace(const std::string& path, ByteView content, FileMode mode) override;
    [[nodiscard]] Status write_parts(const std::string& path,
                                     const std::function<Result<Bytes>()>& next,
                                     FileMode mode) override;
    [[nodiscard]] Status append(const std::string& path, ByteView content, FileMode mode) override;
    [[nodiscard]] Result<std::vector<std::string>> list(const std::string& folder) override;
    [[nodiscard]] Result<std::vector<FolderEntry>> look(const std::string& folder) override;
    [[nodiscard]] Status rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] Status rename_new(const std::string& from, const std::string& to) override;
    [[nodiscard]] Status overwrite(const std::string& path) override;
    [[nodiscard]] Status remove(const std::string& path) override;
    [[nodiscard]] Status make_folder(const std::string& path) override;
};

}  // namespace sarhad::core
