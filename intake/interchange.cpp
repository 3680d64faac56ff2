#include "intake/interchange.h"

#include "charset.h"
#include "values.h"

#include "core/text.h"

namespace sarhad::intake {
namespace {

constexpr std::size_t kSenderBytes = facts::max_of(&facts::Message::sender);

class Splitter {
public:
    Splitter(const Tokens& tokens, bool has_interchange_header)
        : tokens_{tokens}, has_interchange_header_{has_interchange_header} {}

    std::vector<MessageFrame> run() {
        for (index_ = 0; index_ < tokens_.size(); ++index_) {
            // Most are none of those of the envelope, whose tags all start so.
            if (!is_open_ || tokens_.tag_of(index_).starts_with('U')) take(tokens_[index_]);
        }
        close_open_message();
        if (!is_closed_ && has_interchange_header_) {
            trailing("no-unz", "the interchange has no UNZ: its end may be missing");
        }
        if (!has_interchange_header_) {
            trailing("no-unb", "the message has no UNB: sender and date are unknown");
        }
        finish();
        return std::move(frames_);
    }

private:
    void take(const Segment& segment) {
        const std::string_view tag = segment.tag();
        if (tag == "UNB") {
            open_interchange(segment);
        } else if (tag == "UNH") {
            open_message(segment);
        } else if (tag == "UNT" && is_open_) {
            close_message(segment);
        } else if (tag == "UNG") {
            close_open_message();
            group_reference_ = segment.at(5);
            group_messages_ = 0;
            ++groups_;
        } else if (tag == "UNE") {
            close_group(segment);
        } else if (tag == "UNZ") {
            close_interchange(segment);
        } else if (!is_open_) {
            stray(segment);
        }
    }

    void open_interchange(const Segment& segment) {
        close_open_message();
        reference_ = segment.at(5);
        charset_ = core::ascii_upper(segment.at(1));
        sender_ = to_utf8(segment.at(2), Charset::named(charset_));
        if (sender_.size() > kSenderBytes) {
            problem(segment, "too-long", "UNB: sender was cut");
            sender_ = core::cut_utf8(sender_, kSenderBytes);
        }
        const auto date = read_date(segment.at(4), "", {}, Century::kNearest);
        prepared_ = date ? date->date : facts::PartialDate{};
        if (!date) problem(segment, "bad-date", "UNB: date of preparation is unreadable");
        messages_ = 0;
        groups_ = 0;
        is_closed_ = false;
    }

    void open_message(const Segment& segment) {
        close_open_message();
        MessageFrame frame;
        frame.first = index_;
        frame.charset = charset_;
        frame.sender = sender_;
        frame.prepared = prepared_;
        frame.problems = std::move(waiting_);
        waiting_.clear();
        frames_.push_back(std::move(frame));
        message_reference_ = segment.at(1);
        is_open_ = true;
        ++messages_;
        ++group_messages_;
    }

    void close_message(const Segment& segment) {
        MessageFrame& frame = frames_.back();
        frame.last = index_ + 1;
        is_open_ = false;
        check_count(segment, frame.last - frame.first, "UNT", "segments");
        check_reference(segment, message_reference_, "UNT");
    }

    void close_open_message() {
        if (!is_open_) return;
        frames_.back().last = index_;
        is_open_ = false;
        trailing("no-unt", "the message has no UNT: its end may be missing");
    }

    void close_group(const Segment& segment) {
        close_open_message();
        check_count(segment, group_messages_, "UNE", "messages");
        check_reference(segment, group_reference_, "UNE");
    }

    void close_interchange(const Segment& segment) {
        close_open_message();
        // Both are met: groups where there are groups (ISO 9735), messages all the same.
        const auto stated = core::parse_uint(segment.at(1));
        if (groups_ == 0 || !stated || *stated != groups_) {
            check_count(segment, messages_, "UNZ", "messages");
        }
        if (has_interchange_header_) check_reference(segment, reference_, "UNZ");
        is_closed_ = true;
    }

    void check_count(const Segment& segment,
                     std::size_t found,
                     std::string_view tag,
                     std::string_view what) {
        const auto stated = core::parse_uint(segment.at(1));
        if (!stated || *stated != found) {
            const std::string said = stated ? core::cat(*stated) : std::string{"no number"};
            problem(segment,
                    core::cat(core::ascii_lower(tag), "-count"),
                    core::cat(tag, " states ", said, ", the file has ", found, " ", what));
        }
    }

    void check_reference(const Segment& segment, std::string_view opened, std::string_view tag) {
        if (segment.at(2) != opened) {
            problem(segment,
                    core::cat(core::ascii_lower(tag), "-reference"),
                    core::cat(tag, ": control reference differs from the one that opened"));
        }
    }

    void stray(const Segment& segment) {
        ++stray_;
        if (stray_ == 1) {
            problem(segment, "stray-segment", "segments outside any message are not read");
        }
    }

    void trailing(std::string code, std::string text) {
        add({std::move(code), 0, 0, std::move(text)});
    }

    void problem(const Segment& segment, std::string code, std::string text) {
        add({std::move(code), segment.number(), segment.offset(), std::move(text)});
    }

    /// To the message at hand, or to the first that follows.
    void add(facts::Problem found) {
        if (frames_.empty()) {
            waiting_.push_back(std::move(found));
        } else {
            frames_.back().problems.push_back(std::move(found));
        }
    }

    void finish() {
        if (!frames_.empty()) return;
        MessageFrame rest;
        rest.last = tokens_.size();
        rest.has_header = false;
        rest.sender = sender_;
        rest.prepared = prepared_;
        rest.problems = std::move(waiting_);
        frames_.push_back(std::move(rest));
    }

    const Tokens& tokens_;
    bool has_interchange_header_;
    std::vector<MessageFrame> frames_{};
    std::vector<facts::Problem> waiting_{};
    std::string charset_{};
    std::string sender_{};
    facts::PartialDate prepared_{};
    std::string_view reference_{};
    std::string_view group_reference_{};
    std::string_view message_reference_{};
    std::size_t index_{0};
    std::size_t messages_{0};
    std::size_t groups_{0};
    std::size_t group_messages_{0};
    std::size_t stray_{0};
    bool is_open_{false};
    bool is_closed_{false};
};

}  // namespace

std::vector<MessageFrame> split_interchange(const Tokens& tokens, bool has_interchange_header) {
    return Splitter{tokens, has_interchange_header}.run();
}

}  // namespace sarhad::intake
