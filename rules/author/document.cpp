#include "rules/author/document.h"

#include <algorithm>
#include <array>

namespace sarhad::rules {

const Document::Table* Document::table() const {
    return std::get_if<Table>(&held);
}

const Document::List* Document::list() const {
    return std::get_if<List>(&held);
}

const std::string* Document::text() const {
    return std::get_if<std::string>(&held);
}

const Document* Document::find(std::string_view name) const {
    const Table* members = table();
    if (members == nullptr) {
        return nullptr;
    }
    const auto found =
        std::find_if(members->begin(), members->end(), [name](const DocumentMember& member) {
            return member.name == name;
        });
    return found == members->end() ? nullptr : &found->value;
}

std::string_view Document::kind() const {
    constexpr std::array<std::string_view, 8> kKinds{"nothing",
                                                     "true or false",
                                                     "a whole number",
                                                     "a number",
                                                     "a text",
                                                     "a date or time",
                                                     "a list",
                                                     "a table"};
    return kKinds.at(held.index());
}

bool Document::is_same(const Document& other) const {
    const auto same = [](const Document& left, const Document& right) {
        return left.is_same(right);
    };
    if (held.index() != other.held.index()) {
        return false;
    }
    if (const List* mine = list()) {
        const List& theirs = *other.list();
        return std::equal(mine->begin(), mine->end(), theirs.begin(), theirs.end(), same);
    }
    if (const Table* mine = table()) {
        return mine->size() == other.table()->size() &&
               std::all_of(mine->begin(), mine->end(), [&](const DocumentMember& member) {
                   const Document* theirs = other.find(member.name);
                   return theirs != nullptr && member.value.is_same(*theirs);
               });
    }
    return std::visit(
        [&](const auto& mine) {
            using Held = std::decay_t<decltype(mine)>;
            if constexpr (std::is_same_v<Held, List> || std::is_same_v<Held, Table>) {
                return false;  // Above.
            } else {
                return mine == std::get<Held>(other.held);
            }
        },
        held);
}

}  // namespace sarhad::rules
