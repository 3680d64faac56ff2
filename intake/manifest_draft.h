#pragma once

#include "line_draft.h"

#include "facts/cargo.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// A manifest or a declaration while it is being read from a file of named values: numbers are
/// checked and made alike, containers stand once, houses are tied to their masters.
class ManifestDraft {
public:
    /// `room` outlives the draft.
    ManifestDraft(LineRoom& room, const Line& start) : draft_{room, start} {}

    [[nodiscard]] LineDraft& draft() { return draft_; }
    [[nodiscard]] facts::Message& message() { return draft_.message; }

    /// Upper case, blanks removed; "" where nothing was sent.
    [[nodiscard]] std::string number(const Line& at, std::string_view sent);
    /// Unknown, with a problem, for what is no date. ISO 8601, with a time or without, YYYYMMDD, or
    /// two figures and a year set apart by '/', '.' or '-': those are read where only one order of
    /// day and month is a date.
    [[nodiscard]] facts::LocalTime time(const Line& at, std::string_view sent);
    /// 0, with a problem, for what is none.
    [[nodiscard]] std::uint64_t grams(const Line& at, std::string_view kilograms);
    [[nodiscard]] std::uint64_t thousandths(const Line& at, std::string_view sent);
    [[nodiscard]] std::uint64_t litres(const Line& at, std::string_view cubic_metres);
    [[nodiscard]] std::uint64_t count(const Line& at, std::string_view sent);
    [[nodiscard]] facts::Money money(const Line& at,
                                     std::string_view amount,
                                     std::string_view currency);
    /// Six digits at least; "", with a problem, for what is none.
    [[nodiscard]] std::string hs(const Line& at, std::string_view sent);

    void add_place(const Line& at,
                   std::vector<facts::Place>& to,
                   facts::PlaceRole role,
                   std::string_view code,
                   std::string_view name = {});
    /// Nothing where neither name nor number is told.
    void add_party(const Line& at, std::vector<facts::Party>& to, facts::Party party);
    /// The container of that number, a new one the first time; its place in message().containers.
    /// Nothing where no number was sent, or the limits are passed.
    [[nodiscard]] std::optional<std::size_t> container(const Line& at, std::string_view sent);

    /// Which bills miss their houses, and the message's status.
    [[nodiscard]] facts::Message finish() &&;

private:
    LineDraft draft_;
    std::map<std::string, std::size_t> containers_{};
};

/// 1 sea, 2 rail, 3 road, 4 air, 5 post, 8 inland water. Source: UN/ECE recommendation 19.
[[nodiscard]] facts::Mode mode_of(std::string_view code);
/// A text that is personal, cut to what the party's table allows.
[[nodiscard]] core::Redacted<std::string> personal(LineDraft& draft,
                                                   const Line& at,
                                                   std::string_view sent,
                                                   std::size_t max);

}  // namespace sarhad::intake
