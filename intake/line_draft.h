#pragma once

#include "lines.h"
#include "message_draft.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Bills of a file, and as many containers: each takes a kilobyte, and 25 bytes can name one.
inline constexpr std::size_t kFileBills = 40'000;

/// What is left of a file's limits.
struct LineRoom {
    std::size_t travellers{kFileTravellers};
    std::size_t bags{kFileBagTags};
    std::size_t bills{kFileBills};
    std::size_t containers{kFileBills};
};

/// A message that is made of lines, while it is being read: every addition keeps to the limits of
/// the fact tables, and what does not fit becomes a problem at its line.
class LineDraft {
public:
    /// `room` outlives the draft: what is added is taken from it.
    LineDraft(LineRoom& room, const Line& start) : room_{room}, start_{start} {}

    facts::Message message;
    bool says_by_name{false};  ///< What it is says enough: it may tell of nobody and of nothing.

    void problem(const Line& at, std::string code, std::string text);
    /// As UTF-8, cut to `max` with a problem.
    [[nodiscard]] std::string text(const Line& at, std::string_view sent, std::size_t max);
    /// Null past the limits of the message or the file, with a problem.
    [[nodiscard]] facts::Traveller* add_traveller(const Line& at);
    [[nodiscard]] facts::Bag* add_bag(const Line& at);
    [[nodiscard]] facts::Bill* add_bill(const Line& at);
    [[nodiscard]] facts::Container* add_container(const Line& at);
    /// Puts `value` at the end of `to`; past `max` a problem says so.
    template <class T>
    bool add(const Line& at, std::vector<T>& to, T value, std::size_t max) {
        if (to.size() >= max) {
            problem(at, "too-many-values", too_many(max));
            return false;
        }
        to.push_back(std::move(value));
        return true;
    }
    /// Ends the message: its status follows from what it holds and from its problems.
    [[nodiscard]] facts::Message finish() &&;

private:
    [[nodiscard]] static std::string too_many(std::size_t max);
    void note_full(const Line& at, std::string_view code, std::size_t kept);

    LineRoom& room_;
    Line start_;
    std::string full_of_{};  ///< Sorts that a problem told of already.
};

/// Ok, partial or refused, by what the message holds and by its problems; what tells of nobody and
/// of nothing is refused, at `start`, unless it `says_by_name` enough.
void settle_status(facts::Message& message, const Line& start, bool says_by_name = false);

}  // namespace sarhad::intake
