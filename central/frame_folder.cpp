#include "central/frame_folder.h"

#include "core/text.h"
#include "facts/decision.h"
#include "rules/frames/packed_frame.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Result;
using core::Status;
using rules::RuleKind;
using rules::frames::FrameMonth;
using rules::frames::FrameNote;

namespace {

constexpr std::string_view kFrames = ".frames";
constexpr std::string_view kLabels = ".labels";
/// Where a segment is made, beside those that are.
constexpr std::string_view kMaking = "making";
constexpr std::int64_t kMicrosADay = 86'400'000'000;

std::optional<FrameSegment> find_segment(std::string_view name) {
    const auto pieces = core::split(name, '-');
    std::array<std::uint64_t, 3> numbers{};
    if (pieces.size() != numbers.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto number = core::parse_uint(pieces[i]);
        if (!number || (i < 2 && *number > UINT32_MAX)) {
            return std::nullopt;
        }
        numbers.at(i) = *number;
    }
    return FrameSegment{core::NodeId{static_cast<std::uint32_t>(numbers[0])},
                        core::Epoch{static_cast<std::uint32_t>(numbers[1])},
                        numbers[2]};
}

std::optional<FrameMonth> month_of_file(std::string_view name) {
    for (const std::string_view ending : {kFrames, kLabels}) {
        if (name.ends_with(ending)) {
            return rules::frames::find_month(name.substr(0, name.size() - ending.size()));
        }
    }
    return std::nullopt;
}

std::pair<std::uint16_t, std::uint16_t> date_of(const FrameMonth& month) {
    return {month.year, month.month};
}

/// The first month that is kept: the one before it has days that are too old.
FrameMonth first_kept(core::WallTime now) {
    const auto kept = std::chrono::duration_cast<std::chrono::microseconds>(kFramesKept).count();
    FrameMonth month = rules::frames::month_of(RuleKind::kTraveller, now.micros - kept);
    constexpr std::uint16_t kDecember = 12;
    month.year = static_cast<std::uint16_t>(month.year + (month.month == kDecember ? 1 : 0));
    month.month = static_cast<std::uint16_t>(month.month % kDecember + 1);
    return month;
}

rules::frames::Inspection label_of(const facts::Inspection& said) {
    using rules::frames::Selected;
    rules::frames::Inspection label;
    label.selected = said.selected == facts::SelectedBy::kRandom ? Selected::kRandom
                     : said.selected == facts::SelectedBy::kRule ? Selected::kRule
                                                                 : Selected::kOfficer;
    label.finding = said.finding == facts::Finding::kPositive ? rules::frames::Finding::kPositive
                                                              : rules::frames::Finding::kNegative;
    label.minutes = said.minutes;
    return label;
}

/// Live and shadow rules alike, each once.
FrameNote note_of(const facts::Crossing& crossing) {
    FrameNote note;
    note.entity = crossing.id;
    if (!crossing.subject_keys.empty()) {
        note.person = crossing.subject_keys.front();
    }
    note.channel = crossing.decision.channel;
    std::set<std::string> hits{crossing.decision.shadow_hits.begin(),
                               crossing.decision.shadow_hits.end()};
    for (const facts::RuleHit& hit : crossing.decision.rule_hits) {
        hits.insert(hit.id);
    }
    note.hits.assign(hits.begin(), hits.end());
    return note;
}

}  // namespace

FrameFolder::FrameFolder(core::Files& files,
                         std::string folder,
                         const rules::frames::SectionGuard& guard)
    : files_{files}, folder_{std::move(folder)}, guard_{guard} {}

std::string FrameFolder::path(const FrameSegment& segment) const {
    return cat(folder_, "/", segment.node.value(), "-", segment.epoch.value(), "-", segment.number);
}

Result<std::vector<FrameSegment>> FrameFolder::segments() {
    SARHAD_TRY_STATUS(files_.make_folder(folder_));
    SARHAD_TRY(const std::vector<core::FolderEntry> entries, files_.look(folder_));
    std::vector<FrameSegment> found;
    for (const core::FolderEntry& entry : entries) {
        if (const auto segment = find_segment(entry.name); segment && !entry.is_file) {
            found.push_back(*segment);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<FrameSegment>> FrameFolder::wanted(const std::vector<FrameTail>& tails) {
    SARHAD_TRY(const std::vector<FrameSegment> here, segments());
    std::map<std::pair<core::NodeId, core::Epoch>, std::uint64_t> last;
    std::vector<FrameSegment> wanted;
    for (const FrameTail& tail : tails) {
        const std::uint64_t number = segment_number(tail.last);
        last[{tail.node, tail.epoch}] = number;
        for (std::uint64_t each = 0; each <= number; ++each) {
            const FrameSegment segment{tail.node, tail.epoch, each};
            if (each == number || !std::binary_search(here.begin(), here.end(), segment)) {
                wanted.push_back(segment);
            }
        }
    }
    for (const FrameSegment& segment : here) {  // Central was restored from a backup.
        const auto known = last.find({segment.node, segment.epoch});
        if (known == last.end() || segment.number > known->second) {
            wanted.push_back(segment);
        }
    }
    return wanted;
}

/// What cannot be read is passed over, and counted: one damaged row must not keep all others out.
Status FrameFolder::add(const FrameRow& row,
                        core::WallTime now,
                        rules::frames::FrameWriter& writer,
                        SegmentMade& made) {
    const auto crossing = wire::decode<facts::Crossing>(row.crossing);
    if (!crossing || crossing->decision.frame.empty()) {
        ++(crossing ? made.without : made.unread);
        return {};
    }
    const auto frame =
        rules::frames::unpack_frame(crossing->decision.frame, RuleKind::kTraveller, builder_);
    if (!frame) {
        ++made.unread;
        return {};
    }
    const FrameMonth month = rules::frames::month_of(RuleKind::kTraveller, frame->now());
    if (date_of(month) < date_of(first_kept(now))) {
        return {};
    }
    Status added =
        writer.add(RuleKind::kTraveller,
                   *frame,
                   note_of(*crossing),
                   row.inspection ? std::optional{label_of(*row.inspection)} : std::nullopt);
    if (!added &&
        (added.error().code == Errc::kInvalid || added.error().code == Errc::kExhausted)) {
        ++made.unread;
        return {};
    }
    made.frames += added ? 1U : 0U;
    return added;
}

Result<SegmentMade> FrameFolder::make(const FrameSegment& segment,
                                      const std::vector<FrameRow>& rows,
                                      core::WallTime now) {
    const std::string making = cat(folder_, "/", kMaking);
    SARHAD_TRY_STATUS(files_.make_folder(making));
    SARHAD_TRY(const std::vector<std::string> left, files_.list(making));
    for (const std::string& name : left) {
        SARHAD_TRY_STATUS(files_.remove(cat(making, "/", name)));
    }
    SegmentMade made;
    rules::frames::FrameWriter writer{files_, making, guard_, layouts_};
    for (const FrameRow& row : rows) {
        SARHAD_TRY_STATUS(add(row, now, writer, made));
    }
    SARHAD_TRY([[maybe_unused]] const auto written, writer.commit());
    SARHAD_TRY_STATUS(put_in_place(making, path(segment)));
    return made;
}

/// Inspections name frames by their place: they go before these and come behind them, so that a
/// crash leaves none at a wrong one.
Status FrameFolder::put_in_place(const std::string& from, const std::string& to) {
    SARHAD_TRY_STATUS(files_.make_folder(to));
    SARHAD_TRY(const std::vector<std::string> made, files_.list(from));
    SARHAD_TRY(const std::vector<std::string> held, files_.list(to));
    for (const std::string_view ending : {kLabels, kFrames}) {
        for (const std::string& name : held) {
            if (name.ends_with(ending) &&
                (ending == kLabels || !std::binary_search(made.begin(), made.end(), name))) {
                SARHAD_TRY_STATUS(files_.remove(cat(to, "/", name)));
            }
        }
    }
    for (const std::string_view ending : {kFrames, kLabels}) {
        for (const std::string& name : made) {
            if (name.ends_with(ending)) {
                SARHAD_TRY_STATUS(files_.rename(cat(from, "/", name), cat(to, "/", name)));
            }
        }
    }
    return {};
}

Status FrameFolder::drop_old(core::WallTime now) {
    const auto first = date_of(first_kept(now));
    SARHAD_TRY(const std::vector<FrameSegment> here, segments());
    for (const FrameSegment& segment : here) {
        SARHAD_TRY(const std::vector<std::string> names, files_.list(path(segment)));
        for (const std::string& name : names) {
            const auto month = month_of_file(name);
            if (month && date_of(*month) < first) {
                SARHAD_TRY_STATUS(files_.remove(cat(path(segment), "/", name)));
            }
        }
    }
    return {};
}

std::optional<FrameSegment> FrameFolder::segment_of(std::string_view path) const {
    if (!path.starts_with(cat(folder_, "/"))) {
        return std::nullopt;
    }
    path.remove_prefix(folder_.size() + 1);
    return find_segment(path.substr(0, path.find('/')));
}

Result<trial::TrialFiles> FrameFolder::files(RuleKind kind,
                                             std::int64_t first_day,
                                             std::int64_t last_day) {
    // Days that a file's month can have; beyond them it is the same.
    const auto date = [kind](std::int64_t day) {
        constexpr std::int64_t kLastDay = 2'900'000;
        return date_of(rules::frames::month_of(
            kind, std::clamp<std::int64_t>(day, 0, kLastDay) * kMicrosADay));
    };
    const auto first = date(first_day);
    const auto last = date(last_day);
    SARHAD_TRY(const std::vector<FrameSegment> here, segments());
    trial::TrialFiles found;
    for (const FrameSegment& segment : here) {
        const std::string folder = path(segment);
        SARHAD_TRY(const std::vector<core::FolderEntry> entries, files_.look(folder));
        for (const core::FolderEntry& entry : entries) {
            const auto month =
                entry.name.ends_with(kFrames) ? month_of_file(entry.name) : std::nullopt;
            if (!month || month->kind != kind || date_of(*month) < first ||
                date_of(*month) > last) {
                continue;
            }
            auto opened = rules::frames::open_month(
                files_, folder, *month, entry.size.bytes, guard_, layouts_);
            if (opened) {
                found.files.push_back(*std::move(opened));
            } else if (opened.error().code == Errc::kCorrupt ||
                       opened.error().code == Errc::kInvalid) {
                found.left_out.push_back(
                    trial::left_out(cat(folder, "/", entry.name), opened.error()));
            } else {
                return opened.error();
            }
        }
    }
    return found;
}

}  // namespace sarhad::central
