#include "node/passages_store.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

constexpr std::string_view kPassageTable = "passage";
/// Trip, direction, `at`, `touches`; and `record`, which rows of older software do not have.
constexpr std::size_t kOldBodySize = 8 + 1 + 8 + 8;
constexpr std::size_t kRecordSize = kOldBodySize + 16;
/// Then, which older rows do not have either, how many documents, and their keys.
constexpr std::size_t kKeySize = std::tuple_size_v<PersonKey>;
/// And where he declared what he carries: journey, `at` in microseconds, whether out, cents,
/// milligrams of gold.
constexpr std::size_t kMarkSize = std::tuple_size_v<facts::CrossingMark>;
constexpr std::size_t kCashSize = kMarkSize + 8 + 1 + 8 + 8;

std::size_t size_of_documents(core::ByteView body) {
    return kRecordSize + 1 + body[kRecordSize] * kKeySize;
}

bool has_size(core::ByteView body) {
    return body.size() == kOldBodySize || body.size() == kRecordSize ||
           (body.size() > kRecordSize && (body.size() == size_of_documents(body) ||
                                          body.size() == size_of_documents(body) + kCashSize));
}

void put_cash(core::Bytes& body, const facts::CountedCash& cash) {
    core::append(body, cash.passage);
    core::put_u64(body, static_cast<std::uint64_t>(cash.at));
    body.push_back(cash.is_out ? 1 : 0);
    core::put_u64(body, static_cast<std::uint64_t>(cash.usd_cents));
    core::put_u64(body, cash.gold_milligrams);
}

facts::CountedCash cash_at(core::ByteView bytes, std::int32_t day) {
    facts::CountedCash cash;
    std::copy_n(bytes.begin(), kMarkSize, cash.passage.begin());
    cash.at = static_cast<std::int64_t>(core::get_u64(bytes.subspan(kMarkSize)));
    cash.day = day;
    cash.is_out = bytes[kMarkSize + 8] != 0;
    cash.usd_cents = static_cast<std::int64_t>(core::get_u64(bytes.subspan(kMarkSize + 9)));
    cash.gold_milligrams = core::get_u64(bytes.subspan(kMarkSize + 17));
    return cash;
}

/// Where a row stands: its document, its crossing and its day.
core::Bytes place_of(const PersonKey& person, const screening::Passage& passage) {
    core::Bytes place = core::to_bytes(core::ByteView{person});
    core::append(place, passage.crossing);
    core::put_u32(place, static_cast<std::uint32_t>(passage.day));
    return place;
}

/// None where it is not what sealed_passage() made.
std::optional<screening::Passage> read_passage(const wire::RecordSeal& seal,
                                               const PersonKey& person,
                                               const Statement& row) {
    screening::Passage passage;
    const core::ByteView id = row.bytes(0);
    if (id.size() != passage.crossing.size()) {
        return std::nullopt;
    }
    std::copy(id.begin(), id.end(), passage.crossing.begin());
    passage.day = static_cast<std::int32_t>(row.int64(1));
    const auto body = seal.open(kPassageTable, place_of(person, passage), row.bytes(2));
    if (!body || !has_size(*body) ||
        (*body)[passage.trip.size()] > static_cast<std::uint8_t>(screening::Direction::kOut)) {
        return std::nullopt;
    }
    const core::ByteView bytes{*body};
    std::copy_n(bytes.begin(), passage.trip.size(), passage.trip.begin());
    passage.direction = static_cast<screening::Direction>(bytes[8]);
    passage.at = static_cast<std::int64_t>(core::get_u64(bytes.subspan(9)));
    passage.touches = static_cast<std::int64_t>(core::get_u64(bytes.subspan(17)));
    if (bytes.size() >= kRecordSize) {
        std::copy_n(bytes.begin() + kOldBodySize, passage.record.size(), passage.record.begin());
    }
    if (bytes.size() <= kRecordSize) {
        return passage;
    }
    const std::size_t end = size_of_documents(bytes);
    for (std::size_t at = kRecordSize + 1; at < end; at += kKeySize) {
        PersonKey& document = passage.documents.emplace_back();
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), kKeySize, document.begin());
    }
    if (bytes.size() > end) {
        passage.cash = cash_at(bytes.subspan(end), passage.day);
    }
    return passage;
}

}  // namespace

PersonKey person_key(core::ByteView store_key, const wire::SubjectKey& subject) {
    return wire::subject_key(store_key, core::cat("passage|", core::to_hex(subject)));
}

core::Bytes sealed_passage(const wire::RecordSeal& seal,
                           const PersonKey& person,
                           const screening::Passage& passage) {
    core::Bytes body = core::to_bytes(core::ByteView{passage.trip});
    body.push_back(static_cast<std::uint8_t>(passage.direction));
    core::put_u64(body, static_cast<std::uint64_t>(passage.at));
    core::put_u64(body, static_cast<std::uint64_t>(passage.touches));
    core::append(body, passage.record);
    const std::size_t documents = std::min(passage.documents.size(), kPassageDocumentsMax);
    body.push_back(static_cast<std::uint8_t>(documents));
    for (std::size_t i = 0; i < documents; ++i) {
        core::append(body, passage.documents[i]);
    }
    if (passage.cash) {
        put_cash(body, *passage.cash);
    }
    return seal.seal(kPassageTable, place_of(person, passage), body);
}

Result<PassagesByPerson> read_histories(store::QuerySource from,
                                        const wire::RecordSeal& seal,
                                        const std::vector<PersonKey>& persons) {
    PassagesByPerson histories;
    for (const PersonKey& person : persons) {
        if (histories.contains(person)) {
            continue;
        }
        SARHAD_TRY(Statement select,
                   from.prepare("SELECT crossing, day, body FROM passage WHERE person = ?1"
                                " ORDER BY day DESC LIMIT ?2"));
        select.bind_all(core::ByteView{person}, static_cast<std::int64_t>(kPassagesReadMax));
        std::vector<screening::Passage> passages;
        bool is_whole = true;
        while (true) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            const auto passage = read_passage(seal, person, select);
            is_whole = is_whole && passage.has_value();
            if (passage) {
                passages.push_back(*passage);
            }
        }
        if (is_whole) {
            histories.emplace(person, std::move(passages));
        }
    }
    return histories;
}

Status put_passages(store::Database& database,
                    const std::array<std::uint8_t, 16>& crossing,
                    const std::vector<PassageRow>& rows) {
    for (const PassageRow& row : rows) {
        SARHAD_TRY(Statement insert,
                   database.prepare("INSERT OR IGNORE INTO passage(person, day, crossing, body)"
                                    " VALUES(?1, ?2, ?3, ?4)"));
        insert.bind_all(core::ByteView{row.person},
                        std::int64_t{row.day},
                        core::ByteView{crossing},
                        core::ByteView{row.sealed});
        SARHAD_TRY_STATUS(insert.run());
    }
    return {};
}

Result<std::size_t> purge_passages(store::Database& database, std::int32_t today) {
    SARHAD_TRY(Statement drop,
               database.prepare("DELETE FROM passage WHERE (person, day, crossing) IN (SELECT"
                                " person, day, crossing FROM passage WHERE day < ?1 LIMIT ?2)"));
    drop.bind_all(std::int64_t{today - screening::kPassageKeptDays},
                  static_cast<std::int64_t>(kPassagesPurgedMax));
    SARHAD_TRY_STATUS(drop.run());
    return static_cast<std::size_t>(database.changes());
}

Status remove_passages(store::Database& database, const std::array<std::uint8_t, 16>& crossing) {
    SARHAD_TRY(Statement drop, database.prepare("DELETE FROM passage WHERE crossing = ?1"));
    drop.bind_all(core::ByteView{crossing});
    return drop.run();
}

}  // namespace sarhad::node
