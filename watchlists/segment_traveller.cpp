#include "birth_order.h"
#include "evidence.h"
#include "segment_builder.h"
#include "segment_search.h"

#include "watchlists/similarity.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

/// What scoring reads of a subject, in the fields of an entry; names are kept as words only.
ListEntry record_of(const Subject& subject) {
    ListEntry record;
    const facts::PartialDate born = subject.date_of_birth.reveal();
    if (born.is_known()) {
        record.births.push_back(
            {subject.date_of_birth, subject.date_of_birth, DatePrecision::kExact});
    }
    record.sex = subject.sex;
    for (std::size_t i = 0; i < subject.documents.size(); ++i) {
        record.documents.push_back({"",
                                    subject.documents[i],
                                    i < subject.issuers.size() ? subject.issuers[i] : "",
                                    NumberKind::kOther});
    }
    if (!subject.nationality.empty()) {
        record.nationalities.push_back(subject.nationality);
    }
    if (!subject.father_name.reveal().empty()) {
        record.fathers.push_back(subject.father_name);
    }
    if (!subject.place_of_birth.reveal().empty()) {
        record.birth_places.push_back(subject.place_of_birth);
    }
    return record;
}

}  // namespace

void subject_of(const ListEntry& record, Subject& into) {
    const bool has_birth = !record.births.empty();
    into.date_of_birth =
        has_birth ? record.births.front().from : core::Redacted<facts::PartialDate>{};
    into.sex = record.sex;
    into.documents.resize(record.documents.size());
    into.issuers.resize(record.documents.size());
    for (std::size_t i = 0; i < record.documents.size(); ++i) {
        into.documents[i] = record.documents[i].number;
        into.issuers[i] = record.documents[i].issuer;
    }
    into.nationality = record.nationalities.empty() ? "" : record.nationalities.front();
    into.father_name =
        record.fathers.empty() ? core::Redacted<std::string>{} : record.fathers.front();
    into.place_of_birth =
        record.birth_places.empty() ? core::Redacted<std::string>{} : record.birth_places.front();
}

Subject seeker_of(const ListEntry& entry) {
    Subject seeker;
    const BirthClass kind = birth_place(entry).kind;
    if (kind == BirthClass::kDay || kind == BirthClass::kPartial) {
        seeker.date_of_birth = entry.births.front().from;
    }
    for (const ListedDocument& document : entry.documents) {
        for (std::string& key : document_keys(document.number.reveal())) {
            seeker.documents.emplace_back(std::move(key));
        }
    }
    return seeker;
}

core::Status SegmentBuilder::add_traveller(std::uint32_t list, const Subject& subject) {
    SARHAD_TRY_STATUS(check_room(kMaxSubjectNames));
    ListEntry record = record_of(subject);
    const Entry one = new_entry(list, record);
    for (std::size_t i = 0; i < std::min(subject.names.size(), kMaxSubjectNames); ++i) {
        add_name(normalise(subject.names[i].reveal()), 0);
    }
    end_traveller(list, one, record);
    return {};
}

core::Status SegmentBuilder::add_traveller(std::uint32_t list,
                                           const Segment& from,
                                           std::uint32_t number) {
    SARHAD_TRY_STATUS(check_room(kMaxSubjectNames));
    ListEntry record;
    from.entry(number, record);
    const Entry one = new_entry(list, record);
    std::vector<NameToken> tokens;
    for (std::uint32_t name = from.first_name(number); name < from.first_name(number + 1); ++name) {
        from.tokens(name, tokens);
        add_name(tokens, 0);
    }
    end_traveller(list, one, record);
    return {};
}

void SegmentBuilder::end_traveller(std::uint32_t list, Entry one, ListEntry& record) {
    if (one.birth.has_father) {
        add_father(record, one);
    }
    if (names_.size() == one.first_name) {
        add_name({}, 0);  // Whoever has no name is found by a number, and names lead there.
    }
    one.names = static_cast<std::uint32_t>(names_.size()) - one.first_name;
    for (const ListedDocument& document : record.documents) {
        const std::string key = normalise_document(document.number.reveal());
        if (key.size() >= kMinDocumentNumber) {
            documents_.add(key_hash('N', confusable_number(key)), entry_count());
        }
    }
    put_entry(one, record);
    lists_[list].entries += 1;
    entries_.push_back(one);
}

}  // namespace sarhad::watchlists
