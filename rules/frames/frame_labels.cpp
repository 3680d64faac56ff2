#include "rules/frames/frame_labels.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/frames/frame_block.h"
#include "rules/frames/le_bytes.h"

#include <algorithm>

namespace sarhad::rules::frames {
namespace {

using core::cat;
using core::Errc;
using core::Error;

constexpr std::string_view kMagic = "SARHADFL";
constexpr std::size_t kHeadBytes = 12;

void put(core::Bytes& to, const FrameLabel& label) {
    put_le(to, label.place.block);
    put_le(to, label.place.row);
    put_le(to, static_cast<std::uint8_t>(label.inspection.selected));
    put_le(to, static_cast<std::uint8_t>(label.inspection.finding));
    put_le(to, label.inspection.minutes);
    put_all(to, label.person.data(), label.person.size());
    put_le(to, label.at);
}

/// Whether it is one that put() wrote.
bool take(LeReader& reader, FrameLabel& label) {
    label.place.block = reader.take<std::uint32_t>();
    label.place.row = reader.take<std::uint16_t>();
    const auto selected = reader.take<std::uint8_t>();
    const auto finding = reader.take<std::uint8_t>();
    label.inspection.selected = static_cast<Selected>(selected);
    label.inspection.finding = static_cast<Finding>(finding);
    label.inspection.minutes = reader.take<std::uint16_t>();
    const core::ByteView person = reader.bytes(label.person.size());
    std::copy(person.begin(), person.end(), label.person.begin());
    label.at = reader.take<std::int64_t>();
    return !reader.is_cut() && selected <= static_cast<std::uint8_t>(Selected::kOfficer) &&
           finding <= static_cast<std::uint8_t>(Finding::kPositive) &&
           label.place.row < kBlockFramesMax;
}

Error wrong(const std::string& file, Errc code, std::string_view what) {
    return {code, cat(file, ".labels: ", what)};
}

}  // namespace

core::Bytes write_labels(const std::string& file,
                         const std::vector<FrameLabel>& labels,
                         const SectionGuard& guard) {
    SARHAD_CHECK(labels.size() <= kFrameLabelsMax);
    core::Bytes plain;
    put_le(plain, static_cast<std::uint32_t>(labels.size()));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        SARHAD_CHECK(i == 0 || labels[i - 1].place < labels[i].place);
        put(plain, labels[i]);
    }
    core::Bytes made = core::to_bytes(kMagic);
    put_le(made, kFrameLabelsVersion);
    put_le(made, static_cast<std::uint8_t>(guard.mark()));
    put_le(made, std::uint8_t{0});
    core::append(made, guard.close({file, 0, kLabelsSection}, plain));
    return made;
}

core::Result<std::vector<FrameLabel>> parse_labels(const std::string& file,
                                                   core::ByteView bytes,
                                                   const SectionGuard& guard) {
    LeReader head{bytes.first(std::min(bytes.size(), kHeadBytes))};
    const bool has_magic = core::as_text(head.bytes(kMagic.size())) == kMagic;
    const auto version = head.take<std::uint16_t>();
    const auto mark = head.take<std::uint8_t>();
    const auto zero = head.take<std::uint8_t>();
    if (!has_magic || head.is_cut() || zero != 0) {
        return wrong(file, Errc::kCorrupt, "no labels");
    }
    if (version != kFrameLabelsVersion || mark != static_cast<std::uint8_t>(guard.mark())) {
        return wrong(file, Errc::kInvalid, "of another version, or sealed otherwise");
    }
    auto plain = guard.open({file, 0, kLabelsSection}, core::to_bytes(bytes.subspan(kHeadBytes)));
    if (!plain) {
        return wrong(file, plain.error().code, plain.error().what);
    }
    LeReader reader{*plain};
    const auto count = reader.take<std::uint32_t>();
    std::vector<FrameLabel> made;
    for (std::uint32_t i = 0; i < count && i < kFrameLabelsMax; ++i) {
        FrameLabel label;
        if (!take(reader, label) || (i != 0 && !(made.back().place < label.place))) {
            return wrong(file, Errc::kCorrupt, cat("label ", i, " is none"));
        }
        made.push_back(label);
    }
    if (!reader.is_done()) {
        return wrong(file, Errc::kCorrupt, "it is of another size than it says");
    }
    return made;
}

}  // namespace sarhad::rules::frames
