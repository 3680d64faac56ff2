#include "intake/mrz.h"

#include "message_draft.h"
#include "mrz_draft.h"
#include "mrz_lines.h"
#include "values.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using core::Redacted;

constexpr std::string_view kPakistan = "PAK";

std::string without_fillers(std::string_view text) {
    std::string kept{text};
    std::erase(kept, '<');
    return kept;
}

/// "D" is how ICAO writes Germany; every other feed writes ISO 3166.
std::string country(std::string_view code) {
    return code == "D" ? "DEU" : std::string{code};
}

class DocumentReader {
public:
    DocumentReader(MrzDocument document, facts::PartialDate on)
        : draft_{std::move(document), on}, shape_{draft_.shape()} {}

    facts::Message read() {
        read_kind();
        draft_.paper.issuer = read_country(shape_.issuer, "issuer");
        draft_.traveller.nationality = read_country(shape_.nationality, "nationality");
        read_number();
        read_sex();
        read_birth();
        read_expiry();
        read_optional();
        check_composed();
        read_mrz_names(draft_);
        return finish();
    }

private:
    void read_kind() {
        const MrzField field{shape_.issuer.line, 0, 2};
        std::string kind{draft_.text(field)};
        const std::string letters = [&] {
            std::string text = kind;
            std::transform(text.begin(), text.end(), text.begin(), mrz_letter_for);
            return text;
        }();
        const std::string_view allowed = shape_.name.starts_with("MRV") ? "V"
                                         : shape_.name == "TD3"         ? "P"
                                                                        : "ACI";
        const bool is_known = allowed.find(letters.front()) != std::string_view::npos;
        if (letters != kind && is_known) {
            draft_.put(field, letters);
            kind = letters;
            draft_.problem("mrz-corrected",
                           field,
                           "kind of document: a digit was read as the letter it looks like");
        } else if (!is_known) {
            draft_.problem("mrz-kind",
                           field,
                           core::cat("kind of document: a ",
                                     shape_.name,
                                     " document does not begin so: see what it is"));
        }
        draft_.paper.kind = without_fillers(kind);
        draft_.message.function = function_of(kind);
        if (kind == "AC") draft_.traveller.kind = facts::TravellerKind::kCrew;
    }

    static std::string function_of(std::string_view kind) {
        if (kind == "AC") return "crew-certificate";
        if (kind.starts_with('P')) return "passport";
        return kind.starts_with('V') ? "visa" : "identity-card";
    }

    std::string read_country(const MrzField& field, std::string_view name) {
        if (!draft_.has(field)) return "";
        std::string code = without_fillers(draft_.text(field));
        if (is_mrz_country(code)) {
            if (code == "UTO") {
                draft_.problem(
                    "mrz-specimen", field, core::cat(name, ": Utopia, which only specimens have"));
            }
            return country(code);
        }
        std::string letters{draft_.text(field)};
        std::transform(letters.begin(), letters.end(), letters.begin(), mrz_letter_for);
        if (code = without_fillers(letters); is_mrz_country(code)) {
            draft_.put(field, letters);
            draft_.problem("mrz-corrected",
                           field,
                           core::cat(name, ": digits were read as the letters they look like"));
            return country(code);
        }
        code = without_fillers(draft_.text(field));
        draft_.problem("mrz-country",
                       field,
                       core::cat(name,
                                 code.empty() ? ": missing" : ": not a code of ICAO 9303",
                                 ": read it on the document and key it"));
        return code;
    }

    void read_number() {
        const MrzField& field = shape_.number;
        if (!draft_.has(field)) return;
        std::string number{draft_.text(field)};
        if (goes_on()) {
            number += read_number_rest(number);
        } else {
            const bool disagrees = draft_.weigh(field, false) == MrzCheck::kDisagrees;
            if (!disagrees || !correct_pakistani()) draft_.check(field, "document number", false);
            number = draft_.text(field);
        }
        number = without_fillers(number);
        if (number.empty()) {
            draft_.problem("document-without-number",
                           field,
                           "document number: missing: key it from the document");
        }
        draft_.paper.number = Redacted{std::move(number)};
    }

    /// A number of more than nine characters: a filler for its check digit, the rest in the
    /// optional data.
    [[nodiscard]] bool goes_on() const {
        return shape_.has_long_numbers && draft_.check_digit(shape_.number) == '<' &&
               draft_.has(shape_.optional) && draft_.text(shape_.optional).front() != '<';
    }

    std::string read_number_rest(const std::string& start) {
        const std::string_view optional = draft_.text(shape_.optional);
        std::string rest{optional.substr(0, optional.find('<'))};
        const char check = mrz_digit_for(rest.back());
        rest.pop_back();
        optional_from_ = rest.size() + 1;
        if (mrz_check_digit(start + rest) != check) {
            draft_.problem("mrz-check-digit",
                           shape_.optional,
                           "document number: the check digit behind its second part does not "
                           "agree: scan again, or key the number from the document");
        }
        return rest;
    }

    /// Two letters and seven digits: Pakistan's passports are numbered so.
    bool correct_pakistani() {
        if (draft_.paper.issuer != kPakistan || shape_.name != "TD3") return false;
        std::string number{draft_.text(shape_.number)};
        constexpr std::size_t kLetters = 2;
        for (std::size_t i = 0; i < number.size(); ++i) {
            number[i] = i < kLetters ? mrz_letter_for(number[i]) : mrz_digit_for(number[i]);
        }
        const char check = mrz_digit_for(draft_.check_digit(shape_.number));
        const bool is_right = core::is_ascii_digits(std::string_view{number}.substr(kLetters)) &&
                              mrz_check_digit(number) == check;
        if (!is_right) return false;
        draft_.put(shape_.number, number);
        draft_.put_check_digit(shape_.number, check);
        draft_.problem("mrz-corrected",
                       shape_.number,
                       "document number: read as two letters and seven digits, and the check digit "
                       "agrees then: compare with the document");
        return true;
    }

    void read_sex() {
        if (!draft_.has(shape_.sex)) return;
        switch (draft_.text(shape_.sex).front()) {
            case 'M':
                draft_.traveller.sex = facts::Sex::kMale;
                return;
            case 'F':
                draft_.traveller.sex = facts::Sex::kFemale;
                return;
            case 'X':
                draft_.traveller.sex = facts::Sex::kOther;
                return;
            case '<':
                return;
            default:  // Not our enum.
                draft_.problem(
                    "mrz-sex", shape_.sex, "sex: none of M, F, X and filler: see the document");
        }
    }

    /// Unknown, with a problem, where it is no date; unknown parts are fillers.
    facts::PartialDate read_day(const MrzField& field, std::string_view name, Century century) {
        draft_.check(field, name, true);
        std::string digits{draft_.text(field)};
        if (digits.starts_with("<<")) return {};
        std::replace(digits.begin(), digits.end(), '<', '0');
        const auto read = read_date(digits, "", draft_.on(), century);
        if (read) return read->date;
        draft_.problem(
            "mrz-date", field, core::cat(name, ": not a date: key it from the document"));
        return {};
    }

    void read_birth() {
        if (!draft_.has(shape_.birth)) return;
        draft_.traveller.date_of_birth =
            Redacted{read_day(shape_.birth, "date of birth", Century::kPast)};
    }

    void read_expiry() {
        if (!draft_.has(shape_.expiry)) return;
        facts::PartialDate& expires = draft_.paper.expires;
        expires = read_day(shape_.expiry, "date of expiry", Century::kNearest);
        if (draft_.text(shape_.expiry) == "<<<<<<") {
            draft_.problem("mrz-expiry-missing",
                           shape_.expiry,
                           "date of expiry: missing: read it on the document");
        } else if (draft_.on().is_known() && expires.is_full() && expires < draft_.on()) {
            draft_.problem(
                "mrz-expired", shape_.expiry, "date of expiry: the document is not valid any more");
        }
    }

    void read_optional() {
        if (draft_.has(shape_.optional)) {
            if (shape_.has_optional_check) check_optional();
            take_personal_number(draft_.text(shape_.optional).substr(optional_from_));
        }
        if (draft_.has(shape_.more_optional)) {
            take_personal_number(draft_.text(shape_.more_optional));
        }
    }

    void check_optional() {
        const bool disagrees = draft_.weigh(shape_.optional, false) == MrzCheck::kDisagrees;
        // A CNIC is all digits: its alphabet says what is misread.
        const bool is_number = disagrees && draft_.paper.issuer == kPakistan;
        draft_.check(shape_.optional, "personal number", is_number);
    }

    /// Passports have a personal number there, others whatever their issuer likes; Pakistan's CNIC
    /// is told by its thirteen digits.
    void take_personal_number(std::string_view optional) {
        const std::string number = without_fillers(optional);
        constexpr std::size_t kCnicDigits = 13;
        const bool is_cnic = draft_.paper.issuer == kPakistan && number.size() == kCnicDigits &&
                             core::is_ascii_digits(number);
        if (number.empty() || !draft_.traveller.national_id.reveal().empty()) return;
        if (is_cnic || shape_.name == "TD3") draft_.traveller.national_id = Redacted{number};
        if (is_cnic) check_cnic(number);
    }

    void check_cnic(std::string_view number) {
        const bool is_placed = number.front() >= '1' && number.front() <= '8';
        const bool is_odd = (number.back() - '0') % 2 == 1;
        const facts::Sex sex = draft_.traveller.sex;
        const bool is_contradicted =
            (sex == facts::Sex::kMale && !is_odd) || (sex == facts::Sex::kFemale && is_odd);
        if (!is_placed || is_contradicted) {
            draft_.problem("mrz-cnic",
                           shape_.optional,
                           is_placed ? "CNIC: its last digit is of the other sex: ask for the card"
                                     : "CNIC: no province begins so: ask for the card");
        }
    }

    void check_composed() {
        std::string all;
        for (const MrzField& field : shape_.composed) {
            if (field.size == 0) continue;
            if (!draft_.has(field)) return;
            all += draft_.text(field);
        }
        if (all.empty()) return;
        const MrzField last{1, static_cast<std::uint8_t>(shape_.width - 1), 1};
        if (mrz_digit_for(draft_.text(last).front()) != mrz_check_digit(all)) {
            draft_.problem("mrz-composite",
                           last,
                           "the check digit over all fields does not agree: compare each field "
                           "with the document");
        }
    }

    facts::Message finish() {
        facts::Message& message = draft_.message;
        const facts::Traveller& traveller = draft_.traveller;
        const bool is_nobody = traveller.surname.reveal().empty() &&
                               traveller.first_name.reveal().empty() &&
                               draft_.paper.number.reveal().empty();
        if (is_nobody) {
            message.problems.insert(message.problems.begin(),
                                    {"nothing-usable",
                                     message.problems.empty() ? 0 : message.problems[0].segment,
                                     message.problems.empty() ? 0 : message.problems[0].offset,
                                     "neither a name nor a number could be read: scan the document "
                                     "again, or key it"});
            message.status = facts::MessageStatus::kRefused;
            return std::move(message);
        }
        draft_.traveller.documents.push_back(std::move(draft_.paper));
        message.travellers.push_back(std::move(draft_.traveller));
        if (!message.problems.empty()) message.status = facts::MessageStatus::kPartial;
        return std::move(message);
    }

    MrzDraft draft_;
    const MrzShape& shape_;
    std::size_t optional_from_{0};  ///< Behind the second part of a long number.
};

}  // namespace

bool looks_like_mrz(core::ByteView file) {
    constexpr std::size_t kLooked = 200;
    constexpr std::ptrdiff_t kOfTen = 10;
    const std::string text = mrz_characters(core::as_text(file).substr(0, kLooked));
    const auto unreadable = std::count(text.begin(), text.end(), kMrzUnreadable);
    return !text.starts_with('<') && text.find("<<") != std::string::npos &&
           unreadable * kOfTen <= static_cast<std::ptrdiff_t>(text.size());
}

std::vector<facts::Message> read_mrz(core::ByteView file, facts::PartialDate on) {
    std::vector<facts::Message> messages;
    for (MrzDocument& document : mrz_documents(file, kMessages)) {
        if (messages.size() == kMessages) {
            facts::Message rest = refused_file(
                "too-many-messages",
                document.lines.front().offset,
                core::cat("only the first ", kMessages, " documents are read: split the file"));
            rest.problems.front().segment = document.lines.front().number;
            messages.push_back(std::move(rest));
            return messages;
        }
        messages.push_back(DocumentReader{std::move(document), on}.read());
    }
    if (messages.empty()) {
        messages.push_back(refused_file("no-message", 0, "no line of a machine readable zone"));
    }
    return messages;
}

}  // namespace sarhad::intake
