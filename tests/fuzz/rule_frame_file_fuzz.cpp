// links: sarhad_rules sarhad_core
#include "core/check.h"
#include "rules/frames/block_reader.h"
#include "rules/frames/frame_labels.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace sarhad;                 // NOLINT(google-build-using-namespace): its own target.
using namespace sarhad::rules;          // NOLINT(google-build-using-namespace): its own target.
using namespace sarhad::rules::frames;  // NOLINT(google-build-using-namespace): its own target.

/// Nothing stands before the parsers: every byte reaches them.
class NoGuard final : public SectionGuard {
public:
    [[nodiscard]] GuardMark mark() const override { return GuardMark::kChecked; }
    [[nodiscard]] core::Bytes close(const SectionPlace& /*place*/,
                                    core::ByteView plain) const override {
        return core::to_bytes(plain);
    }
    [[nodiscard]] core::Result<core::Bytes> open(const SectionPlace& /*place*/,
                                                 core::Bytes stored) const override {
        return stored;
    }
};

/// One file, to be read.
class OneFile final : public core::Files {
public:
    explicit OneFile(core::ByteView bytes) : bytes_{bytes} {}
    core::Result<core::Bytes> read_part(const std::string& /*path*/,
                                        std::uint64_t offset,
                                        core::ByteSize limit) override {
        const std::size_t from = std::min<std::uint64_t>(offset, bytes_.size());
        return core::to_bytes(
            bytes_.subspan(from, std::min<std::uint64_t>(limit.bytes, bytes_.size() - from)));
    }
    core::Result<core::Bytes> read(const std::string&, core::ByteSize) override { return no(); }
    core::Result<core::Bytes> read_plain(const std::string&, core::ByteSize) override {
        return no();
    }
    core::Status replace(const std::string&, core::ByteView, core::FileMode) override {
        return no();
    }
    core::Status write_parts(const std::string&,
                             const std::function<core::Result<core::Bytes>()>&,
                             core::FileMode) override {
        return no();
    }
    core::Status append(const std::string&, core::ByteView, core::FileMode) override {
        return no();
    }
    core::Result<std::vector<std::string>> list(const std::string&) override { return no(); }
    core::Result<std::vector<core::FolderEntry>> look(const std::string&) override { return no(); }
    core::Status rename(const std::string&, const std::string&) override { return no(); }
    core::Status rename_new(const std::string&, const std::string&) override { return no(); }
    core::Status remove(const std::string&) override { return no(); }
    core::Status make_folder(const std::string&) override { return no(); }
    core::Status overwrite(const std::string&) override { return no(); }

private:
    static core::Error no() { return {core::Errc::kUnavailable, "not here"}; }
    core::ByteView bytes_;
};

/// Each code has a value, each text is there.
std::size_t touch(const FrameColumn& column, const char* text, bool is_text) {
    std::size_t sum = 0;
    for (const std::uint16_t code : column.codes) {
        SARHAD_CHECK(code < column.words.size() && code < column.states.size());
        if (is_text && column.states[code] == cel::SlotState::kValue) {
            for (const char c : cel::SlotText::read(column.words[code], text)) {
                sum += static_cast<unsigned char>(c);
            }
        }
    }
    return sum;
}

void read_block(BlockReader& reader, const cel::SlotLayout& layout) {
    std::size_t sum = 0;
    for (std::uint32_t t = 0; t < layout.tables().size(); ++t) {
        if (t != 0) {
            if (const auto starts = reader.starts(t)) {
                SARHAD_CHECK((*starts)->size() == reader.frames() + 1);
                SARHAD_CHECK(std::is_sorted((*starts)->begin(), (*starts)->end()));
            }
        }
        for (std::uint32_t f = 0; f < layout.tables()[t].fields.size(); ++f) {
            if (const auto column = reader.column(t, f)) {
                const bool is_text = layout.tables()[t].fields[f].type == cel::SlotType::kString;
                sum += touch(**column, reader.text(), is_text);
            }
        }
    }
    if (const auto hits = reader.hits()) {
        sum += touch((*hits)->rules, reader.text(), true);
    }
    if (const auto days = reader.days()) {
        sum += touch(**days, reader.text(), false);
    }
    if (const auto channels = reader.channels()) {
        sum += touch(**channels, reader.text(), false);
    }
    if (const auto ids = reader.entities()) {
        SARHAD_CHECK((*ids)->size() == reader.frames());
    }
    SARHAD_CHECK(sum < SIZE_MAX);
}

}  // namespace

/// The first byte says the kind and whether the rest is a file of frames or of labels: it is read
/// or refused, and what is read is whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const FactSchema schema;
    static const engine::FactLayouts layouts{schema};
    static const NoGuard guard;
    if (size == 0) {
        return 0;
    }
    const core::ByteView bytes{data + 1, size - 1};
    if (data[0] >= 0x80) {
        const auto labels = parse_labels("traveller-2026-09", bytes, guard);
        if (labels) {
            const core::Bytes again = write_labels("traveller-2026-09", *labels, guard);
            SARHAD_CHECK(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
        }
        return 0;
    }
    const RuleKind kind = rule_kinds()[data[0] % kRuleKindCount];
    OneFile file{bytes};
    const auto opened =
        FrameFile::open(file, "folder", {kind, 2026, 9}, bytes.size(), guard, layouts);
    if (!opened) {
        return 0;
    }
    BlockReader reader{file, guard, layouts};
    for (const BlockPlace& block : opened->blocks()) {
        reader.begin(*opened, block);
        read_block(reader, layouts.of(kind));
    }
    return 0;
}
