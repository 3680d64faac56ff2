#pragma once

#include "screening/cargo_facts.h"
#include "watchlists/subject.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::screening {

/// Somebody or something of a piece of cargo that lists are asked about.
struct CargoQuery {
    std::string about;  ///< "consignee", "container TESU1234567", "vessel": no personal value.
    watchlists::Subject subject;
};

/// Whom and what lists are asked about:
/// - each party. One whose name has a legal form, a trade or a company's word is an organisation,
///   and a person too where its number is a CNIC; a driver or a master is a person; everybody else
///   may be either, and is asked as both. Its country, number and telephones go with it.
/// - the conveyance: a ship by IMO number, call sign, name and flag, an aircraft by its tail
/// number,
///   a vehicle by its plate; who runs it where that is a name.
/// - each container by its number, once; the owner of bags as a traveller is.
/// "To order", "same as consignee" and the like are nobody; of "to the order of X" it is X. In the
/// order of the facts, no query twice. Pure and total; as many as the facts have members.
[[nodiscard]] std::vector<CargoQuery> cargo_queries(const CargoFacts& facts);

/// The name that is looked for, of one that a bill gives: without "to the order of", "M/S" and
/// "notify"; "" for one that names nobody.
[[nodiscard]] std::string party_name(std::string_view told);

/// Whether a name is a company's by its legal form or by a trade or company word.
[[nodiscard]] bool is_company_name(std::string_view name);

}  // namespace sarhad::screening
