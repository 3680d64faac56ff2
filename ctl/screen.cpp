#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/provenance.h"
#include "ctl/screen_pool.h"
#include "watchlists/list_file.h"
#include "watchlists/person_csv.h"
#include "wire/hash.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

constexpr core::ByteSize kMaxPersonsFile = core::mebibytes(1024);

/// A list that was read, and from which file.
struct ReadList {
    std::string path;
    std::string name;
    facts::Hash256 hash{};
};

/// Two files of one list would tell each of its hits twice, as hits of two lists.
core::Status refuse_repeated(const std::vector<ReadList>& read, const ReadList& one) {
    const auto same = std::find_if(read.begin(), read.end(), [&](const ReadList& held) {
        return held.path == one.path || (held.name == one.name && held.hash == one.hash);
    });
    if (same == read.end()) {
        return {};
    }
    const bool is_same_path = same->path == one.path;
    return core::Error{
        core::Errc::kInvalid,
        core::cat("--list ",
                  one.path,
                  is_same_path ? " is given twice" : core::cat(" is the same list as ", same->path),
                  " (",
                  one.name,
                  "): each of its hits would come twice; give it once")};
}

/// Adds every list file. Two lists of one name are told apart by their order, so that a source in
/// several files can be screened against at once; one list in two files is refused.
core::Status load(const std::vector<std::string>& paths,
                  Context& context,
                  watchlists::ListSnapshotBuilder& builder,
                  Provenances& provenances) {
    std::vector<ReadList> read;
    std::set<std::string> names;
    for (const std::string& path : paths) {
        SARHAD_TRY(const core::Bytes bytes,
                   read_input(context, path, core::ByteSize{watchlists::kMaxListFile}));
        auto list = watchlists::read_list(bytes, &wire::blake2b);
        if (!list) {
            return core::Error{
                core::Errc::kInvalid,
                core::cat(
                    path, ": ", list.error().what, " (sarhadctl list import makes a list file)")};
        }
        const std::string name = list->manifest.name;
        SARHAD_TRY_STATUS(refuse_repeated(read, {path, name, list->manifest.hash}));
        read.push_back({path, name, list->manifest.hash});
        for (std::size_t copy = 2; !names.insert(list->manifest.name).second; ++copy) {
            list->manifest.name = core::cat(name, "#", copy);
        }
        for (const watchlists::ListEntry& entry : list->entries) {
            provenances.add(list->manifest.name, entry);
        }
        SARHAD_TRY_STATUS(builder.add_list(std::move(list->manifest), std::move(list->entries)));
    }
    provenances.make_ready();
    return {};
}

/// Bad rows that are named one by one; the others are counted.
constexpr std::uint64_t kBadRowsNamedMax = 100;

/// Reads, screens and prints; keeps each row's time.
class Run {
public:
    Run(const core::Bytes& csv, std::string path, ScreenPool& pool, Context& context)
        : source_{watchlists::source_of(csv)},
          path_{std::move(path)},
          pool_{pool},
          context_{context} {}

    /// A row that cannot be read is named on stderr, and the others are screened. An error only
    /// where the header is wrong.
    core::Status all() {
        for (bool more = true; more;) {
            RowBlock block;
            block.first_row = rows_ + 1;
            SARHAD_TRY_STATUS(fill(block, more));
            pool_.submit(std::move(block));
            while (pool_.is_full()) {
                print_oldest();
            }
        }
        while (print_oldest()) {
        }
        if (bad_rows_ > kBadRowsNamedMax) {
            context_.err << path_ << ": and " << bad_rows_ - kBadRowsNamedMax
                         << " more rows that cannot be read\n";
        }
        return {};
    }
    [[nodiscard]] std::uint64_t bad_rows() const { return bad_rows_; }
    std::vector<std::int64_t>& row_nanos() { return row_nanos_; }

private:
    /// A block ends at a bad row, so that each row keeps its number in the file.
    core::Status fill(RowBlock& block, bool& more) {
        while (block.rows.size() < kRowsOfBlock) {
            watchlists::PersonRow row;
            const core::Result<bool> got = reader_.next(row);
            if (!got && !reader_.has_header()) {
                return core::Error{got.error().code, core::cat(path_, ": ", got.error().what)};
            }
            if (!got) {
                ++rows_;
                name_bad_row(got.error());
                return {};
            }
            if (!*got) {
                more = false;
                return {};
            }
            ++rows_;
            name_unread(row);
            if (row.has_nothing()) {
                name_bad_row({core::Errc::kInvalid,
                              core::cat("line ",
                                        row.line,
                                        ": it has no name and no number with a letter or a digit: "
                                        "nothing to look for")});
            }
            block.rows.push_back(std::move(row));
        }
        return {};
    }

    void name_bad_row(const core::Error& why) {
        if (++bad_rows_ <= kBadRowsNamedMax) {
            context_.err << path_ << ": row " << rows_ << " is not screened: " << why.what << '\n';
        }
    }

    /// One row, one line, whatever is wrong with it.
    void name_unread(const watchlists::PersonRow& row) {
        if (row.unread.empty() || ++bad_rows_ > kBadRowsNamedMax) {
            return;
        }
        context_.err << path_ << ": row " << rows_ << " is screened without what cannot be read: ";
        for (const std::string& why : row.unread) {
            context_.err << (&why == row.unread.data() ? "" : "; ") << why;
        }
        context_.err << '\n';
    }

    bool print_oldest() {
        const std::unique_ptr<RowBlock> block = pool_.take();
        if (block == nullptr) {
            return false;
        }
        context_.out << block->printed;
        row_nanos_.insert(row_nanos_.end(), block->row_nanos.begin(), block->row_nanos.end());
        return true;
    }

    watchlists::ByteSource source_;
    watchlists::PersonCsvReader reader_{source_};
    std::string path_;
    ScreenPool& pool_;
    Context& context_;
    std::uint64_t rows_{0};
    std::uint64_t bad_rows_{0};
    std::vector<std::int64_t> row_nanos_{};
};

std::int64_t percentile(const std::vector<std::int64_t>& sorted, std::size_t percent) {
    return sorted.empty() ? 0 : sorted[(sorted.size() - 1) * percent / 100];
}

Json timing_json(std::vector<std::int64_t> nanos,
                 core::Duration whole,
                 std::uint64_t threads,
                 const watchlists::SnapshotSize& size) {
    std::sort(nanos.begin(), nanos.end());
    const std::int64_t sum = std::accumulate(nanos.begin(), nanos.end(), std::int64_t{0});
    const auto rows = static_cast<std::int64_t>(nanos.size());
    const std::int64_t whole_micros = std::max<std::int64_t>(1, whole.count() / 1000);
    return Json::object({{"rows", rows},
                         {"mean_us", rows == 0 ? 0 : sum / rows / 1000},
                         {"p50_us", percentile(nanos, 50) / 1000},
                         {"p99_us", percentile(nanos, 99) / 1000},
                         {"per_second", rows * 1'000'000 / whole_micros},
                         {"threads", threads},
                         {"index_bytes", size.index_bytes},
                         {"entries", size.entries},
                         {"names", size.names}});
}

}  // namespace

Outcome run(const Screen& options, Context& context) {
    watchlists::ListSnapshotBuilder builder;
    Provenances provenances;
    SARHAD_TRY_STATUS(load(options.lists, context, builder, provenances));
    const auto lists = builder.build(&wire::blake2b);
    SARHAD_TRY(const core::Bytes csv, read_input(context, options.input, kMaxPersonsFile));
    const std::uint64_t threads = options.threads == 0 ? context.cores : options.threads;
    RowScreening how{options.limit, options.least, options.on, nullptr, &provenances};
    if (!how.on.is_known()) {
        how.on = facts::day_of(context.clock.wall());
    }
    std::optional<watchlists::ExhaustiveMatcher> oracle;
    if (options.exhaustive) {
        how.oracle = &oracle.emplace(*lists);
    }
    ScreenPool pool{*lists, context.clock, how, threads};
    Run work{csv, options.input, pool, context};
    const core::MonoTime start = context.clock.mono();
    SARHAD_TRY_STATUS(work.all());
    if (options.timing) {
        context.out.flush();
        print(
            context.err,
            timing_json(
                std::move(work.row_nanos()), context.clock.mono() - start, threads, lists->size()));
    }
    return work.bad_rows() == 0 ? daemon::ExitCode::kOk : daemon::ExitCode::kPartlyDone;
}

}  // namespace sarhad::ctl
