#pragma once

#include "central/erasures.h"
#include "core/files.h"
#include "core/result.h"
#include "facts/fields.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::central {

/// An erasure as it stands beside the database. It names nobody but who ordered it.
struct LoggedErasure {
    AlertId crossing{};
    std::string policy;
    std::string why;
    core::WallTime asked_at;
    std::string asker;
    std::optional<std::uint32_t> asker_uid;
    core::WallTime erased_at;
    std::string approver;
    std::optional<std::uint32_t> approver_uid;
    friend bool operator==(const LoggedErasure&, const LoggedErasure&) = default;
};

/// `row` has `erased_at` and `approver` (checked).
[[nodiscard]] LoggedErasure logged(const ErasureRow& row);
/// The same, its number not known.
[[nodiscard]] ErasureRow row_of(const LoggedErasure& erasure);

inline constexpr core::ByteSize kErasureLogMax = core::mebibytes(32);

/// What was erased, in a file of its own: a backup of the database that is older than an order
/// brings the record back, and this file takes it out again at central's next start. An entry is on
/// the disk before anything of the record goes. Format: docs/storage.md. Thread: store, or before
/// threads run.
class ErasureLog final {
public:
    /// Where there is no file there are no entries. kCorrupt, kInvalid: the file is damaged, or of
    /// a newer program: nothing may be served without it. `files` outlives it.
    [[nodiscard]] static core::Result<std::unique_ptr<ErasureLog>> open(core::Files& files,
                                                                        std::string path);

    [[nodiscard]] const std::vector<LoggedErasure>& entries() const { return entries_; }
    [[nodiscard]] bool has(const AlertId& crossing) const;
    /// Durable once it returned without an error. One that is there is passed over. kExhausted past
    /// kErasuresMax.
    [[nodiscard]] core::Status add(const LoggedErasure& erasure);

private:
    ErasureLog(core::Files& files, std::string path) : files_{files}, path_{std::move(path)} {}

    core::Files& files_;
    std::string path_;
    std::vector<LoggedErasure> entries_;
};

/// The file's bytes.
[[nodiscard]] core::Bytes write_erasures(const std::vector<LoggedErasure>& entries);
/// kCorrupt: not such a file, or damaged; kInvalid: of a newer program.
[[nodiscard]] core::Result<std::vector<LoggedErasure>> read_erasures(core::ByteView file);

}  // namespace sarhad::central

namespace sarhad::facts {

template <>
struct Schema<central::LoggedErasure> {
    using Fact = central::LoggedErasure;
    static constexpr std::string_view kName = "logged_erasure";
    static constexpr auto kFields =
        FieldList{field(1, "crossing", &Fact::crossing, 16, Feed::kSystem),
                  field(2, "policy", &Fact::policy, kPolicyMax, Feed::kOfficer),
                  field(3, "why", &Fact::why, 512, Feed::kOfficer),
                  field(4, "asked_at", &Fact::asked_at, 1, Feed::kSystem),
                  field(5, "asker", &Fact::asker, 64, Feed::kOfficer),
                  field(6, "asker_uid", &Fact::asker_uid, 1, Feed::kOfficer),
                  field(7, "erased_at", &Fact::erased_at, 1, Feed::kSystem),
                  field(8, "approver", &Fact::approver, 64, Feed::kOfficer),
                  field(9, "approver_uid", &Fact::approver_uid, 1, Feed::kOfficer)};
};

}  // namespace sarhad::facts
