#include "baggage.h"

#include "baggage_group.h"
#include "line_draft.h"
#include "type_b.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace sarhad::intake {
namespace {

using Fields = std::vector<std::string_view>;

struct Kind {
    std::string_view name;
    std::string_view function;  ///< Where the message changes and deletes nothing.
};
constexpr std::array kKinds{Kind{"BSM", "bags-stated"},
                            Kind{"BTM", "bags-transferred"},
                            Kind{"BPM", "bags-processed"},
                            Kind{"BUM", "bags-to-unload"},
                            Kind{"BNS", "bags-not-seen"},
                            Kind{"BCM", "bag-control"},
                            Kind{"BMM", "bags-manifested"},
                            Kind{"BRQ", "bags-requested"}};

const Kind* kind_named(std::string_view text) {
    const auto* const found = std::find_if(
        kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return kind.name == text; });
    return found == kKinds.end() ? nullptr : found;
}

/// ".F/": an element of a baggage message.
bool is_element(std::string_view text) {
    return text.size() > 2 && text[0] == '.' && text[1] >= 'A' && text[1] <= 'Z' && text[2] == '/';
}

bool is_three_letters(std::string_view text) {
    return text.size() == 3 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// "ENDPART1": the end of all parts of a long message but its last.
bool is_part_end(std::string_view text) {
    constexpr std::string_view kEnd{"ENDPART"};
    return text.starts_with(kEnd) && core::is_ascii_digits(text.substr(kEnd.size()));
}

/// One message, from its name to its END line.
class MessageReader {
public:
    MessageReader(LineRoom& room, const Line& start, const Kind* kind, std::string sender)
        : draft_{room, start}, last_{start}, kind_{kind} {
        group_.emplace(draft_);
        draft_.message.sender = std::move(sender);
        if (kind_ != nullptr) {
            draft_.message.format = std::string{kind_->name};
        } else {
            draft_.problem(start,
                           "unknown-message",
                           "no line with a message's name (BSM ...) before: read as a BSM");
        }
    }

    MessageReader(const MessageReader&) = delete;
    MessageReader& operator=(const MessageReader&) = delete;
    ~MessageReader() = default;

    /// A second .V starts a further message, whose name is lost.
    [[nodiscard]] bool has_version() const { return has_version_; }

    /// True where the message ends with this line.
    bool take(const Line& line) {
        last_ = line;
        if (is_element(line.text)) {
            take_elements(line);
            return false;
        }
        if (is_part_end(line.text)) {
            is_ended_ = true;
            return true;
        }
        if (line.text.starts_with("END") && kind_named(line.text.substr(3)) != nullptr) {
            if (line.text.substr(3) != draft_.message.format) {
                draft_.problem(line, "end-mismatch", "the message ends under another name");
            }
            is_ended_ = true;
            return true;
        }
        take_other(line);
        return false;
    }

    facts::Message finish() {
        group_->close(last_, site_);
        for (facts::Bag& bag : draft_.message.bags)
            bag.change = change_;
        const bool has_tag = std::any_of(draft_.message.bags.begin(),
                                         draft_.message.bags.end(),
                                         [](const facts::Bag& bag) { return !bag.tag.empty(); });
        if (!has_tag && draft_.message.format != "BCM") {
            draft_.problem(last_, "no-tags", "the message names no bag: ask for its tags");
        }
        if (!is_ended_) {
            draft_.problem(last_, "no-end", "no END line: the message may be cut off");
        }
        draft_.message.function = function();
        // A flight is opened or closed at a station: that is all that there is to say.
        draft_.says_by_name = !control_.empty() && !site_.airport.empty();
        return std::move(draft_).finish();
    }

private:
    /// A lost line end glues an element to the one before it: tags and names are looked for.
    void take_elements(Line line) {
        for (;;) {
            const std::size_t tag = line.text.find(".N/", 3);
            const std::size_t name = line.text.find(".P/", 3);
            const std::size_t cut = std::min(tag, name);
            if (cut == std::string_view::npos || is_free_text(line.text[1])) {
                take_element(line);
                return;
            }
            draft_.problem(line, "glued-lines", "two elements in one line: both are read");
            Line first = line;
            first.text = line.text.substr(0, cut);
            take_element(first);
            line.text.remove_prefix(cut);
            line.offset += static_cast<std::uint32_t>(cut);
        }
    }

    /// Thirteen digits, which no other element has: a tag of ten and its count.
    static bool is_tag_range(std::string_view sent) {
        constexpr std::size_t kDigits = 13;
        return sent.size() == kDigits && core::is_ascii_digits(sent);
    }

    static bool is_free_text(char letter) {
        return std::string_view{"CGKRZ"}.find(letter) != std::string_view::npos;
    }

    void take_element(const Line& line) {
        const std::string_view sent = line.text.substr(3);
        const char letter = line.text[1];
        const Fields fields = core::split(sent, '/');
        if (letter != 'N' && is_tag_range(sent)) {
            draft_.problem(line, "damaged-element", "holds a tag and its count: read as .N");
            return group_->add_tags(line, fields);
        }
        switch (letter) {
            case 'V':
                return read_version(line, fields);
            case 'F':
                if (group_->has_tags() || group_->has_outbound()) restart(line, false);
                return group_->add_outbound(line, fields);
            case 'I':
                if (group_->has_tags() || group_->has_inbound()) restart(line, false);
                return group_->add_inbound(line, fields);
            case 'O':
                return group_->add_onward(line, fields);
            case 'N':
                if (group_->has_people() && group_->has_tags()) restart(line, true);
                return group_->add_tags(line, fields);
            case 'P':
                return group_->add_people(line, fields);
            case 'S':
                return group_->add_reconciliation(line, fields);
            case 'W':
                return group_->add_weight(line, fields);
            case 'L':
                return group_->add_locator(line, fields);
            case 'Y':
                return group_->add_frequent_flyer(line, fields);
            case 'X':
                return group_->add_screening(line, fields);
            case 'E':
                return group_->add_handling(line, sent);
            case 'B':
                group_->add_irregular(line, fields);
                return take_plain(line, letter, sent);
            default:  // Not our enum.
                return take_plain(line, letter, sent);
        }
    }

    /// Elements of the processing, kept as they are sent, and texts, which are not.
    void take_plain(const Line& line, char letter, std::string_view sent) {
        if (is_free_text(letter)) {
            leave_out(draft_.message, "free-text");
        } else if (std::string_view{"ABDHJMQTU"}.find(letter) != std::string_view::npos) {
            group_->add_handling(line, core::cat(std::string_view{&letter, 1}, "/", sent));
        } else {
            draft_.problem(line,
                           "unknown-element",
                           core::cat(".", std::string_view{&letter, 1}, " is not known here"));
        }
    }

    /// "1LOSL": version of the data dictionary, source of the bag, airport.
    void read_version(const Line& line, const Fields& fields) {
        has_version_ = true;
        const std::string sent = core::ascii_upper(core::trim(fields[0]));
        draft_.message.version = draft_.text(line, sent, facts::max_of(&facts::Message::version));
        const std::string_view all = draft_.message.version;
        if (all.size() != 5 || !core::is_ascii_digits(all.substr(0, 1)) ||
            !is_three_letters(all.substr(2))) {
            draft_.problem(line, "bad-version", "not a version, a source and an airport (1LOSL)");
            return;
        }
        site_.source_indicator = std::string{all.substr(1, 1)};
        site_.airport = std::string{all.substr(2)};
        for (std::size_t i = 1; i < fields.size(); ++i) {
            if (fields[i].size() > 1) {
                draft_.message.reference =
                    draft_.text(line, fields[i], facts::max_of(&facts::Message::reference));
            }
        }
    }

    void take_other(const Line& line) {
        if (line.text == "CHG") {
            change_ = facts::BagChange::kChanged;
        } else if (line.text == "DEL") {
            change_ = facts::BagChange::kDeleted;
        } else if (draft_.message.format == "BCM" && control_.empty() &&
                   is_three_letters(line.text)) {
            control_ = core::ascii_lower(line.text);
        } else {
            draft_.problem(line, "unknown-line", "neither an element nor an end: not read");
        }
    }

    void restart(const Line& line, bool keeps_flights) {
        BaggageGroup next = keeps_flights ? group_->next_on_same_flights() : BaggageGroup{draft_};
        group_->close(line, site_);
        group_.emplace(std::move(next));
    }

    [[nodiscard]] std::string function() const {
        if (change_ == facts::BagChange::kChanged) return "bags-changed";
        if (change_ == facts::BagChange::kDeleted) return "bags-deleted";
        if (kind_ == nullptr) return std::string{kKinds[0].function};
        const std::string_view plain = kind_->function;
        return control_.empty() ? std::string{plain} : core::cat(plain, "-", control_);
    }

    LineDraft draft_;
    std::optional<BaggageGroup> group_{};  ///< Always one; emplaced anew.
    Line last_;
    const Kind* kind_;
    BaggageSite site_{};
    std::string control_{};  ///< What a BCM tells: "fom", "fcm" ...
    facts::BagChange change_{facts::BagChange::kStated};
    bool has_version_{false};
    bool is_ended_{false};
};

class FileReader {
public:
    std::vector<facts::Message> run(std::string_view file) {
        Lines lines{file};
        while (const auto line = lines.next()) {
            if (all_.size() >= kMessages) {
                all_.push_back(
                    refused_file("too-many-messages",
                                 line->offset,
                                 core::cat("only the first ", kMessages, " are read: split it")));
                return std::move(all_);
            }
            take(*line);
        }
        finish();
        if (all_.empty()) {
            all_.push_back(refused_file("no-message", 0, "no baggage message stands in the file"));
        }
        return std::move(all_);
    }

private:
    void take(const Line& line) {
        const Kind* const kind = kind_named(line.text);
        const bool is_next =
            is_element(line.text) && (!open_ || (line.text[1] == 'V' && open_->has_version()));
        if (kind != nullptr || is_next) {
            finish();
            open_ = std::make_unique<MessageReader>(room_, line, kind, sender_);
            if (kind != nullptr) return;
        }
        if (open_) {
            if (open_->take(line)) finish();
        } else if (is_type_b_origin(line.text)) {
            sender_ = type_b_sender(line.text);
        } else if (!is_type_b_words(line.text) && !all_.empty()) {
            note_stray(line);
        }
    }

    void note_stray(const Line& line) {
        facts::Message& before = all_.back();
        if (before.problems.size() >= kProblems) return;
        before.problems.push_back({"stray-line",
                                   line.number,
                                   line.offset,
                                   "text behind the end of the message: not read"});
        if (before.status == facts::MessageStatus::kOk) {
            before.status = facts::MessageStatus::kPartial;
        }
    }

    void finish() {
        if (!open_) return;
        all_.push_back(open_->finish());
        open_.reset();
    }

    std::vector<facts::Message> all_{};
    /// Not an optional: GCC 12 says at -O2 that parts of an empty one may be unset.
    std::unique_ptr<MessageReader> open_{};
    LineRoom room_{};
    std::string sender_{};
};

}  // namespace

bool is_baggage_format(std::string_view format) {
    return kind_named(format) != nullptr;
}

bool is_baggage_file(core::ByteView file) {
    Lines lines{envelope_of(file)};
    for (int i = 0; i < kEnvelopeLines; ++i) {
        const auto line = lines.next();
        if (!line || is_edifact_start(line->text)) return false;
        if (kind_named(line->text) != nullptr || line->text.starts_with(".V/")) return true;
    }
    return false;
}

std::vector<facts::Message> read_baggage_file(core::ByteView file) {
    return FileReader{}.run(core::as_text(file));
}

}  // namespace sarhad::intake
