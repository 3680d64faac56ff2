// links: sarhad_intake sarhad_facts sarhad_core
#include "core/check.h"
#include "intake/forms.h"

#include <cstddef>
#include <cstdint>
#include <string>

/// Nothing that is read is silent about what it lacks, and what is exported is read back as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using sarhad::facts::MessageStatus;
    const sarhad::core::ByteView bytes{data, size};
    const auto messages = sarhad::intake::read_forms(bytes, {2026, 3, 1});
    SARHAD_CHECK(!messages.empty());
    for (const auto& message : messages) {
        SARHAD_CHECK(message.status == MessageStatus::kOk || !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
    }
    const auto made = sarhad::intake::export_ncen(messages);
    if (made.seizures == 0) return 0;
    const auto again = sarhad::intake::read_forms(sarhad::core::as_bytes(made.csv), {2026, 3, 1});
    SARHAD_CHECK(again.size() == made.seizures);
    return 0;
}
