#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <string>
#include <vector>

namespace sarhad::intake {

/// The file begins as a form does: JSON with a member "form", or CSV with a column "form".
[[nodiscard]] bool looks_like_forms(core::ByteView file);

/// Forms that officers fill in: currency declarations, seizures, inspections, lookouts, crossings
/// at land posts, goods in transit. One message each; never empty. What is wrong is a problem that
/// names the field and says what to write; a form is kept with what is right, unless nothing is.
/// `on`: the day of reading, by which lookouts are over. docs/intake-forms.md.
[[nodiscard]] std::vector<facts::Message> read_forms(core::ByteView file, facts::PartialDate on);

/// The seizures of `messages` as a CSV of forms for nCEN: everything that names somebody is left
/// out (persons keep role, sex, nationality and year of birth), and seizures whose `share` is local
/// or not told are left out as a whole. read_forms() reads it.
struct NcenExport {
    std::string csv;           ///< With its header; "" where there is no seizure.
    std::size_t seizures{0};   ///< In it.
    std::size_t kept_back{0};  ///< Not to be shared.
};
[[nodiscard]] NcenExport export_ncen(const std::vector<facts::Message>& messages);

}  // namespace sarhad::intake
