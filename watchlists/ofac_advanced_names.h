#pragma once

#include "xml_records.h"

#include <functional>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// The text of a reference value: ("AliasType", "1403") gives "Name".
using ReferenceValue = std::function<std::string(std::string_view set, const std::string& id)>;

/// Adds the names of one Identity of OFAC's advanced XML: the primary one first, each script form
/// of a name to the name that it belongs to.
void add_advanced_names(const XmlRecord& record,
                        std::size_t identity,
                        ListEntry& entry,
                        const ReferenceValue& value);

}  // namespace sarhad::watchlists
