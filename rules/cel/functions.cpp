#include "rules/cel/functions.h"

#include <algorithm>
#include <map>
#include <vector>

namespace sarhad::rules::cel {
namespace {

using Table = std::multimap<std::string_view, const FunctionRow*>;

Table make_table() {
    Table table;
    for (const auto rows : {operator_functions(),
                            conversion_functions(),
                            collection_functions(),
                            string_functions(),
                            string_edit_functions(),
                            time_functions(),
                            math_functions(),
                            network_functions(),
                            format_functions(),
                            encoder_functions()}) {
        for (const FunctionRow& row : rows) {
            table.emplace(row.name, &row);
        }
    }
    return table;
}

}  // namespace

const FunctionRow* find_function(std::string_view name, bool is_member, std::size_t args) {
    static const Table table = make_table();
    const auto [begin, end] = table.equal_range(name);
    const auto wrong = is_member ? CallStyle::kGlobal : CallStyle::kMember;
    const auto found = std::find_if(begin, end, [&](const auto& entry) {
        const FunctionRow& row = *entry.second;
        return row.style != wrong && args >= row.args_least && args <= row.args_most;
    });
    return found == end ? nullptr : found->second;
}

}  // namespace sarhad::rules::cel
