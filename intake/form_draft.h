#pragma once

#include "form_source.h"

#include "facts/message.h"

#include <string>
#include <string_view>

namespace sarhad::intake {

/// One form while it is being read.
struct FormDraft {
    facts::Message message;
    facts::PartialDate on;  ///< The day of reading; unknown where nobody said.
    std::uint32_t place{0};
    std::uint32_t offset{0};

    /// `field` is wrong: `text` says why and what to write.
    void problem(std::string code, std::string_view field, std::string_view text);
    /// As problem(), "form-missing", where it is not there.
    void require(bool is_there, std::string_view field, std::string_view write);
};

/// What the kinds' forms must hold and what contradicts itself, told as problems; what follows from
/// what is written is filled in.
void check_cash(FormDraft& draft, facts::CashDeclaration& cash, const facts::Traveller& traveller);
void check_seizure(FormDraft& draft, facts::Seizure& seizure);
void check_inspection(FormDraft& draft, const facts::InspectionReport& report);
void check_lookout(FormDraft& draft, const facts::Lookout& lookout);

}  // namespace sarhad::intake
