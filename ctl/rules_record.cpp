// rules record: facts of many entities, as rules eval takes those of one, become stored
// frames.
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/frame_source.h"
#include "rules/author/document.h"
#include "rules/frames/frame_of_facts.h"
#include "rules/frames/frame_store.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;
using rules::Document;
using rules::frames::FrameNote;
using rules::frames::Inspection;
using rules::frames::Opaque;

constexpr std::uint64_t kPart = std::uint64_t{4} << 20U;

/// Calls `take` with each line of a file that may be larger than memory, and its number from 1.
core::Status each_line(Context& context,
                       const std::string& path,
                       const std::function<core::Status(std::string_view, std::uint64_t)>& take) {
    std::string rest;
    std::uint64_t number = 0;
    for (std::uint64_t offset = 0;;) {
        auto part = context.files.read_part(path, offset, core::ByteSize{kPart});
        if (!part) {
            return Error{Errc::kInvalid, part.error().what};
        }
        offset += part->size();
        rest += core::as_text(*part);
        std::size_t begin = 0;
        const bool is_end = part->empty();
        for (std::size_t end = rest.find('\n');
             end != std::string::npos || (is_end && begin < rest.size());
             end = rest.find('\n', begin)) {
            end = std::min(end, rest.size());
            const std::string_view line = std::string_view{rest}.substr(begin, end - begin);
            ++number;
            if (!core::trim(line).empty()) {
                SARHAD_TRY_STATUS(take(line, number));
            }
            begin = std::min(end + 1, rest.size());
        }
        rest.erase(0, begin);
        if (rest.size() > rules::kDocumentBytesMax) {
            return Error{Errc::kInvalid,
                         cat(path,
                             ":",
                             number + 1,
                             ": a line has at most ",
                             rules::kDocumentBytesMax,
                             " bytes")};
        }
        if (is_end) {
            return {};
        }
    }
}

core::Result<Opaque> opaque(const Document& line, std::string_view name) {
    const Document* given = line.find(name);
    Opaque made{};
    if (given == nullptr) {
        return made;
    }
    const auto bytes =
        given->text() == nullptr ? Error{Errc::kInvalid, ""} : core::from_hex(*given->text());
    if (!bytes || bytes->size() != made.size()) {
        return Error{Errc::kInvalid, cat("'", name, "' is 32 hexadecimal digits")};
    }
    std::copy(bytes->begin(), bytes->end(), made.begin());
    return made;
}

core::Result<std::optional<Inspection>> inspection_of(const Document& line) {
    const Document* given = line.find("inspection");
    if (given == nullptr) {
        return std::optional<Inspection>{};
    }
    const auto text = [given](std::string_view name) {
        const Document* member = given->find(name);
        return member == nullptr || member->text() == nullptr ? std::string{} : *member->text();
    };
    const auto selected = rules::frames::find_selected(text("selected"));
    const auto finding = rules::frames::find_finding(text("finding"));
    const Document* minutes = given->find("minutes");
    const auto* count = minutes == nullptr ? nullptr : std::get_if<std::int64_t>(&minutes->held);
    if (!selected || !finding || count == nullptr || *count < 0 || *count > UINT16_MAX) {
        return Error{Errc::kInvalid,
                     "'inspection' has 'selected' (random, rule, officer), 'finding' (negative, "
                     "positive) and 'minutes' (0 to 65,535)"};
    }
    return std::optional{Inspection{*selected, *finding, static_cast<std::uint16_t>(*count)}};
}

core::Result<facts::Channel> channel_of(const Document& line) {
    const Document* given = line.find("channel");
    for (const auto& [channel, name] : facts::EnumNames<facts::Channel>::kNames) {
        if (given != nullptr && given->text() != nullptr && *given->text() == name) {
            return channel;
        }
    }
    return Error{Errc::kInvalid, "'channel' is green, yellow or red: what was decided then"};
}

core::Result<std::vector<std::string>> hits_of(const Document& line) {
    std::vector<std::string> made;
    const Document* given = line.find("hits");
    if (given == nullptr) {
        return made;
    }
    for (const Document& each : given->list() == nullptr ? Document::List{} : *given->list()) {
        if (each.text() != nullptr &&
            std::find(made.begin(), made.end(), *each.text()) == made.end()) {
            made.push_back(*each.text());
        }
    }
    if (given->list() == nullptr || made.size() != given->list()->size()) {
        return Error{Errc::kInvalid, "'hits' is a list of rules' ids, each once"};
    }
    return made;
}

/// Turns lines into frames.
class FactLines final {
public:
    FactLines(const rules::FactSchema& schema,
              const rules::engine::FactLayouts& layouts,
              rules::frames::FrameWriter& writer)
        : schema_{schema}, layouts_{layouts}, writer_{writer} {}

    core::Status take(std::string_view text) {
        SARHAD_TRY(const Document line, rules::read_json(text));
        SARHAD_TRY_STATUS(check_names(line));
        const Document* name = line.find("kind");
        const auto kind = name == nullptr || name->text() == nullptr
                              ? std::nullopt
                              : rules::find_kind(*name->text());
        if (!kind) {
            return Error{Errc::kInvalid,
                         "'kind' is traveller, booking, cash, consignment, declaration or "
                         "conveyance"};
        }
        const rules::RuleKind asked = rules::asked_of(*kind);
        SARHAD_TRY(const Opaque entity, opaque(line, "entity"));
        if (entity == Opaque{}) {
            return Error{Errc::kInvalid, "'entity' is missing: 32 hexadecimal digits, its own"};
        }
        SARHAD_TRY(const auto inspection, inspection_of(line));
        const Document* facts = line.find("facts");
        if (facts != nullptr) {
            return take_frame(asked, entity, line, *facts, inspection);
        }
        return inspection ? writer_.label(asked, entity, *inspection)
                          : Error{Errc::kInvalid, "a line has 'facts', 'inspection', or both"};
    }
    [[nodiscard]] std::uint64_t with_lists() const { return with_lists_; }

private:
    static core::Status check_names(const Document& line) {
        const std::vector<std::string_view> names{
            "kind", "entity", "person", "channel", "hits", "inspection", "facts"};
        if (line.table() == nullptr) {
            return Error{Errc::kInvalid, "a line is a JSON object"};
        }
        for (const auto& [name, value] : *line.table()) {
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                const std::string_view near = core::nearest(name, names);
                return Error{Errc::kInvalid,
                             cat("no such member",
                                 near.empty() ? "" : ": did you mean '",
                                 near,
                                 near.empty() ? "" : "'?")};
            }
        }
        return {};
    }

    core::Status take_frame(rules::RuleKind kind,
                            const Opaque& entity,
                            const Document& line,
                            const Document& facts,
                            const std::optional<Inspection>& inspection) {
        if (facts.find("now") == nullptr) {
            return Error{Errc::kInvalid, "facts.now is missing: when it happened"};
        }
        with_lists_ += facts.find("lists") != nullptr ? 1U : 0U;
        FrameNote note;
        note.entity = entity;
        SARHAD_TRY(note.person, opaque(line, "person"));
        SARHAD_TRY(note.channel, channel_of(line));
        SARHAD_TRY(note.hits, hits_of(line));
        SARHAD_TRY(const auto read, rules::FactFrame::read(facts, schema_, kind, 0, arena_));
        const auto& layout = layouts_.of(kind);
        auto& builder = builders_[kind];
        if (builder == nullptr) {
            builder = std::make_unique<rules::engine::FrameBuilder>(layout);
        }
        SARHAD_TRY(const auto frame, rules::frames::frame_of_facts(read, kind, layout, *builder));
        return writer_.add(kind, frame, note, inspection);
    }

    const rules::FactSchema& schema_;
    const rules::engine::FactLayouts& layouts_;
    rules::frames::FrameWriter& writer_;
    rules::cel::Arena arena_{rules::kFactBytesMax};
    std::map<rules::RuleKind, std::unique_ptr<rules::engine::FrameBuilder>> builders_;
    std::uint64_t with_lists_{0};
};

}  // namespace

Outcome run(const RulesRecord& options, Context& context) {
    if (options.key.empty() && !options.unsealed) {
        return Error{Errc::kInvalid,
                     "frames hold facts about persons: name a store key with --key, or say "
                     "--unsealed where all of them are invented"};
    }
    SARHAD_TRY(const auto guard, frame_guard(context, options.key));
    SARHAD_TRY_STATUS(context.files.make_folder(options.frames));
    const rules::FactSchema schema;
    const rules::engine::FactLayouts layouts{schema};
    using rules::frames::CutFiles;
    rules::frames::FrameWriter writer{context.files,
                                      options.frames,
                                      *guard,
                                      layouts,
                                      options.drop_cut ? CutFiles::kDrop : CutFiles::kRefuse};
    FactLines lines{schema, layouts, writer};
    SARHAD_TRY_STATUS(
        each_line(context, options.facts, [&](std::string_view line, std::uint64_t number) {
            auto taken = lines.take(line);
            return taken ? core::Status{}
                         : Error{Errc::kInvalid,
                                 cat(options.facts, ":", number, ": ", taken.error().what)};
        }));
    SARHAD_TRY(const auto written, writer.commit());
    if (context.json) {
        print(context.out,
              Json::object({{"frames", written.frames},
                            {"there_already", written.there_already},
                            {"inspections", written.labels},
                            {"unjoined", written.unjoined},
                            {"files", written.files},
                            {"cut_bytes", written.cut_bytes},
                            {"lost_inspections", written.lost_labels}}));
    } else {
        context.out << cat(written.frames,
                           " frames in ",
                           written.files,
                           " files, ",
                           written.there_already,
                           " there already; ",
                           written.labels,
                           " inspections, ",
                           written.unjoined,
                           " of entities that are not there\n");
    }
    if (written.cut_bytes != 0 || written.lost_labels != 0) {
        context.err << cat(written.cut_bytes,
                           " bytes of files that were cut short went, with ",
                           written.lost_labels,
                           " inspections\n");
    }
    if (lines.with_lists() != 0) {
        context.err << cat(lines.with_lists(),
                           " lines have reference sets, which are no part of a frame: name them "
                           "with 'rules backtest --lists'\n");
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
