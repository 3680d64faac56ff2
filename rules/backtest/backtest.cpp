#include "rules/backtest/backtest.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/backtest/block_count.h"
#include "rules/backtest/protected_slots.h"
#include "rules/frames/block_reader.h"

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

namespace sarhad::rules::backtest {
namespace {

using core::cat;
using core::Errc;
using core::Error;

/// The labels of one block.
std::span<const frames::FrameLabel> labels_of(const frames::LabelledFile& of, std::uint32_t block) {
    const auto before = [](const frames::FrameLabel& label, std::uint32_t number) {
        return label.place.block < number;
    };
    const auto begin = std::lower_bound(of.labels.begin(), of.labels.end(), block, before);
    const auto end = std::lower_bound(begin, of.labels.end(), block + 1, before);
    return {begin, end};
}

}  // namespace

/// What one thread works with.
class Backtest::Worker final {
public:
    explicit Worker(const Backtest& test)
        : test_{test},
          source_{test.source_},
          layout_{source_.layouts.of(test.input_.kind)},
          reader_{source_.files, source_.guard, source_.layouts},
          said_(test.input_.rules.size()) {
        for (const auto& rule : test.input_.rules) {
            trials_.push_back(
                std::make_unique<RuleTrial>(*rule, layout_, source_.lists, test.guarded_));
        }
        result_.rules.resize(trials_.size());
        for (const auto& trial : trials_) {
            result_.conditions.push_back(trial->conditions());
        }
    }

    /// Takes one piece after the other, until there is none or one has an error.
    void run(std::atomic<std::size_t>& next, bool notes_damage) {
        for (std::size_t at = next++; at < test_.pieces_.size(); at = next++) {
            auto done = look(test_.pieces_[at]);
            if (done) {
                continue;
            }
            if (notes_damage && done.error().code == Errc::kCorrupt) {
                damaged_.emplace(test_.pieces_[at].file, done.error());
                continue;
            }
            error_ = std::pair{at, done.error()};
            next = test_.pieces_.size();
        }
    }
    [[nodiscard]] const Damaged& damaged() const { return damaged_; }
    [[nodiscard]] const std::optional<std::pair<std::size_t, Error>>& error() const {
        return error_;
    }
    [[nodiscard]] BacktestResult& result() {
        result_.bytes_read = reader_.bytes_read();
        return result_;
    }

private:
    core::Status look(const Piece& piece) {
        const frames::LabelledFile& of = source_.frames[piece.file];
        const frames::BlockPlace& block = of.file.blocks()[piece.block];
        reader_.begin(of.file, block);
        SARHAD_TRY_STATUS(find_range());
        const CountedBlock counted{
            piece.file, block, of.file.month().year, labels_of(of, block.number), test_.cleared_};
        for (std::size_t i = 0; i < trials_.size(); ++i) {
            SARHAD_TRY_STATUS(trials_[i]->run(reader_, in_range_, said_[i]));
            SARHAD_TRY_STATUS(count_block(counted, said_[i], layout_, reader_, result_.rules[i]));
        }
        for (std::size_t i = 0; i < trials_.size(); ++i) {
            result_.rules[i].both.resize(trials_.size());
            for (std::size_t j = 0; j < trials_.size(); ++j) {
                result_.rules[i].both[j] += i == j ? 0 : shared(said_[i], said_[j]);
            }
        }
        return {};
    }

    core::Status find_range() {
        SARHAD_TRY(const frames::FrameColumn* days, reader_.days());
        std::vector<std::uint8_t> is_in;
        for (const std::uint64_t word : days->words) {
            const auto day = static_cast<std::int64_t>(word);
            is_in.push_back(day >= test_.input_.first_day && day <= test_.input_.last_day ? 1 : 0);
        }
        in_range_.resize(reader_.frames());
        for (std::size_t i = 0; i < in_range_.size(); ++i) {
            in_range_[i] = is_in[days->codes[i]];
        }
        return {};
    }

    /// Frames that both hit.
    static std::uint64_t shared(const BlockVerdicts& left, const BlockVerdicts& right) {
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < left.verdicts.size(); ++i) {
            count += left.verdicts[i] == FrameVerdict::kMatch &&
                             right.verdicts[i] == FrameVerdict::kMatch
                         ? 1U
                         : 0U;
        }
        return count;
    }

    const Backtest& test_;
    const BacktestSource& source_;
    const cel::SlotLayout& layout_;
    frames::BlockReader reader_;
    std::vector<std::unique_ptr<RuleTrial>> trials_;
    std::vector<BlockVerdicts> said_;
    FrameMask in_range_;
    BacktestResult result_;
    Damaged damaged_;
    std::optional<std::pair<std::size_t, Error>> error_;
};

Backtest::Backtest(BacktestInput input, const BacktestSource& source)
    : input_{std::move(input)},
      source_{source},
      guarded_{protected_slots(input_.kind, source_.layouts.of(input_.kind))} {
    for (std::size_t file = 0; file < source_.frames.size(); ++file) {
        const auto& blocks = source_.frames[file].file.blocks();
        for (std::size_t block = 0; block < blocks.size(); ++block) {
            if (frames::day_of(blocks[block].last) >= input_.first_day &&
                frames::day_of(blocks[block].first) <= input_.last_day) {
                pieces_.push_back({file, block});
            }
        }
    }
    find_cleared();
}

void Backtest::find_cleared() {
    std::map<frames::Opaque, std::int64_t> first;
    for (const frames::LabelledFile& of : source_.frames) {
        for (const frames::FrameLabel& label : of.labels) {
            if (label.inspection.finding == frames::Finding::kPositive ||
                label.person == frames::Opaque{}) {
                continue;
            }
            const std::int64_t day = frames::day_of(label.at);
            const auto [at, is_new] = first.emplace(label.person, day);
            at->second = std::min(at->second, day);
        }
    }
    cleared_.assign(first.begin(), first.end());
}

core::Result<Backtest> Backtest::make(BacktestInput input, const BacktestSource& source) {
    if (input.rules.size() > kBacktestRulesMax) {
        return Error{
            Errc::kExhausted,
            cat(input.rules.size(), " rules, at most ", kBacktestRulesMax, " in one back-test")};
    }
    for (const auto& rule : input.rules) {
        if (rule->terms.kind != input.kind) {
            return Error{Errc::kInvalid, cat(rule->terms.id, ": a rule of another kind")};
        }
    }
    std::uint64_t frames = 0;
    for (const frames::LabelledFile& of : source.frames) {
        frames += of.file.frames();
    }
    if (frames > kRateOfMax) {
        return Error{Errc::kExhausted,
                     cat(frames, " frames, at most ", kRateOfMax, " in one back-test")};
    }
    return Backtest{std::move(input), source};
}

core::Result<BacktestResult> Backtest::run(std::size_t threads, Damaged* damaged) const {
    SARHAD_CHECK(threads >= 1 && threads <= kBacktestThreadsMax);
    std::atomic<std::size_t> next{0};
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t i = 0; i < threads; ++i) {
        workers.push_back(std::make_unique<Worker>(*this));
    }
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) {
        others.emplace_back([&next, worker = workers[i].get(), notes_damage = damaged != nullptr] {
            worker->run(next, notes_damage);
        });
    }
    workers[0]->run(next, damaged != nullptr);
    for (std::thread& other : others) {
        other.join();
    }
    const std::pair<std::size_t, Error>* first = nullptr;
    for (const auto& worker : workers) {
        if (worker->error() && (first == nullptr || worker->error()->first < first->first)) {
            first = &*worker->error();
        }
        if (damaged != nullptr) {
            damaged->insert(worker->damaged().begin(), worker->damaged().end());
        }
    }
    if (first != nullptr) {
        return first->second;
    }
    BacktestResult made = std::move(workers[0]->result());
    for (std::size_t i = 1; i < threads; ++i) {
        const BacktestResult& more = workers[i]->result();
        made.bytes_read += more.bytes_read;
        for (std::size_t rule = 0; rule < made.rules.size(); ++rule) {
            made.rules[rule].add(more.rules[rule]);
        }
    }
    return made;
}

}  // namespace sarhad::rules::backtest
