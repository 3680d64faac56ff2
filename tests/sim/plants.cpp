#include "sim/plants.h"

#include <algorithm>

namespace sarhad::sim {
namespace {

/// One bug for the whole process: the programs ask core::is_planted() from wherever they are.
const PlantedBug* g_planted = nullptr;

}  // namespace

const std::vector<PlantedBug>& planted_bugs() {
    using core::Plant;
    static const std::vector<PlantedBug> kBugs{
        {"ack-before-commit",
         "central acknowledges rows before they are durable",
         Plant::kAckBeforeCommit,
         {}},
        {"accept-gap",
         "a receiver takes a sequence number that leaves a gap",
         Plant::kAcceptGap,
         {},
         "both stores refuse what does not follow their position"},
        {"repeat-is-new", "a receiver stores a repeated batch again", Plant::kRepeatIsNew, {}},
        {"resume-after-sent",
         "a sender resumes after what it sent, not what was acknowledged",
         Plant::kResumeAfterSent,
         {}},
        {"never-resend",
         "a sender does not send again what stays unacknowledged",
         Plant::kNeverResend,
         {}},
        {"half-edition",
         "a node shows an edition before all of it has arrived",
         Plant::kHalfEdition,
         {}},
        {"position-apart",
         "a node commits a delta and its position in two transactions",
         Plant::kPositionApart,
         {}},
        {"purge-unacked",
         "the outbox forgets its oldest row before central has it",
         Plant::kPurgeUnacked,
         {}},
        {"old-edition",
         "a node takes an edition that is not newer than the one in force",
         Plant::kOldEdition,
         {}},
        {"unsigned-edition",
         "a node takes an edition that its agency did not sign",
         Plant::kUnsignedEdition,
         {}},
        {"fork-unseen",
         "nobody compares what a port has applied with what central has published",
         Plant::kForkUnseen,
         {}},
        {"repair-unchecked",
         "a node puts in force what central says of a list, whatever was signed",
         Plant::kRepairUnchecked,
         {}},
        {"repair-leaves-rows",
         "a repair leaves rows in a list that its edition does not have",
         Plant::kRepairLeavesRows,
         {}},
        {"snapshot-unsigned",
         "a node puts a list in force that came whole, whoever signed it",
         Plant::kSnapshotUnsigned,
         {}},
        {"chunk-unchecked",
         "a node keeps a chunk of a list whatever its rows are",
         Plant::kChunkUnchecked,
         {},
         "what is kept is held against the signed hashes again before it is in force"},
        {"credit-ignored",
         "a sender puts on the line what it has, whatever was granted",
         Plant::kCreditIgnored,
         {}},
        {"old-head",
         "a node believes an older head than it has believed before",
         Plant::kOldHead,
         {}},
        {"unsigned-tick",
         "a node believes a tick that the tick's key did not sign",
         Plant::kUnsignedTick,
         {}},
        {"foreign-row",
         "central sends a list, and a node keeps it, whoever it belongs to",
         Plant::kForeignRow,
         {}},
        {"unsigned-grant",
         "a node takes a compartment that the list's agency did not sign",
         Plant::kUnsignedGrant,
         {}},
        {"revoked-heard",
         "central goes on with a node that it has revoked",
         Plant::kRevokedHeard,
         {}},
        {"clone-unseen",
         "central does not look whose process greets with a node's keys",
         Plant::kCloneUnseen,
         {}},
        {"ever-fresh",
         "a node's data stays FRESH however long no tick comes",
         Plant::kEverFresh,
         {},
         {},
         Needs::kDay},
        {"age-of-now",
         "a node says its data is as of now, not as of the last tick",
         Plant::kAgeOfNow,
         {}},
        {"told-elsewhere",
         "central tells every port whom one of them expects",
         Plant::kToldElsewhere,
         {}},
        {"due-forgotten",
         "a node notes whom it expects as screened before he is",
         Plant::kDueForgotten,
         {}},
        {"left-kept",
         "a node keeps who is on no list of his journey any more",
         Plant::kLeftKept,
         {}},
        {"skip-sync", "the drive answers a sync and does nothing", {}, WorldPlant::kSkipSync},
        {"stale-disk",
         "a host comes back with the disk that it had some time ago",
         {},
         WorldPlant::kStaleDisk},
        {"stranger-trusted",
         "the nodes' bundles name an attacker's key as a sequencer's",
         {},
         WorldPlant::kStrangerTrusted},
    };
    return kBugs;
}

const PlantedBug* find_plant(std::string_view name) {
    const std::vector<PlantedBug>& bugs = planted_bugs();
    const auto found = std::find_if(
        bugs.begin(), bugs.end(), [&](const PlantedBug& bug) { return bug.name == name; });
    return found == bugs.end() ? nullptr : &*found;
}

void plant(const PlantedBug* bug) {
    g_planted = bug;
}

bool is_planted(WorldPlant bug) {
    return g_planted != nullptr && g_planted->around == bug;
}

}  // namespace sarhad::sim

/// Takes the place of the library's own, which is always false.
bool sarhad::core::is_planted(Plant bug) noexcept {
    return sim::g_planted != nullptr && sim::g_planted->inside == bug;
}
