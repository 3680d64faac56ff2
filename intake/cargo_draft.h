#pragma once

#include "cargo_codes.h"
#include "message_draft.h"

#include "facts/cargo.h"

#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace sarhad::intake {

/// A cargo message while it is being read. What a list has no room for is written to a spare that
/// nobody keeps, and finish() says of each list how much that was.
class CargoDraft {
public:
    explicit CargoDraft(MessageDraft& draft) : draft_{draft} {}

    [[nodiscard]] facts::Message& message() { return draft_.message; }
    [[nodiscard]] const MessageDraft& draft() const { return draft_; }

    /// Each is valid until the next of its kind is opened.
    [[nodiscard]] facts::Conveyance& open_conveyance(const Segment& at);
    [[nodiscard]] facts::Bill& open_bill(const Segment& at);
    [[nodiscard]] facts::Container& open_container(const Segment& at);
    [[nodiscard]] facts::Declaration& open_declaration(const Segment& at);
    /// Numbered by its place where the segment has no number.
    [[nodiscard]] facts::GoodsLine& open_goods(const Segment& at,
                                               std::vector<facts::GoodsLine>& to,
                                               std::size_t max);

    /// Another one at the end of `to`; a spare past `max` or past the room of the file. `what`
    /// names the list in the problem: "seals".
    template <class Fact>
    [[nodiscard]] Fact& add(const Segment& at,
                            std::vector<Fact>& to,
                            std::size_t max,
                            std::string_view what) {
        if (to.size() >= max) {
            leave_out(at, max, what);
        } else if (take_room(sizeof(Fact))) {
            return to.emplace_back();
        }
        return spare<Fact>();
    }
    /// A text for a list of texts: nothing where it is empty or there already.
    void add_text(const Segment& at,
                  std::vector<std::string>& to,
                  std::size_t max,
                  std::string text,
                  std::string_view what);

    void problem(const Segment& at, std::string code, std::string text) {
        draft_.problem(at, std::move(code), std::move(text));
    }
    void repeated(const Segment& at);
    void unknown_code(const Segment& at, std::string_view what);
    /// "unknown-segment".
    void unknown(const Segment& at);
    /// A free text that is not kept.
    void pass_text() { ++draft_.unstored_texts; }

    /// As UTF-8, cut to `max` with a problem.
    [[nodiscard]] std::string text(const Segment& at, std::string_view sent, std::size_t max) {
        return draft_.text(at, sent, max);
    }
    /// A code or number: the same, upper case and without blanks.
    [[nodiscard]] std::string code(const Segment& at, std::string_view sent, std::size_t max);
    /// Sets a text that is not told yet; one that differs is a problem, and the first stays.
    template <auto Member, class Fact>
    void once(const Segment& at, Fact& to, std::string_view sent) {
        if (!sent.empty()) keep_first(at, to.*Member, text(at, sent, facts::max_of(Member)));
    }
    template <auto Member, class Fact>
    void once_code(const Segment& at, Fact& to, std::string_view sent) {
        if (!sent.empty()) keep_first(at, to.*Member, code(at, sent, facts::max_of(Member)));
    }
    void keep_first(const Segment& at, std::string& field, std::string sent);
    void keep_first(const Segment& at, std::uint64_t& field, std::uint64_t sent);

    /// Two totals that the sender states and that should be the same.
    void check_count(const Segment& cnt, std::size_t named, std::string_view what);

    /// Puts the containers that bills name and nobody describes beside the others, ties them to
    /// their bills, says which bills lack their house level, and what was left out.
    void finish();

private:
    template <class Fact>
    [[nodiscard]] Fact& spare() {
        Fact& one = std::get<Fact>(spares_);
        one = Fact{};
        return one;
    }
    [[nodiscard]] bool take_room(std::size_t bytes);
    void leave_out(const Segment& at, std::size_t max, std::string_view what);
    void tie_containers();
    void tell_left_out();

    struct LeftOut {
        std::string_view what;
        std::size_t count;
        std::size_t max;
        std::uint32_t segment;
        std::uint32_t offset;
    };
    using Spares = std::tuple<facts::Conveyance,
                              facts::Bill,
                              facts::Container,
                              facts::Declaration,
                              facts::GoodsLine,
                              facts::Party,
                              facts::Place,
                              facts::DangerousGoods,
                              std::string>;

    MessageDraft& draft_;
    std::vector<LeftOut> left_out_{};
    Spares spares_{};
};

}  // namespace sarhad::intake
