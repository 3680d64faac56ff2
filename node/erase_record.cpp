#include "node/erase_record.h"

#include "core/text.h"

#include <limits>
#include <vector>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::string_view kMark = "sarhad-erase v1";
constexpr core::ByteSize kRecordBytesMax = core::kibibytes(1);
constexpr std::size_t kFields = 6;

Error corrupt(std::string_view why) {
    return {Errc::kCorrupt, cat("erase record: ", why)};
}

}  // namespace

std::string to_text(const EraseRecord& record) {
    return cat(kMark,
               "\n",
               facts::name_of(record.stage),
               " ",
               record.node.value(),
               " ",
               record.begun.micros,
               " ",
               record.ended.micros,
               " ",
               record.rows,
               " ",
               record.files,
               "\n");
}

Result<EraseRecord> parse_erase_record(std::string_view text) {
    const auto lines = core::split(text, '\n');
    if (lines.size() != 3 || lines[0] != kMark || !lines[2].empty()) {
        return corrupt("wanted two lines, the first of them \"sarhad-erase v1\"");
    }
    const auto words = core::split(lines[1], ' ');
    if (words.size() != kFields) {
        return corrupt("wanted six words in its second line");
    }
    EraseRecord record;
    if (words[0] != facts::name_of(wire::EraseStage::kErasing)) {
        if (words[0] != facts::name_of(wire::EraseStage::kErased)) {
            return corrupt("its stage is neither erasing nor erased");
        }
        record.stage = wire::EraseStage::kErased;
    }
    std::vector<std::uint64_t> numbers;
    for (std::size_t at = 1; at < words.size(); ++at) {
        const auto number = core::parse_uint(words[at]);
        if (!number || *number > std::numeric_limits<std::int64_t>::max()) {
            return corrupt(cat("word ", at + 1, " is no number"));
        }
        numbers.push_back(*number);
    }
    if (numbers[0] == 0 || numbers[0] > std::numeric_limits<std::uint32_t>::max()) {
        return corrupt("its node is none");
    }
    record.node = core::NodeId{static_cast<std::uint32_t>(numbers[0])};
    record.begun.micros = static_cast<std::int64_t>(numbers[1]);
    record.ended.micros = static_cast<std::int64_t>(numbers[2]);
    record.rows = numbers[3];
    record.files = numbers[4];
    return record;
}

Result<std::optional<EraseRecord>> read_erase_record(core::Files& files, const std::string& path) {
    const auto bytes = files.read(path, kRecordBytesMax);
    if (!bytes && bytes.error().code == Errc::kNotFound) {
        return std::optional<EraseRecord>{};
    }
    if (!bytes) {
        return bytes.error();
    }
    auto record = parse_erase_record(core::as_text(*bytes));
    if (!record) {
        return Error{Errc::kCorrupt, cat(path, ": ", record.error().what)};
    }
    return std::optional{*record};
}

Result<std::optional<EraseRecord>> erasing_of(core::Files& files,
                                              const std::string& path,
                                              core::NodeId id) {
    SARHAD_TRY(const std::optional<EraseRecord> record, read_erase_record(files, path));
    if (!record || record->node == id) {
        return record;
    }
    if (record->stage == wire::EraseStage::kErasing) {
        return Error{Errc::kInvalid,
                     cat(path,
                         ": the erasing of node ",
                         record->node.value(),
                         " has not ended: put the new keys away, start once with --set node=",
                         record->node.value(),
                         " until sarhadctl status says ERASED, then put them back")};
    }
    return std::optional<EraseRecord>{};
}

core::Status write_erase_record(core::Files& files,
                                const std::string& path,
                                const EraseRecord& record) {
    return files.replace(path, core::as_bytes(to_text(record)), core::FileMode::kPrivate);
}

}  // namespace sarhad::node
