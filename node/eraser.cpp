#include "node/eraser.h"

#include "core/text.h"

#include <optional>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Result;
using core::Status;

namespace {

/// Goes on behind a fault, and remembers the first.
class Sweep {
public:
    explicit Sweep(core::Files& files) : files_{files} {}

    void destroy(const std::string& path) {
        note(files_.overwrite(path));
        note(files_.remove(path));
    }
    /// A file that others brought may be theirs alone to write: then it can only be removed.
    void destroy_brought(const std::string& path) {
        static_cast<void>(files_.overwrite(path));
        note(files_.remove(path));
    }
    void remove(const std::string& path) { note(files_.remove(path)); }
    [[nodiscard]] std::vector<std::string> files_in(const std::string& folder) {
        const auto names = files_.list(folder);
        if (!names) {
            if (names.error().code != Errc::kNotFound) {
                note(names.error());
            }
            return {};
        }
        std::vector<std::string> paths;
        for (const std::string& name : *names) {
            paths.push_back(cat(folder, "/", name));
        }
        return paths;
    }
    [[nodiscard]] const Status& outcome() const { return outcome_; }

private:
    void note(Status done) {
        if (outcome_ && !done) {
            outcome_ = std::move(done);
        }
    }

    core::Files& files_;
    Status outcome_;
};

Status sweep_all(core::Files& files, const ErasePlan& plan) {
    Sweep sweep{files};
    for (const std::string& path : plan.keys) {
        sweep.destroy(path);
    }
    for (const std::string& folder : plan.plain) {
        for (const std::string& path : sweep.files_in(folder)) {
            sweep.destroy_brought(path);
        }
    }
    for (const std::string& folder : plan.sealed) {
        for (const std::string& path : sweep.files_in(folder)) {
            sweep.remove(path);
        }
    }
    for (const std::string& path : plan.files) {
        sweep.remove(path);
    }
    return sweep.outcome();
}

}  // namespace

std::uint64_t count_plain(core::Files& files, const ErasePlan& plan) {
    std::uint64_t count = 0;
    for (const std::string& folder : plan.plain) {
        const auto names = files.list(folder);
        count += names ? names->size() : 0;
    }
    return count;
}

void make_room(core::Files& files, const ErasePlan& plan) {
    Sweep sweep{files};
    for (const std::string& folder : plan.sealed) {
        for (const std::string& path : sweep.files_in(folder)) {
            sweep.remove(path);
        }
    }
}

Result<EraseRecord> erase(core::Files& files,
                          const ErasePlan& plan,
                          EraseRecord record,
                          core::WallTime now) {
    SARHAD_TRY_STATUS(sweep_all(files, plan));
    record.stage = wire::EraseStage::kErased;
    record.ended = now;
    SARHAD_TRY_STATUS(write_erase_record(files, plan.record, record));
    return record;
}

core::Error erase_rest(core::Files& files, const ErasePlan& plan, core::Error why) {
    const Status swept = sweep_all(files, plan);
    return swept ? why : swept.error();
}

}  // namespace sarhad::node
