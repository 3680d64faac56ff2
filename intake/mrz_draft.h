#pragma once

#include "mrz_lines.h"

#include "facts/message.h"

#include <string>
#include <string_view>

namespace sarhad::intake {

/// The digit that a reader of characters takes for this letter, and the reverse; the character
/// itself where none is known: O 0, I 1, B 8, S 5, Z 2, G 6.
[[nodiscard]] char mrz_digit_for(char c);
[[nodiscard]] char mrz_letter_for(char c);

/// What a check digit says of a field.
enum class MrzCheck : std::uint8_t {
    kAgrees,
    kCorrected,  ///< It agrees once letters and digits that look alike are put right.
    kDisagrees,
    kMissing,  ///< Field and check digit are empty.
};

/// One document while it is being read; what is put right is put right in the lines.
class MrzDraft {
public:
    MrzDraft(MrzDocument document, facts::PartialDate on);

    [[nodiscard]] const MrzShape& shape() const { return *document_.shape; }
    [[nodiscard]] facts::PartialDate on() const { return on_; }
    /// False where the line that it stands in is missing.
    [[nodiscard]] bool has(const MrzField& field) const;
    [[nodiscard]] std::string_view text(const MrzField& field) const;
    /// From the field's start to the end of its line.
    [[nodiscard]] std::string_view rest(const MrzField& field) const;
    [[nodiscard]] char check_digit(const MrzField& field) const;
    void put(const MrzField& field, std::string_view text);
    void put_check_digit(const MrzField& field, char digit);

    /// What the check digit behind the field says; look-alikes may be put right in the digit itself
    /// and, with `is_number`, in all of the field.
    [[nodiscard]] MrzCheck weigh(const MrzField& field, bool is_number) const;
    /// weigh(), done and told as a problem of `name`.
    void check(const MrzField& field, std::string_view name, bool is_number);

    void problem(std::string code, const MrzField& field, std::string text);
    void problem_of_line(std::string code, std::uint32_t line, std::string text);

    facts::Message message;
    facts::Traveller traveller;
    facts::TravelDocument paper;

private:
    MrzDocument document_;
    facts::PartialDate on_;
};

/// The name field into the traveller.
void read_mrz_names(MrzDraft& draft);

}  // namespace sarhad::intake
