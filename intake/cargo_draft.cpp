#include "cargo_draft.h"

#include "house_level.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace sarhad::intake {
namespace {

constexpr std::size_t kConveyances = facts::max_of(&facts::Message::conveyances);
constexpr std::size_t kBills = facts::max_of(&facts::Message::bills);
constexpr std::size_t kContainers = facts::max_of(&facts::Message::containers);
constexpr std::size_t kDeclarations = facts::max_of(&facts::Message::declarations);

}  // namespace

facts::Conveyance& CargoDraft::open_conveyance(const Segment& at) {
    return add(at, message().conveyances, kConveyances, "conveyances");
}

facts::Bill& CargoDraft::open_bill(const Segment& at) {
    return add(at, message().bills, kBills, "bills");
}

facts::Container& CargoDraft::open_container(const Segment& at) {
    return add(at, message().containers, kContainers, "containers");
}

facts::Declaration& CargoDraft::open_declaration(const Segment& at) {
    return add(at, message().declarations, kDeclarations, "declarations");
}

facts::GoodsLine& CargoDraft::open_goods(const Segment& at,
                                         std::vector<facts::GoodsLine>& to,
                                         std::size_t max) {
    facts::GoodsLine& line = add(at, to, max, "goods-lines");
    const auto number = core::parse_uint(at.at(1));
    const bool is_numbered = number && *number > 0 && *number <= UINT32_MAX;
    line.number = static_cast<std::uint32_t>(is_numbered ? *number : to.size());
    return line;
}

void CargoDraft::add_text(const Segment& at,
                          std::vector<std::string>& to,
                          std::size_t max,
                          std::string text,
                          std::string_view what) {
    if (text.empty()) return;
    // Of a long list only the last is looked at: a message may not make this quadratic.
    constexpr std::size_t kLookedAt = 64;
    const std::size_t first = to.size() - std::min(to.size(), kLookedAt);
    if (std::find(to.begin() + static_cast<std::ptrdiff_t>(first), to.end(), text) != to.end()) {
        return;
    }
    add(at, to, max, what) = std::move(text);
}

void CargoDraft::repeated(const Segment& at) {
    problem(at,
            "repeated-segment",
            core::cat(at.tag().substr(0, 3), ": stated twice and not the same: the first stays"));
}

void CargoDraft::unknown_code(const Segment& at, std::string_view what) {
    problem(at, "unknown-code", core::cat(at.tag().substr(0, 3), ": ", what, " is not known here"));
}

void CargoDraft::unknown(const Segment& at) {
    problem(at, "unknown-segment", "a segment that is not known here");
}

std::string CargoDraft::code(const Segment& at, std::string_view sent, std::size_t max) {
    std::string text = draft_.text(at, sent, max);
    std::size_t kept = 0;
    for (const char c : text) {
        if (c != ' ') text[kept++] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    text.resize(kept);
    return text;
}

void CargoDraft::keep_first(const Segment& at, std::string& field, std::string sent) {
    if (field.empty()) {
        field = std::move(sent);
    } else if (field != sent) {
        repeated(at);
    }
}

void CargoDraft::keep_first(const Segment& at, std::uint64_t& field, std::uint64_t sent) {
    if (field == 0) {
        field = sent;
    } else if (field != sent) {
        repeated(at);
    }
}

void CargoDraft::check_count(const Segment& cnt, std::size_t named, std::string_view what) {
    const auto stated = read_whole(cnt.at(1, 1));
    if (!stated) {
        problem(cnt, "bad-quantity", "CNT: not a number");
    } else if (*stated != named && draft_.part.number <= 1 && draft_.part.is_final) {
        problem(cnt,
                "count-mismatch",
                core::cat("CNT states ", *stated, " ", what, ", the message names ", named));
    }
}

bool CargoDraft::take_room(std::size_t bytes) {
    if (draft_.cargo_room < bytes) {
        draft_.is_too_large = true;
        return false;
    }
    draft_.cargo_room -= bytes;
    return true;
}

void CargoDraft::leave_out(const Segment& at, std::size_t max, std::string_view what) {
    const auto known = std::find_if(left_out_.begin(),
                                    left_out_.end(),
                                    [what](const LeftOut& each) { return each.what == what; });
    if (known == left_out_.end()) {
        left_out_.push_back({what, 1, max, at.number(), at.offset()});
    } else {
        ++known->count;
    }
}

void CargoDraft::tell_left_out() {
    for (const LeftOut& each : left_out_) {
        draft_.problem({core::cat("too-many-", each.what),
                        each.segment,
                        each.offset,
                        core::cat(each.count,
                                  " ",
                                  each.what,
                                  " are left out: no more than ",
                                  each.max,
                                  " are kept together; split the message")});
    }
    if (draft_.unstored_texts > 0) {
        draft_.problem({std::string{kNotKeptCode},
                        0,
                        0,
                        core::cat(draft_.unstored_texts, " free texts are not kept")});
    }
}

void CargoDraft::tie_containers() {
    if (message().bills.empty()) return;
    std::vector<facts::Container>& containers = message().containers;
    std::unordered_map<std::string, std::size_t> by_number;  // Never iterated.
    by_number.reserve(containers.size());
    for (std::size_t i = 0; i < containers.size(); ++i) {
        by_number.emplace(containers[i].number, i);
    }
    for (const facts::Bill& bill : message().bills) {
        for (const std::string& number : bill.containers) {
            const auto [known, is_new] = by_number.emplace(number, containers.size());
            if (is_new) {
                facts::Container& container = open_container({});
                container.number = number;
                container.is_number_valid = read_container_number(number).is_valid;
            }
            if (known->second >= containers.size()) continue;
            facts::Container& container = containers[known->second];
            if (container.bill.empty()) container.bill = bill.number;
        }
    }
}

void CargoDraft::finish() {
    tie_containers();
    mark_missing_house_levels(message().bills);
    tell_left_out();
}

}  // namespace sarhad::intake
