#include "intake/messages.h"

#include "asycuda.h"
#include "baggage.h"
#include "cargo_imp.h"
#include "edifact_file.h"
#include "manifest_csv.h"
#include "manifest_json.h"
#include "message_end.h"
#include "pnrgov_xml.h"
#include "sheet_file.h"

#include "core/text.h"
#include "intake/forms.h"
#include "intake/mrz.h"
#include "intake/part_files.h"
#include "intake/sent_messages.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

namespace sarhad::intake {
namespace {

std::vector<MessageDraft> drafts_of(std::vector<facts::Message> messages) {
    std::vector<MessageDraft> drafts(messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i)
        drafts[i].message = std::move(messages[i]);
    for (MessageDraft& draft : drafts)
        draft.is_settled = true;
    return drafts;
}

/// The messages of a workbook: of each of its sheets whose first row names what is known here.
/// A problem's `segment` is the row; a byte means nothing in a file that is packed.
std::vector<facts::Message> read_workbook(core::ByteView file, facts::PartialDate on) {
    const auto sheets = read_sheets(file);
    if (!sheets) return {refused_file("bad-sheet", 0, sheets.error().what)};
    std::vector<facts::Message> all;
    std::size_t unknown = 0;
    for (const std::string& sheet : *sheets) {
        const core::ByteView csv = core::as_bytes(sheet);
        std::vector<facts::Message> read;
        if (looks_like_forms(csv)) {
            read = read_forms(csv, on);
        } else if (is_manifest_csv(csv)) {
            read = read_manifest_csv(csv);
        } else if (!core::trim(sheet).empty()) {
            ++unknown;
        }
        std::move(read.begin(), read.end(), std::back_inserter(all));
    }
    for (facts::Message& message : all) {
        for (facts::Problem& found : message.problems)
            found.offset = 0;
    }
    if (all.empty()) {
        return {refused_file(
            "no-format", 0, "no sheet's first row names the columns of a manifest or of forms")};
    }
    if (unknown > 0 && all.front().problems.size() < kProblems) {
        all.front().problems.push_back(
            {"unknown-sheet",
             0,
             0,
             core::cat("sheets without columns that are known here are not read: ", unknown)});
        if (all.front().status == facts::MessageStatus::kOk) {
            all.front().status = facts::MessageStatus::kPartial;
        }
    }
    return all;
}

/// Whether the file begins as an interchange does, so that nobody else need look at it: each of the
/// others reads as far as its first line goes, and that may be the whole file.
bool begins_an_interchange(core::ByteView file) {
    constexpr std::size_t kAdviceBytes = 9;  // UNA and its six characters.
    constexpr std::string_view kLineEnds = "\r\n";
    std::string_view text = core::as_text(file);
    if (text.starts_with("UNA")) {
        text.remove_prefix(std::min(kAdviceBytes, text.size()));
        text.remove_prefix(std::min(text.find_first_not_of(kLineEnds), text.size()));
        return text.starts_with("UNB");
    }
    return text.starts_with("UNB+") || text.starts_with("UNB\x1D");
}

/// The messages of a file before its parts are joined: the file's first bytes tell what it is.
std::vector<MessageDraft> read_drafts(core::ByteView file, facts::PartialDate on) {
    if (file.size() > kMessageBytes.bytes) {
        return drafts_of({refused_file("too-large",
                                       0,
                                       core::cat("file of ",
                                                 file.size(),
                                                 " bytes is larger than ",
                                                 kMessageBytes.bytes,
                                                 ": split it"))});
    }
    if (begins_an_interchange(file)) return read_edifact_file(file);
    if (is_baggage_file(file)) return drafts_of(read_baggage_file(file));
    if (is_cargo_imp_file(file)) return drafts_of(read_cargo_imp_file(file));
    if (is_sheet_file(file)) return drafts_of(read_workbook(file, on));
    if (is_asycuda_file(file)) return drafts_of(read_asycuda_file(file));
    if (is_pnrgov_xml(file)) return read_pnrgov_xml(file);
    if (is_manifest_json(file)) return drafts_of(read_manifest_json(file));
    if (looks_like_forms(file)) return drafts_of(read_forms(file, on));
    if (looks_like_mrz(file)) return drafts_of(read_mrz(file, on));
    if (is_manifest_csv(file)) return drafts_of(read_manifest_csv(file));
    return read_edifact_file(file);
}

}  // namespace

std::vector<SentMessage> read_sent_messages(core::ByteView file, facts::PartialDate on) {
    std::vector<MessageDraft> drafts = read_drafts(file, on);
    finish_drafts(drafts);
    std::vector<SentMessage> all;
    all.reserve(drafts.size());
    for (MessageDraft& draft : drafts)
        all.push_back({std::move(draft.message), draft.made});
    return all;
}

std::vector<facts::Message> read_messages(core::ByteView file, facts::PartialDate on) {
    std::vector<facts::Message> all;
    for (SentMessage& sent : read_sent_messages(file, on))
        all.push_back(std::move(sent.message));
    return all;
}

std::vector<FileRead> read_together(std::span<const core::ByteView> files, facts::PartialDate on) {
    std::vector<MessageDraft> drafts;
    for (std::size_t at = 0; at < files.size(); ++at) {
        std::vector<MessageDraft> read = read_drafts(files[at], on);
        for (MessageDraft& draft : read)
            draft.file = at;
        std::move(read.begin(), read.end(), std::back_inserter(drafts));
    }
    finish_drafts(drafts);
    std::vector<FileRead> all(files.size());
    for (MessageDraft& draft : drafts) {
        FileRead& file = all[draft.file];
        if (draft.is_incomplete) {
            file.waiting.push_back({whole_of(draft), draft.part.number, draft.part.is_final});
        }
        file.messages.push_back({std::move(draft.message), draft.made});
    }
    return all;
}

}  // namespace sarhad::intake
