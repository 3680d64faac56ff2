#pragma once

#include "rig.h"

#include <string>
#include <string_view>

namespace sarhad::node {

/// paxlst() of one traveller with this document on this flight of today, as the rig's clock has it.
inline std::string paxlst_today(const std::string& reference,
                                const std::string& flight,
                                std::string_view document) {
    std::string text = paxlst(reference, {{"QUIETTEST", "ANA", std::string{document}}});
    text.replace(text.find("QX612"), 5, flight);
    constexpr std::string_view kDay = "261123";
    for (std::size_t at = text.find(kDay); at != std::string::npos; at = text.find(kDay)) {
        text.replace(at, kDay.size(), "261118");
    }
    return text;
}

}  // namespace sarhad::node
