#include "line_draft.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {

void LineDraft::problem(const Line& at, std::string code, std::string text) {
    std::vector<facts::Problem>& all = message.problems;
    if (all.size() + 1 < kProblems) {
        all.push_back({std::move(code), at.number, at.offset, std::move(text)});
    } else if (all.size() + 1 == kProblems) {
        all.push_back(
            {"too-many-problems", at.number, at.offset, "further problems are not listed"});
    }
}

std::string LineDraft::text(const Line& at, std::string_view sent, std::size_t max) {
    std::string text = to_utf8(sent);
    if (text.size() <= max) {
        return text;
    }
    problem(at, "too-long", core::cat("a text was cut to ", max, " bytes"));
    return core::cut_utf8(text, max);
}

std::string LineDraft::too_many(std::size_t max) {
    return core::cat("only the first ", max, " are kept: split the message");
}

/// Told once of each sort: a few bytes can ask for a thousand bags.
void LineDraft::note_full(const Line& at, std::string_view code, std::size_t kept) {
    if (full_of_.find(code) != std::string::npos) return;
    full_of_ += code;
    problem(at, std::string{code}, too_many(kept));
}

facts::Traveller* LineDraft::add_traveller(const Line& at) {
    std::vector<facts::Traveller>& all = message.travellers;
    if (all.size() >= kTravellers || room_.travellers == 0) {
        note_full(at, "too-many-travellers", all.size());
        return nullptr;
    }
    --room_.travellers;
    return &all.emplace_back();
}

facts::Bag* LineDraft::add_bag(const Line& at) {
    std::vector<facts::Bag>& all = message.bags;
    if (all.size() >= facts::max_of(&facts::Message::bags) || room_.bags == 0) {
        note_full(at, "too-many-bags", all.size());
        return nullptr;
    }
    --room_.bags;
    return &all.emplace_back();
}

facts::Bill* LineDraft::add_bill(const Line& at) {
    std::vector<facts::Bill>& all = message.bills;
    if (all.size() >= facts::max_of(&facts::Message::bills) || room_.bills == 0) {
        note_full(at, "too-many-bills", all.size());
        return nullptr;
    }
    --room_.bills;
    return &all.emplace_back();
}

facts::Container* LineDraft::add_container(const Line& at) {
    std::vector<facts::Container>& all = message.containers;
    if (all.size() >= facts::max_of(&facts::Message::containers) || room_.containers == 0) {
        note_full(at, "too-many-containers", all.size());
        return nullptr;
    }
    --room_.containers;
    return &all.emplace_back();
}

facts::Message LineDraft::finish() && {
    settle_status(message, start_, says_by_name);
    return std::move(message);
}

void settle_status(facts::Message& message, const Line& start, bool says_by_name) {
    std::vector<facts::Problem>& all = message.problems;
    if (is_empty(message) && !says_by_name) {
        // The reason comes first: an operator reads that line.
        all.insert(all.begin(),
                   {"nothing-usable",
                    start.number,
                    start.offset,
                    "the message tells of nobody and of nothing: ask the sender for the whole"});
        all.resize(std::min(all.size(), kProblems));
        message.status = facts::MessageStatus::kRefused;
        return;
    }
    const bool has_problem = std::any_of(all.begin(), all.end(), [](const facts::Problem& found) {
        return found.code != kNotKeptCode;
    });
    if (has_problem) message.status = facts::MessageStatus::kPartial;
}

}  // namespace sarhad::intake
