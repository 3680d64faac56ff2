#include "edifact_file.h"

#include "edifact_formats.h"
#include "message_end.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

constexpr std::size_t kFormatBytes = facts::max_of(&facts::Message::format);
constexpr std::size_t kVersionBytes = facts::max_of(&facts::Message::version);
constexpr std::size_t kReferenceBytes = facts::max_of(&facts::Message::reference);
/// Type-B lines before an interchange are a few hundred bytes; more is something lost.
constexpr std::size_t kLeadingBytes = 1'024;

bool is_plain_word(std::string_view text) {
    return !text.empty() && text.size() <= kFormatBytes &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool may_end_segments(char c, const Separators& others) {
    const bool is_mark = c > ' ' && c < 0x7F && !(c >= '0' && c <= '9') &&
                         !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
    return is_mark && c != others.component && c != others.element && c != others.release;
}

/// Without a service string some systems end their segments with another sign than the default: a
/// quotation mark, mostly. It is the last before the UNG or UNH that follows UNB.
Separators with_own_terminator(std::string_view file, const InterchangeStart& start) {
    constexpr std::size_t kHeaderBytes = 512;
    Separators own = start.separators;
    if (!start.has_interchange_header || own != Separators{}) return own;
    const std::string_view text = file.substr(start.at, kHeaderBytes);
    const std::size_t next = std::min(text.find("UNG+"), text.find("UNH+"));
    if (next == std::string_view::npos) return own;
    const std::string_view header = core::trim(text.substr(0, next));
    if (header.find(own.terminator) != std::string_view::npos) return own;
    if (may_end_segments(header.back(), own)) own.terminator = header.back();
    return own;
}

void read_header(const Segment& unh, MessageDraft& draft) {
    facts::Message& message = draft.message;
    message.reference = draft.text(unh, unh.at(1), kReferenceBytes);
    message.format = draft.text(unh, unh.at(2), kFormatBytes);
    const std::string version = core::cat(unh.at(2, 1), ":", unh.at(2, 2));
    message.version = draft.text(unh, version, kVersionBytes);
    draft.part.access_reference = to_utf8(unh.at(3));
    if (const auto number = core::parse_uint(unh.at(4)); number && *number < UINT32_MAX) {
        draft.part.number = *number;
        draft.part.is_final = unh.at(4, 1) != "C";
    }
}

void note_faults(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    for (std::size_t i = frame.first; i < frame.last; ++i) {
        if (tokens.fault_of(i) != SegmentFault::kNone) {
            draft.problem(tokens[i],
                          std::string{fault_word(tokens.fault_of(i))},
                          "the segment's form is damaged: its readable part is kept");
        }
    }
}

MessageDraft read_frame(const Tokens& tokens, const MessageFrame& frame, const FileRoom& room) {
    MessageDraft draft;
    room.give(draft);
    draft.message.sender = frame.sender;
    draft.prepared = frame.prepared;
    draft.charset = Charset::named(frame.charset);
    if (!frame.has_header) {
        const Segment first = tokens.size() > 0 ? tokens[0] : Segment{};
        for (const facts::Problem& found : frame.problems)
            draft.problem(found);
        refuse(draft, first, "no-message", "the interchange holds no UNH: nothing to read");
        return draft;
    }
    const Segment unh = tokens[frame.first];
    read_header(unh, draft);
    for (const facts::Problem& found : frame.problems)
        draft.problem(found);
    const FrameReader read = reader_of(draft.message.format);
    if (read == nullptr) {
        const bool is_named = is_plain_word(draft.message.format);
        const std::string text =
            is_named
                ? core::cat("format ", draft.message.format, ": no reader for it in this build")
                : std::string{"UNH names no message format"};
        refuse(draft, unh, is_named ? "no-reader" : "no-format", text);
        if (!is_named) draft.message.format.clear();
        return draft;
    }
    note_faults(tokens, frame, draft);
    read(tokens, frame, draft);
    settle(draft, unh);
    return draft;
}

/// How many travellers a stated total of this code is about.
std::size_t counted(const StatedCount& stated, std::size_t crew, std::size_t all) {
    if (stated.code == "41" && crew > 0) return crew;
    if (stated.code == "42" && crew < all) return all - crew;
    return all;
}

/// CNT may state its own part or the whole of a message sent in parts; it is checked against
/// whichever this file holds.
class CountCheck {
public:
    void take(MessageDraft& draft) {
        join_part(draft);
        for (const StatedCount& stated : draft.stated) {
            check(stated, draft);
        }
    }

private:
    void join_part(const MessageDraft& draft) {
        const MessagePart& part = draft.part;
        const bool continues = is_whole_so_far_ && part.number == last_.number + 1 &&
                               part.access_reference == last_.access_reference;
        if (part.number <= 1) {
            travellers_ = 0;
            crew_ = 0;
        }
        is_whole_so_far_ = part.number <= 1 || continues;
        travellers_ += draft.named_travellers;
        crew_ += draft.crew;
        last_ = part;
    }

    void check(const StatedCount& stated, MessageDraft& draft) const {
        const std::size_t own = counted(stated, draft.crew, draft.named_travellers);
        const std::size_t whole = counted(stated, crew_, travellers_);
        const bool is_partial = !last_.is_final || !is_whole_so_far_;
        const bool agrees = stated.count == own || (is_whole_so_far_ && stated.count == whole) ||
                            (is_partial && stated.count > own);
        if (!agrees) {
            draft.problem({"count-mismatch",
                           stated.segment,
                           stated.offset,
                           core::cat("CNT states ", stated.count, ", the message names ", own)});
        }
    }

    MessagePart last_{};
    std::size_t travellers_{0};
    std::size_t crew_{0};
    bool is_whole_so_far_{false};
};

/// UNB S004: the day (0017) and the time of day (0019). Unknown where either is not to be read.
facts::LocalTime time_of_preparation(const Tokens& tokens) {
    const Segment unb = tokens.size() > 0 ? tokens[0] : Segment{};
    if (unb.tag() != "UNB") return {};
    const std::string_view day = unb.at(4);
    const auto time = read_local_time(
        core::cat(day, unb.at(4, 1)), day.size() == 8 ? "203" : "201", facts::PartialDate{});
    return time && time->fits_format ? time->time : facts::LocalTime{};
}

class FileReader {
public:
    explicit FileReader(core::ByteView file) : file_{file} {}

    std::vector<MessageDraft> run() {
        std::size_t from = 0;
        while (auto start = find_interchange(file_, from)) {
            const std::size_t first = drafts_.size();
            start->separators = with_own_terminator(core::as_text(file_), *start);
            const auto tokens = tokenise(file_, start->at, start->separators);
            if (!tokens) {
                MessageDraft draft;
                draft.message = refused_file(
                    "too-large", static_cast<std::uint32_t>(start->at), tokens.error().what);
                drafts_.push_back(std::move(draft));
                return std::move(drafts_);
            }
            made_ = time_of_preparation(*tokens);
            read_interchange(*tokens, *start);
            note_start(drafts_[first], *start, from);
            from = tokens->end();
            if (is_over_) return std::move(drafts_);
        }
        if (drafts_.empty()) {
            MessageDraft draft;
            draft.message =
                refused_file("not-edifact", 0, "neither UNB nor UNH: this is not EDIFACT");
            drafts_.push_back(std::move(draft));
            return std::move(drafts_);
        }
        note_rest(from);
        return std::move(drafts_);
    }

private:
    void read_interchange(const Tokens& tokens, const InterchangeStart& start) {
        for (const MessageFrame& frame : split_interchange(tokens, start.has_interchange_header)) {
            if (drafts_.size() >= kMessages) {
                drafts_.push_back(refused_rest(tokens[std::min(frame.first, tokens.size() - 1)]));
                is_over_ = true;
                return;
            }
            MessageDraft draft = read_frame(tokens, frame, room_);
            is_over_ = draft.is_too_large;
            room_.take(draft);
            counts_.take(draft);
            draft.made = made_;
            drafts_.push_back(std::move(draft));
            if (is_over_) return;
        }
    }

    void note_start(MessageDraft& draft, const InterchangeStart& start, std::size_t from) const {
        const auto at = static_cast<std::uint32_t>(from);
        if (start.is_service_string_bad) {
            draft.problem(
                {"bad-service-string", 0, at, "UNA is damaged: default separators taken"});
        }
        std::string_view passed = core::as_text(file_).substr(from, start.at - from);
        passed = passed.substr(0, passed.rfind("UNA"));
        // Type-B lines are few and hold no separators: this may be the rest of a message.
        const bool has_segments = passed.find(start.separators.element) != std::string_view::npos;
        if (has_segments || passed.size() > kLeadingBytes) {
            draft.problem({"leading-text", 0, at, "text before the interchange was not read"});
        }
    }

    void note_rest(std::size_t from) {
        const std::string_view rest = core::as_text(file_).substr(from);
        const bool has_text = std::any_of(
            rest.begin(), rest.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20; });
        if (has_text) {
            drafts_.back().problem({"trailing-text",
                                    0,
                                    static_cast<std::uint32_t>(from),
                                    "text after the end of the interchange was not read"});
        }
    }

    core::ByteView file_;
    std::vector<MessageDraft> drafts_{};
    facts::LocalTime made_{};  ///< The interchange at hand.
    CountCheck counts_{};
    FileRoom room_{};
    bool is_over_{false};  ///< A limit was passed: nothing more is read.
};

}  // namespace

std::vector<MessageDraft> read_edifact_file(core::ByteView file) {
    return FileReader{file}.run();
}

std::vector<core::ByteView> interchanges_in(core::ByteView file) {
    std::vector<core::ByteView> all;
    std::size_t from = 0;
    while (auto start = find_interchange(file, from)) {
        start->separators = with_own_terminator(core::as_text(file), *start);
        const auto tokens = tokenise(file, start->at, start->separators);
        if (!tokens) break;
        all.push_back(file.subspan(from, tokens->end() - from));
        from = tokens->end();
    }
    return all;
}

}  // namespace sarhad::intake
