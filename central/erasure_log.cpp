#include "central/erasure_log.h"

#include "core/check.h"
#include "core/text.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sarhad::central {

using core::Bytes;
using core::ByteView;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kMagic = "SARHADER";
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kHead = 8 + 2 + 4;  ///< Magic, version, count.
constexpr std::size_t kSum = 32;

Error damaged(std::string_view what) {
    return {
        Errc::kCorrupt,
        cat("erasure log: ",
            what,
            ": put its newest backup in its place; without it records that were erased may come "
            "back")};
}

}  // namespace

LoggedErasure logged(const ErasureRow& row) {
    SARHAD_CHECK(row.erased_at && row.approver);
    return {row.crossing,
            row.policy,
            row.why,
            row.asked_at,
            row.asker.account,
            row.asker.uid,
            *row.erased_at,
            row.approver->account,
            row.approver->uid};
}

ErasureRow row_of(const LoggedErasure& erasure) {
    ErasureRow row;
    row.crossing = erasure.crossing;
    row.policy = erasure.policy;
    row.why = erasure.why;
    row.asked_at = erasure.asked_at;
    row.asker = {erasure.asker, erasure.asker_uid};
    row.erased_at = erasure.erased_at;
    row.approver = Speaker{erasure.approver, erasure.approver_uid};
    return row;
}

Bytes write_erasures(const std::vector<LoggedErasure>& entries) {
    Bytes file = core::to_bytes(core::as_bytes(kMagic));
    core::put_u16(file, kVersion);
    core::put_u32(file, static_cast<std::uint32_t>(entries.size()));
    for (const LoggedErasure& entry : entries) {
        const Bytes body = wire::encode(entry);
        core::put_u32(file, static_cast<std::uint32_t>(body.size()));
        core::append(file, body);
    }
    core::append(file, wire::blake2b(file));
    return file;
}

Result<std::vector<LoggedErasure>> read_erasures(ByteView file) {
    if (file.size() < kHead + kSum || core::as_text(file.first(kMagic.size())) != kMagic) {
        return damaged("it is no such file");
    }
    if (core::get_u16(file.subspan(kMagic.size())) != kVersion) {
        return Error{Errc::kInvalid, "erasure log: of a newer program: install the newer package"};
    }
    const ByteView content = file.first(file.size() - kSum);
    if (!std::ranges::equal(wire::blake2b(content), file.last(kSum))) {
        return damaged("its sum is wrong");
    }
    const std::uint32_t count = core::get_u32(content.subspan(kMagic.size() + 2));
    ByteView rest = content.subspan(kHead);
    std::vector<LoggedErasure> entries;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::size_t size = rest.size() < 4 ? 0 : core::get_u32(rest);
        if (size == 0 || rest.size() - 4 < size) {
            return damaged("an entry is cut");
        }
        SARHAD_TRY(LoggedErasure entry, wire::decode<LoggedErasure>(rest.subspan(4, size)));
        entries.push_back(std::move(entry));
        rest = rest.subspan(4 + size);
    }
    if (!rest.empty()) {
        return damaged("it goes on behind its last entry");
    }
    return entries;
}

Result<std::unique_ptr<ErasureLog>> ErasureLog::open(core::Files& files, std::string path) {
    std::unique_ptr<ErasureLog> log{new ErasureLog{files, std::move(path)}};
    const Result<Bytes> file = files.read(log->path_, kErasureLogMax);
    if (!file && file.error().code == Errc::kNotFound) {
        return log;
    }
    if (!file) {
        return file.error();
    }
    SARHAD_TRY(log->entries_, read_erasures(*file));
    return log;
}

bool ErasureLog::has(const AlertId& crossing) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const LoggedErasure& entry) {
        return entry.crossing == crossing;
    });
}

Status ErasureLog::add(const LoggedErasure& erasure) {
    if (has(erasure.crossing)) {
        return {};
    }
    if (entries_.size() >= kErasuresMax) {
        return Error{Errc::kExhausted, cat("erasures: ", kErasuresMax, " are logged")};
    }
    std::vector<LoggedErasure> next = entries_;
    next.push_back(erasure);
    SARHAD_TRY_STATUS(files_.replace(path_, write_erasures(next), core::FileMode::kPrivate));
    entries_ = std::move(next);
    return {};
}

}  // namespace sarhad::central
