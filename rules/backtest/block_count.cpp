#include "rules/backtest/block_count.h"

#include <algorithm>

namespace sarhad::rules::backtest {
namespace {

using cel::SlotState;
using frames::FrameColumn;

/// The text of a value, or that it is not there.
std::string text_of(const FrameColumn& column, std::size_t entry, const char* text) {
    const auto told = cel::SlotText::read(column.words[entry], text);
    return std::string{column.states[entry] != SlotState::kValue || told.empty() ? kNotTold : told};
}

/// Counts one rule's verdicts of one block.
class BlockCount final {
public:
    BlockCount(const CountedBlock& block,
               const BlockVerdicts& said,
               const cel::SlotLayout& layout,
               frames::BlockReader& reader,
               RuleTally& to)
        : block_{block}, said_{said}, layout_{layout}, reader_{reader}, to_{to} {}

    core::Status run() {
        sums();
        SARHAD_TRY(days_, reader_.days());
        SARHAD_TRY_STATUS(places());
        SARHAD_TRY_STATUS(channels());
        SARHAD_TRY_STATUS(trait(Trait::kNationality, "traveller.nationality"));
        SARHAD_TRY_STATUS(trait(Trait::kSex, "traveller.sex"));
        SARHAD_TRY_STATUS(trait(Trait::kAgeGroup, "traveller.birth_year"));
        labels();
        SARHAD_TRY_STATUS(recorded());
        if (hits_ != 0) {
            SARHAD_TRY_STATUS(repeats());
            return samples();
        }
        return {};
    }

private:
    [[nodiscard]] bool is_asked(std::size_t frame) const { return said_.asked[frame] != 0; }
    [[nodiscard]] bool is_hit(std::size_t frame) const {
        return said_.verdicts[frame] == FrameVerdict::kMatch;
    }

    void sums() {
        for (std::size_t i = 0; i < said_.asked.size(); ++i) {
            const FrameVerdict verdict = said_.verdicts[i];
            to_.frames += said_.asked[i];
            hits_ += verdict == FrameVerdict::kMatch ? 1U : 0U;
            to_.unknown += verdict == FrameVerdict::kUnknown ? 1U : 0U;
            to_.errors += verdict == FrameVerdict::kError ? 1U : 0U;
        }
        to_.hits += hits_;
        to_.waiting_hits += said_.waiting_hits;
        to_.answered += said_.answered;
        to_.excluded += said_.excluded;
        to_.stopped.resize(said_.stopped.size());
        for (std::size_t i = 0; i < said_.stopped.size(); ++i) {
            to_.stopped[i] += said_.stopped[i];
        }
        for (std::size_t i = 0; i < said_.waits_for.size(); ++i) {
            to_.waits_for.at(i) += said_.waits_for.at(i);
        }
    }

    /// Of each value of a column the frames asked about, and the hits.
    [[nodiscard]] std::vector<HitCount> by_value(const FrameColumn& column) const {
        std::vector<HitCount> made(column.words.size());
        for (std::size_t i = 0; i < said_.asked.size(); ++i) {
            HitCount& count = made[column.codes[i]];
            count.frames += said_.asked[i];
            count.hits += is_hit(i) ? 1U : 0U;
        }
        return made;
    }

    core::Status places() {
        SARHAD_TRY(const FrameColumn* ports, reader_.column(0, layout_.find(0, "port.code").index));
        const std::size_t days = days_->words.size();
        std::vector<HitCount> counts(ports->words.size() * days);
        for (std::size_t i = 0; i < said_.asked.size(); ++i) {
            HitCount& count = counts[ports->codes[i] * days + days_->codes[i]];
            count.frames += said_.asked[i];
            count.hits += is_hit(i) ? 1U : 0U;
        }
        for (std::size_t at = 0; at < counts.size(); ++at) {
            if (counts[at].frames != 0) {
                HitCount& place = group_of(to_.places,
                                           {text_of(*ports, at / days, reader_.text()),
                                            static_cast<std::int64_t>(days_->words[at % days])},
                                           {std::string{kOthers}, 0});
                place.frames += counts[at].frames;
                place.hits += counts[at].hits;
            }
        }
        return {};
    }

    core::Status channels() {
        SARHAD_TRY(const FrameColumn* channels, reader_.channels());
        const std::vector<HitCount> counts = by_value(*channels);
        for (std::size_t entry = 0; entry < counts.size(); ++entry) {
            if (channels->words[entry] == static_cast<std::uint64_t>(facts::Channel::kGreen)) {
                to_.green += counts[entry].frames;
                to_.green_hits += counts[entry].hits;
            }
        }
        return {};
    }

    /// Nothing for a kind without that fact.
    core::Status trait(Trait trait, std::string_view path) {
        const auto place = layout_.find(0, path);
        if (place.kind != cel::SlotLayout::PlaceKind::kSlot) {
            return {};
        }
        SARHAD_TRY(const FrameColumn* column, reader_.column(0, place.index));
        const std::vector<HitCount> counts = by_value(*column);
        for (std::size_t entry = 0; entry < counts.size(); ++entry) {
            if (counts[entry].frames == 0) {
                continue;
            }
            const std::string group =
                trait == Trait::kAgeGroup
                    ? std::string{age_group(static_cast<std::int64_t>(column->words[entry]),
                                            block_.year)}
                    : text_of(*column, entry, reader_.text());
            HitCount& count = group_of(
                to_.groups.at(static_cast<std::size_t>(trait)), group, std::string{kOthers});
            count.frames += counts[entry].frames;
            count.hits += counts[entry].hits;
        }
        return {};
    }

    void labels() {
        for (const frames::FrameLabel& label : block_.labels) {
            if (!is_asked(label.place.row)) {
                continue;
            }
            const bool is_drawn = label.inspection.selected == frames::Selected::kRandom;
            to_.all_looks.add(label.inspection);
            if (is_drawn) {
                to_.all_random.add(label.inspection);
            }
            if (is_hit(label.place.row)) {
                to_.hit_looks.add(label.inspection);
                if (is_drawn) {
                    to_.hit_random.add(label.inspection);
                }
            }
        }
    }

    core::Status recorded() {
        SARHAD_TRY(const frames::RecordedHits* hits, reader_.hits());
        std::vector<HitCount> counts(hits->rules.words.size());
        for (std::size_t i = 0; i < hits->rows.size(); ++i) {
            HitCount& count = counts[hits->rules.codes[i]];
            count.frames += said_.asked[hits->rows[i]];
            count.hits += is_hit(hits->rows[i]) ? 1U : 0U;
        }
        for (std::size_t entry = 0; entry < counts.size(); ++entry) {
            HitCount& count = group_of(
                to_.recorded, text_of(hits->rules, entry, reader_.text()), std::string{kOthers});
            count.frames += counts[entry].frames;
            count.hits += counts[entry].hits;
        }
        return {};
    }

    core::Status repeats() {
        if (block_.cleared.empty()) {
            return {};
        }
        SARHAD_TRY(const auto* persons, reader_.persons());
        for (std::size_t i = 0; i < said_.asked.size(); ++i) {
            if (!is_hit(i)) {
                continue;
            }
            const auto found = std::lower_bound(
                block_.cleared.begin(),
                block_.cleared.end(),
                (*persons)[i],
                [](const auto& each, const frames::Opaque& person) { return each.first < person; });
            const auto day = static_cast<std::int64_t>(days_->words[days_->codes[i]]);
            to_.repeats += found != block_.cleared.end() && found->first == (*persons)[i] &&
                                   found->second < day
                               ? 1U
                               : 0U;
        }
        return {};
    }

    core::Status samples() {
        const SampleHit here{block_.file, {block_.place.number, 0}, {}};
        if (to_.samples.size() >= kTallySamplesMax && to_.samples.back() < here) {
            return {};
        }
        SARHAD_TRY(const auto* entities, reader_.entities());
        RuleTally found;
        for (std::size_t i = 0; i < said_.asked.size(); ++i) {
            if (is_hit(i) && found.samples.size() < kTallySamplesMax) {
                found.samples.push_back({block_.file,
                                         {block_.place.number, static_cast<std::uint16_t>(i)},
                                         (*entities)[i]});
            }
        }
        to_.add(found);
        return {};
    }

    const CountedBlock& block_;
    const BlockVerdicts& said_;
    const cel::SlotLayout& layout_;
    frames::BlockReader& reader_;
    RuleTally& to_;
    const FrameColumn* days_{nullptr};
    std::uint64_t hits_{0};
};

}  // namespace

core::Status count_block(const CountedBlock& block,
                         const BlockVerdicts& said,
                         const cel::SlotLayout& layout,
                         frames::BlockReader& reader,
                         RuleTally& to) {
    return BlockCount{block, said, layout, reader, to}.run();
}

}  // namespace sarhad::rules::backtest
