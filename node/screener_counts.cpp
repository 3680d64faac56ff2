// What is counted of travellers: at this port, and by the centre.
#include "node/inspections_store.h"
#include "node/screener.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

facts::CountedInspection counted_inspection(const facts::Inspection& said) {
    constexpr std::int64_t kMicrosAMinute = 60'000'000;
    facts::CountedInspection one;
    std::copy_n(said.crossing.begin(), one.crossing.size(), one.crossing.begin());
    one.at = said.at.micros / kMicrosAMinute;
    one.has_finding = said.finding == facts::Finding::kPositive;
    return one;
}

}  // namespace

/// Into `histories`: their passages here and what came of these, and the centre's word.
Status Screener::read_counts(const std::vector<PersonKey>& persons, Histories& histories) const {
    const store::QuerySource source{parts_.database};
    SARHAD_TRY(histories.passages, read_histories(source, parts_.seal, persons));
    SARHAD_TRY(histories.counted, read_counted(source, parts_.seal, persons));
    for (const auto& [person, passages] : histories.passages) {
        for (const screening::Passage& passage : passages) {
            SARHAD_TRY(const auto said, read_inspection(source, passage.crossing));
            if (said) {
                histories.inspections.emplace(passage.crossing, counted_inspection(*said));
            }
        }
    }
    return {};
}

std::vector<PersonKey> Screener::documents_of(const facts::Traveller& traveller) const {
    facts::Traveller counted = traveller;
    std::erase_if(counted.documents,
                  [](const auto& document) { return document.kind.starts_with('V'); });
    return persons_of(subjects_of(counted));
}

/// Who shows no document is nobody; and where some document's rows are damaged nobody knows.
screening::CounterValues Screener::by_centre(const std::vector<PersonKey>& persons,
                                             const Histories& histories,
                                             const screening::Passage& passage) const {
    screening::CentralWord told;
    screening::OwnRecords own;
    told.as_of = histories.counted.as_of;
    told.has_cash = histories.counted.has_cash;
    const std::int32_t since = screening::day_of(passage.at) - screening::kCentralWindowDays;
    for (const PersonKey& person : persons) {
        const auto passages = histories.passages.find(person);
        if (passages == histories.passages.end()) {
            return {};
        }
        own.passages.insert(own.passages.end(), passages->second.begin(), passages->second.end());
        const auto holder = histories.counted.holders.find(person);
        if (holder != histories.counted.holders.end()) {
            told.holders.push_back(holder->second);
        } else {
            told.is_cut |= histories.counted.cut_day > since;
        }
    }
    for (const screening::Passage& one : own.passages) {
        const auto said = histories.inspections.find(one.crossing);
        if (said != histories.inspections.end()) {
            own.inspections.push_back(said->second);
        }
    }
    return persons.empty() ? screening::CounterValues{}
                           : screening::central_counts(told, own, passage, parts_.settings.port);
}

}  // namespace sarhad::node
