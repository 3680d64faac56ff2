#include "node/part_shelf.h"

#include "core/check.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::node {
namespace {

using intake::WaitingPart;

bool holds(const std::vector<WaitingPart>& parts, const std::string& whole) {
    return std::any_of(
        parts.begin(), parts.end(), [&](const WaitingPart& one) { return one.whole == whole; });
}

bool share(const std::vector<WaitingPart>& some, const std::vector<WaitingPart>& others) {
    return std::any_of(
        some.begin(), some.end(), [&](const WaitingPart& one) { return holds(others, one.whole); });
}

}  // namespace

std::vector<PartBundle> PartShelf::add(intake::SpoolFile file,
                                       std::vector<WaitingPart> parts,
                                       core::MonoTime now) {
    SARHAD_CHECK(!parts.empty());
    const std::vector<WaitingPart> added = parts;
    waiting_.push_back({std::move(file), std::move(parts), now});
    std::vector<PartBundle> leaving;
    for (const WaitingPart& part : added) {
        if (!is_complete(part.whole)) continue;
        leaving.push_back(take({part}));
        leaving.back().is_whole = true;
    }
    while (waiting_.size() > kPartFilesWaitMax || bytes() > kPartFilesWaitBytes.bytes)
        leaving.push_back(take_oldest());
    return leaving;
}

std::vector<PartBundle> PartShelf::overdue(core::MonoTime now) {
    std::vector<PartBundle> leaving;
    while (!waiting_.empty() && now >= waiting_.front().since + kPartsWait)
        leaving.push_back(take_oldest());
    return leaving;
}

std::optional<core::MonoTime> PartShelf::due() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.front().since + kPartsWait;
}

/// Numbers 1 to n, n the last of them.
bool PartShelf::is_complete(const std::string& whole) const {
    std::set<std::uint64_t> numbers;
    std::uint64_t last = 0;
    for (const Waiting& one : waiting_) {
        for (const WaitingPart& part : one.parts) {
            if (part.whole != whole) continue;
            numbers.insert(part.number);
            if (part.is_final) last = std::max(last, part.number);
        }
    }
    return last > 0 && numbers.size() == last && *numbers.begin() == 1 && *numbers.rbegin() == last;
}

std::uint64_t PartShelf::bytes() const {
    std::uint64_t sum = 0;
    for (const Waiting& one : waiting_)
        sum += one.file.content.size();
    return sum;
}

PartBundle PartShelf::take_oldest() {
    const std::vector<WaitingPart> parts = waiting_.front().parts;
    return take(parts);
}

PartBundle PartShelf::take(const std::vector<WaitingPart>& of) {
    PartBundle bundle;
    std::deque<Waiting> staying;
    for (Waiting& one : waiting_) {
        if (share(one.parts, of)) {
            bundle.files.push_back(std::move(one.file));
        } else {
            staying.push_back(std::move(one));
        }
    }
    waiting_ = std::move(staying);
    return bundle;
}

}  // namespace sarhad::node
