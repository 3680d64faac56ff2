#include "condition.h"

#include "numbers.h"
#include "operators.h"

#include "core/text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::rules::gtas {
namespace {

using core::cat;
using O = Operator;

constexpr std::int64_t kThousand = 1'000;

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
    std::string text;
    for (const std::string& piece : pieces) {
        text += cat(text.empty() ? "" : between, piece);
    }
    return text;
}

/// `text` is printable ASCII without quotes and backslashes.
std::string quoted(std::string_view text) {
    return cat("'", text, "'");
}

/// Translates one term. Every step returns the condition's text, or nothing and has said why.
class ConditionMaker final {
public:
    ConditionMaker(const Term& term, const Surroundings& surroundings)
        : term_{term}, surroundings_{surroundings} {}

    MadeCondition run() {
        row_ = find_counterpart(term_.entity, term_.field);
        const auto op = find_operator(term_.op);
        if (row_ == nullptr || !op) {
            refuse(row_ == nullptr ? "GTAS has no such entity" : "GTAS has no such operator");
            return std::move(made_);
        }
        op_ = *op;
        std::optional<std::string> text = translate();
        if (text) {
            finish(*std::move(text));
        }
        return std::move(made_);
    }

private:
    using Text = std::optional<std::string>;

    void say(Weight weight, std::string_view what) {
        made_.findings.push_back({weight, term_.place, cat(gtas::name_of(term_), ": ", what)});
    }
    Text refuse(std::string_view what) {
        say(Weight::kRefused, what);
        return std::nullopt;
    }

    [[nodiscard]] Subject subject() const {
        const std::string_view bearer = gtas::name_of(row_->bearer);
        Subject made;
        made.read = cat(bearer, bearer.empty() ? "" : ".", row_->fact);
        const bool has_sentinel =
            fact_of(*row_).absent == -1 && row_->reading != Reading::kPresence;
        made.given = has_sentinel ? cat(made.read, " >= 0") : cat("has(", made.read, ")");
        made.absent = has_sentinel ? cat(made.read, " < 0") : cat("!has(", made.read, ")");
        return made;
    }

    Text translate() {
        if (row_->reading == Reading::kNone) {
            return refuse(row_->about);
        }
        if (op_ == O::kMemberOf || op_ == O::kNotMemberOf) {
            return refuse(
                "GTAS compares it with no list: ask a reference set with 'in lists. ...'");
        }
        if (is_presence(op_)) {
            const Subject fact = subject();
            trials_.push_back(filler_of(fact_of(*row_)));
            return holds_of_nothing(op_) ? fact.absent : fact.given;
        }
        if (row_->reading == Reading::kPresence) {
            return refuse(cat("facts do not hold the date: ", row_->about));
        }
        if (!take_values()) {
            return std::nullopt;
        }
        switch (row_->reading) {
            case Reading::kNone:
            case Reading::kPresence:
                break;
            case Reading::kCode:
            case Reading::kText:
            case Reading::kCountry2:
            case Reading::kCountry3:
                return text();
            case Reading::kWhole:
            case Reading::kReal:
            case Reading::kHours:
            case Reading::kOthers:
                return number();
            case Reading::kAge:
                return age();
            case Reading::kBirth:
                return birth();
            case Reading::kChoice:
                return choice();
            case Reading::kDirection:
                return direction();
        }
        return std::nullopt;
    }

    bool take_values() {
        values_ = term_.values;
        const std::size_t wanted = values_of(op_);
        if (values_.size() < std::max<std::size_t>(wanted, 1)) {
            refuse(wanted == 2 ? "wants two values" : "wants a value");
            return false;
        }
        if (wanted != 0 && values_.size() > wanted) {
            say(Weight::kNote, cat("reads its first ", wanted, " of ", values_.size(), " values"));
            values_.resize(wanted);
        }
        return true;
    }

    // ---- texts ------------------------------------------------------------------------------

    Text text() {
        const bool is_country =
            row_->reading == Reading::kCountry2 || row_->reading == Reading::kCountry3;
        if (is_partial(op_) && (is_country || !row_->codes.empty())) {
            return refuse("a part of a code is no value: name the codes with IN");
        }
        std::vector<std::string> ours;
        for (const std::string& value : values_) {
            std::string code = code_of(core::ascii_upper(value));
            if (code.empty()) {
                ++strange_;
            } else if (std::find(ours.begin(), ours.end(), code) == ours.end()) {
                ours.push_back(std::move(code));
            }
        }
        if (ours.empty() || (strange_ != 0 && is_negated(op_))) {
            return refuse(cat(strange_, " of its values cannot be written as the fact is"));
        }
        if (strange_ != 0) {
            say(Weight::kNarrowed,
                cat(strange_,
                    " of its values cannot be written as the fact is; they are left out"));
        }
        text_trials(ours);
        return compared_text(ours);
    }

    /// "" where the fact never has it.
    [[nodiscard]] std::string code_of(const std::string& value) const {
        const bool is_plain = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
            return c >= ' ' && c < 0x7F && c != '\'' && c != '"' && c != '\\';
        });
        if (!is_plain) {
            return {};
        }
        std::string made = value;
        if (row_->reading == Reading::kCountry2) {
            made = surroundings_.alpha2(value);
        } else if (row_->reading == Reading::kCountry3) {
            constexpr std::size_t kLetters = 3;
            made = value.size() == kLetters ? value : std::string{};
        } else if (!row_->codes.empty()) {
            const auto found = std::find_if(row_->codes.begin(),
                                            row_->codes.end(),
                                            [&](const Code& code) { return code.theirs == value; });
            made = found == row_->codes.end() ? std::string_view{} : found->ours;
        }
        return made.size() <= fact_of(*row_).bytes_max ? made : std::string{};
    }

    Text compared_text(const std::vector<std::string>& ours) {
        const Subject fact = subject();
        const std::string read =
            row_->reading == Reading::kText ? cat(fact.read, ".upperAscii()") : fact.read;
        std::vector<std::string> literals;
        literals.reserve(ours.size());
        for (const std::string& code : ours) {
            literals.push_back(quoted(code));
        }
        if (is_partial(op_)) {
            return compared_part(fact, read, ours[0]);
        }
        if (op_ == O::kEqual || (op_ == O::kIn && literals.size() == 1)) {
            return cat(read, " == ", literals[0]);
        }
        if (op_ == O::kNotEqual || (op_ == O::kNotIn && literals.size() == 1)) {
            return cat(read, " != ", literals[0]);
        }
        if (op_ == O::kIn || op_ == O::kNotIn) {
            const std::string inside = cat(read, " in [", joined(literals, ", "), "]");
            return op_ == O::kIn ? inside : cat("!(", inside, ")");
        }
        return refuse("texts have no order in a rule");
    }

    Text compared_part(const Subject& fact, const std::string& read, const std::string& part) {
        const bool is_start = op_ == O::kBeginsWith || op_ == O::kNotBeginsWith;
        const bool is_end = op_ == O::kEndsWith || op_ == O::kNotEndsWith;
        const std::string_view call =
            is_start ? ".startsWith(" : (is_end ? ".endsWith(" : ".contains(");
        // GTAS makes a pattern of the value, and forgets to escape it. A dot that stands for itself
        // alone matches less than one that stands for anything; of the other signs nothing is less.
        const bool is_pattern = part.find_first_of("\\[]{}()*+?|^$") != std::string::npos;
        const bool has_dot = part.find('.') != std::string::npos;
        if ((is_pattern && (op_ == O::kContains || is_negated(op_))) ||
            (has_dot && is_negated(op_))) {
            return refuse("GTAS reads the signs in its value as a pattern: write matches()");
        }
        if (has_dot && op_ == O::kContains) {
            say(Weight::kNarrowed,
                "GTAS reads the dot in its value as any character; here it is a dot");
        }
        const std::string found = cat(read, call, quoted(part), ")");
        return is_negated(op_) ? cat(fact.given, " && !", found) : found;
    }

    void text_trials(const std::vector<std::string>& ours) {
        const FactField& fact = fact_of(*row_);
        for (const std::string& code : ours) {
            add_trial(code);
        }
        trials_.push_back(filler_of(fact));
        add_trial(std::string{"X"});
        if (is_partial(op_) && ours[0].size() < fact.bytes_max) {
            add_trial(cat(ours[0], "X"));
            add_trial(cat("X", ours[0]));
        }
    }

    // ---- numbers ----------------------------------------------------------------------------

    /// The values in thousandths; none where one is no number.
    std::vector<std::int64_t> numbers() {
        std::vector<std::int64_t> made;
        for (const std::string& value : values_) {
            const auto number = thousandths_of(core::trim(value));
            if (!number) {
                refuse("its value is no number of up to 12 digits and 3 behind the point");
                return {};
            }
            made.push_back(*number);
        }
        return made;
    }

    Text number() {
        std::vector<std::int64_t> given = numbers();
        constexpr std::int64_t kMinutes = 60;
        for (std::int64_t& number : given) {
            number = row_->reading == Reading::kHours    ? number * kMinutes
                     : row_->reading == Reading::kOthers ? number + kThousand
                                                         : number;
            if (row_->reading != Reading::kReal && number % kThousand != 0) {
                return refuse("the fact is a whole number, its value is none");
            }
        }
        if (given.empty()) {
            return std::nullopt;
        }
        const FactField& fact = fact_of(*row_);
        number_trials(given, fact.kind);
        Text made = compare_numbers(op_, subject(), fact.kind, given, fact.absent * kThousand);
        return made ? std::move(made) : refuse("a number has no part of a text");
    }

    /// Set in place: GCC 12 takes a moved Document for one that may be unset (-O2).
    template <class Held>
    void add_trial(Held held) {
        trials_.emplace_back().held = std::move(held);
    }

    void number_trials(const std::vector<std::int64_t>& given, FactKind kind) {
        for (const std::int64_t number : given) {
            for (const std::int64_t near : {number, number + kThousand, number - kThousand}) {
                if (kind == FactKind::kDouble) {
                    add_trial(static_cast<double>(near) / kThousand);
                } else {
                    add_trial(near / kThousand);
                }
            }
        }
    }

    Text age() {
        const std::vector<std::int64_t> given = numbers();
        if (given.empty()) {
            return std::nullopt;
        }
        constexpr std::int64_t kOldest = 200;
        for (const std::int64_t number : given) {
            if (number % kThousand != 0 || number < 0 || number > kOldest * kThousand) {
                return refuse("its value is no age in whole years");
            }
            const std::int64_t born = surroundings_.year - number / kThousand;
            for (const std::int64_t near : {born, born - 1, born + 1, born - 2, born + 2}) {
                add_trial(near);
            }
        }
        const auto made = compare_age(op_, given);
        return made ? certain(*made) : uncertain();
    }

    Text birth() {
        const auto made = compare_birth(op_, values_);
        if (!made) {
            return uncertain();
        }
        for (const std::string& value : values_) {
            const std::int64_t born = facts::PartialDate::parse(value)->year;
            for (const std::int64_t near : {born, born - 1, born + 1}) {
                add_trial(near);
            }
        }
        return certain(*made);
    }

    Text certain(const Narrowing& made) {
        if (made.is_narrowed) {
            say(Weight::kNarrowed,
                "facts hold the year of birth only: where the day decides, it is no match");
        }
        return made.text;
    }
    Text uncertain() {
        return refuse("facts hold the year of birth only: compare traveller.birth_year");
    }

    // ---- choices ----------------------------------------------------------------------------

    /// The codes that the term accepts, of all there are; none where one is strange.
    std::optional<std::set<std::string_view>> accepted() {
        std::set<std::string_view> named;
        for (const std::string& value : values_) {
            const std::string code = core::ascii_upper(value);
            const auto found = std::find_if(row_->codes.begin(),
                                            row_->codes.end(),
                                            [&](const Code& row) { return row.theirs == code; });
            if (found == row_->codes.end()) {
                refuse("one of its values is no code of GTAS's");
                return std::nullopt;
            }
            named.insert(found->theirs);
        }
        const bool is_listing = op_ == O::kEqual || op_ == O::kIn;
        if (!is_listing && op_ != O::kNotEqual && op_ != O::kNotIn) {
            refuse("a choice is compared with EQUAL, NOT_EQUAL, IN and NOT_IN");
            return std::nullopt;
        }
        std::set<std::string_view> made;
        for (const Code& code : row_->codes) {
            if (named.contains(code.theirs) == is_listing) {
                made.insert(code.theirs);
            }
        }
        return made;
    }

    Text choice() {
        const auto wanted = accepted();
        if (!wanted) {
            return std::nullopt;
        }
        std::set<std::string_view> yes;
        std::set<std::string_view> no;
        for (const Code& code : row_->codes) {
            (code.ours == "true" ? yes : no).insert(code.theirs);
        }
        add_trial(true);
        add_trial(false);
        const Subject fact = subject();
        if (*wanted == yes) {
            return holds_of_nothing(op_) ? cat("(", fact.absent, " || ", fact.read, ")")
                                         : fact.read;
        }
        if (*wanted == no) {
            return holds_of_nothing(op_) ? cat("!", fact.read)
                                         : cat(fact.given, " && !", fact.read);
        }
        return refuse(cat("the fact tells apart only ", *yes.begin(), " and all others"));
    }

    Text direction() {
        const auto wanted = accepted();
        if (!wanted) {
            return std::nullopt;
        }
        std::vector<std::string> ways;
        for (const std::string_view way : *wanted) {
            ways.emplace_back(
                way == "I" ? "f.to_country == port.country && f.from_country != port.country"
                           : "f.from_country == port.country && f.to_country != port.country");
        }
        if (ways.size() != 1 || op_ == O::kNotEqual || op_ == O::kNotIn) {
            return refuse("name one direction with EQUAL, I or O");
        }
        has_direction_ = true;
        return ways[0];
    }

    // ---- the end ----------------------------------------------------------------------------

    [[nodiscard]] static Document filler_of(const FactField& fact) {
        switch (fact.kind) {
            case FactKind::kBool:
                return {true, {}};
            case FactKind::kInt:
                return {std::int64_t{1}, {}};
            case FactKind::kDouble:
                return {1.0, {}};
            case FactKind::kText:
            case FactKind::kTime:
            case FactKind::kRecord:
                break;
        }
        return {std::string{"QQQ"}.substr(0, std::min<std::size_t>(fact.bytes_max, 3)), {}};
    }

    void finish(std::string text) {
        Condition made;
        if (row_->bearer == Bearer::kFirstLeg) {
            text = holds_of_nothing(op_) ? cat("(booking.legs.size() == 0 || ", text, ")")
                                         : cat("booking.legs.size() > 0 && ", text);
        }
        if (row_->bearer == Bearer::kDocument && holds_of_nothing(op_)) {
            // GTAS looks for a document of which it holds: where there is none, it holds of none.
            text = cat("has(", kDocumentNumber, ") && ", text);
        }
        made.text = std::move(text);
        made.counterpart = row_;
        const bool has_object = row_->bearer == Bearer::kBag || row_->bearer == Bearer::kDocument;
        made.object = has_object ? term_.uuid : std::string{};
        made.can_decide = fact_of(*row_).guard != Guard::kProtected && !is_presence(op_) &&
                          row_->reading != Reading::kDirection;
        made.has_direction = has_direction_;
        if (row_->reading != Reading::kDirection) {
            trials_.emplace_back();
            made.trials = std::move(trials_);
        }
        if (is_negated(op_) && !list_of(row_->bearer).empty()) {
            say(Weight::kNote,
                cat("asks for one of ",
                    list_of(row_->bearer),
                    " that is not so, as in GTAS: for none that is so write !",
                    list_of(row_->bearer),
                    ".exists(...)"));
        }
        made_.condition = std::move(made);
    }

    const Term& term_;
    const Surroundings& surroundings_;
    const Counterpart* row_{nullptr};
    Operator op_{};
    std::vector<std::string> values_;
    std::size_t strange_{0};
    std::vector<Document> trials_;
    bool has_direction_{false};
    MadeCondition made_;
};

}  // namespace

MadeCondition make_condition(const Term& term, const Surroundings& surroundings) {
    return ConditionMaker{term, surroundings}.run();
}

}  // namespace sarhad::rules::gtas
