#pragma once

#include "line_draft.h"

#include "facts/cargo.h"

#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::intake {

/// Puts a party of a Cargo-IMP message together from its lines, which come in two forms: name,
/// street, place and country one behind the other (FWB/16, FHL/4), or under NAM, ADR and LOC
/// (FWB/17, FHL/5).
class CargoParty {
public:
    /// `draft` outlives it.
    CargoParty(LineDraft& draft, facts::PartyRole role, std::string_view code);
    /// To tell more of a party that is read already.
    CargoParty(LineDraft& draft, facts::Party party) : draft_{draft}, to_{std::move(party)} {}

    /// Whether NAM, ADR or LOC stands among them: both forms in one line.
    [[nodiscard]] static bool has_labels(const std::vector<std::string_view>& fields);
    /// The next line of the first form, split at '/', or one with labels in it:
    /// "NAM/TESTCO LTD/ADR/1 ROAD/LOC/DUBAI//AE/12345/TE/9711234".
    void add_line(const Line& at, const std::vector<std::string_view>& fields);
    void add_name(const Line& at, std::string_view sent);
    void add_address(const Line& at, std::string_view sent);
    /// Place and state, or country, post code and telephone.
    void add_location(const Line& at, const std::vector<std::string_view>& fields);
    /// What customs information (OCI) tells of it: T its number, CP whom to ask for, CT a
    /// telephone.
    void add_customs(const Line& at, std::string_view what, std::string_view told);
    [[nodiscard]] const std::string& code() const { return to_.role_code; }

    [[nodiscard]] facts::Party take() && { return std::move(to_); }

private:
    void add_labelled(const Line& at, const std::vector<std::string_view>& fields);
    void append(const Line& at,
                core::Redacted<std::string>& to,
                std::string_view sent,
                std::string_view between,
                std::size_t max);
    LineDraft& draft_;
    facts::Party to_{};
    int lines_{0};
};

}  // namespace sarhad::intake
