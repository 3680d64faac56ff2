#include "message_end.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

void refuse_too_large(MessageDraft& draft, const Segment& header) {
    clear_facts(draft.message);
    draft.stated.clear();
    refuse(draft,
           header,
           "too-large",
           core::cat("more than ",
                     kFileTravellers,
                     " travellers, ",
                     kFileBagTags,
                     " bags or ",
                     kFileCargoBytes.bytes,
                     " bytes of cargo in the file, or more bookings or bags than one message "
                     "holds: this message and those after it are not read; split it"));
}

}  // namespace

void FileRoom::give(MessageDraft& draft) const {
    draft.traveller_room = travellers_;
    draft.bag_tag_room = bag_tags_;
    draft.cargo_room = cargo_;
}

void FileRoom::take(const MessageDraft& draft) {
    travellers_ -= draft.message.travellers.size();
    bag_tags_ = draft.bag_tag_room;
    cargo_ = draft.cargo_room;
}

void refuse(MessageDraft& draft, const Segment& at, std::string code, std::string text) {
    draft.message.problems.insert(draft.message.problems.begin(),
                                  {std::move(code), at.number(), at.offset(), std::move(text)});
    draft.message.problems.resize(std::min(draft.message.problems.size(), kProblems));
    draft.message.status = facts::MessageStatus::kRefused;
}

MessageDraft refused_rest(const Segment& at) {
    MessageDraft draft;
    refuse(draft,
           at,
           "too-many-messages",
           core::cat("only the first ", kMessages, " of the file are read: split it"));
    return draft;
}

void settle(MessageDraft& draft, const Segment& header) {
    if (draft.is_too_large) {
        refuse_too_large(draft, header);
    } else if (is_empty(draft.message) && !draft.waits_for_parts) {
        refuse(draft, header, "nothing-usable", "the message tells of nobody and of nothing");
    }
}

void finish_drafts(std::vector<MessageDraft>& drafts) {
    join_parts(drafts);
    for (MessageDraft& draft : drafts) {
        facts::Message& message = draft.message;
        const bool has_problem = std::any_of(
            message.problems.begin(), message.problems.end(), [](const facts::Problem& found) {
                return found.code != kNotKeptCode;
            });
        if (message.status == facts::MessageStatus::kOk && has_problem && !draft.is_settled) {
            message.status = facts::MessageStatus::kPartial;
        }
    }
}

}  // namespace sarhad::intake
