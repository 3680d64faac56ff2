#pragma once

#include "core/log.h"

/// What a node logs; docs/events.md says what the operator does about each.
namespace sarhad::node {

using core::LogEvent;
using core::LogLevel;

inline constexpr LogEvent kNotRecorded{
    "NODE-001", LogLevel::kError, "arrivals cannot be recorded, they wait"};
inline constexpr LogEvent kRecordedAgain{
    "NODE-002", LogLevel::kInfo, "arrivals are recorded again"};
inline constexpr LogEvent kMessageRefused{"NODE-003", LogLevel::kWarn, "message refused"};
inline constexpr LogEvent kSpoolFailed{"NODE-004", LogLevel::kError, "spool folder fails"};
inline constexpr LogEvent kEditionApplied{"NODE-005", LogLevel::kInfo, "list edition in force"};
inline constexpr LogEvent kDeltaNotApplied{"NODE-006", LogLevel::kError, "delta not applied"};
inline constexpr LogEvent kListsNotBuilt{
    "NODE-007", LogLevel::kError, "list edition cannot be put in force"};
inline constexpr LogEvent kQuarantined{
    "NODE-008", LogLevel::kError, "stream stopped until somebody has looked"};
inline constexpr LogEvent kRowsGone{
    "NODE-009", LogLevel::kError, "central asks for rows that are no longer kept"};
inline constexpr LogEvent kOutboxFailed{"NODE-010", LogLevel::kError, "outbox cannot be read"};
inline constexpr LogEvent kAlertReceived{"NODE-011", LogLevel::kInfo, "alert received"};
inline constexpr LogEvent kCrossingTrimmed{
    "NODE-012", LogLevel::kWarn, "crossing too large, cut to its best evidence"};
inline constexpr LogEvent kLinkSwitched{"NODE-013", LogLevel::kWarn, "link switched by hand"};
inline constexpr LogEvent kNodeStarted{"NODE-014", LogLevel::kInfo, "node started"};
inline constexpr LogEvent kNodeStopped{"NODE-015", LogLevel::kInfo, "node stopped"};
inline constexpr LogEvent kCentralMoved{
    "NODE-036", LogLevel::kWarn, "central is looked for at another place"};
inline constexpr LogEvent kReleased{"NODE-022", LogLevel::kWarn, "quarantine of a stream lifted"};
inline constexpr LogEvent kFileRefused{"NODE-021", LogLevel::kWarn, "file refused unread"};
inline constexpr LogEvent kFilePartial{
    "NODE-024", LogLevel::kWarn, "file cut off, recorded as far as it goes, kept"};
inline constexpr LogEvent kLeftLying{
    "NODE-023", LogLevel::kWarn, "left lying in incoming, nobody takes it"};
inline constexpr LogEvent kLateHits{
    "NODE-025", LogLevel::kWarn, "listed after they passed: late hits"};
inline constexpr LogEvent kRescreenFails{
    "NODE-026", LogLevel::kError, "those who passed cannot be screened again, it waits"};
inline constexpr LogEvent kRescreenSkips{
    "NODE-027", LogLevel::kError, "a row cannot be screened again, it is passed over"};
inline constexpr LogEvent kPairSaid{
    "NODE-028", LogLevel::kWarn, "an officer's word on a traveller and an entry"};
inline constexpr LogEvent kHitsSuppressed{
    "NODE-029", LogLevel::kInfo, "hits suppressed by known pairs"};
inline constexpr LogEvent kFileDiscarded{
    "NODE-030", LogLevel::kWarn, "refused file discarded by hand"};

inline constexpr LogEvent kEraseBegun{
    "ERASE-001", LogLevel::kError, "this node is revoked, it erases itself"};
inline constexpr LogEvent kErased{
    "ERASE-002", LogLevel::kWarn, "this node is erased, it gives numbers of the paper ledger"};
inline constexpr LogEvent kEraseFails{
    "ERASE-003", LogLevel::kError, "not all is erased yet, it is tried again"};

inline constexpr LogEvent kLedgerNumber{
    "ERASE-007", LogLevel::kInfo, "number of the paper ledger given"};
inline constexpr LogEvent kLedgerFails{
    "ERASE-008", LogLevel::kError, "paper ledger cannot be read, no number is given"};

inline constexpr LogEvent kLedgerTaken{
    "ERASE-009", LogLevel::kWarn, "paper ledger taken over, central is told its numbers"};

inline constexpr LogEvent kDeadManNears{
    "ERASE-010", LogLevel::kWarn, "nobody has told the time for long, the lists will go"};
inline constexpr LogEvent kDeadManFell{
    "ERASE-011", LogLevel::kError, "nobody has told the time for too long, the lists are gone"};

inline constexpr LogEvent kTrustInstalled{"TRUST-001", LogLevel::kInfo, "trust document holds"};
inline constexpr LogEvent kTrustRefused{"TRUST-002", LogLevel::kWarn, "trust document refused"};
inline constexpr LogEvent kTrustBehind{
    "TRUST-003", LogLevel::kError, "trust data is older than it was here: an old backup"};
inline constexpr LogEvent kTrustAged{"TRUST-004", LogLevel::kWarn, "age of trust data changed"};
inline constexpr LogEvent kTrustNotKept{
    "TRUST-007", LogLevel::kWarn, "highest versions of trust data not kept beside the database"};
inline constexpr LogEvent kOldDataSettled{
    "TRUST-008", LogLevel::kInfo, "who was screened on old data has been screened again"};
inline constexpr LogEvent kGoAheadDue{
    "TRUST-010", LogLevel::kWarn, "a supervisor is to sign that work goes on, on old data"};
inline constexpr LogEvent kPairWithdrawn{
    "NODE-035", LogLevel::kWarn, "a list's owner has withdrawn a pair, the hit counts again"};
inline constexpr LogEvent kEditionCarried{
    "SNAP-001", LogLevel::kWarn, "a list was taken from a courier bundle"};
inline constexpr LogEvent kSegmentOpened{
    "NODE-031", LogLevel::kInfo, "list index opened as it was kept"};
inline constexpr LogEvent kSegmentRefused{
    "NODE-032", LogLevel::kWarn, "list index at rest is no good, lists are built anew"};
inline constexpr LogEvent kSegmentNotKept{
    "NODE-033", LogLevel::kWarn, "list index cannot be kept, the next start builds it"};
inline constexpr LogEvent kSegmentNotLocked{
    "NODE-034", LogLevel::kWarn, "list index is not locked in memory"};

inline constexpr LogEvent kListWithdrawn{
    "COMP-001", LogLevel::kWarn, "list does not belong to this node any more: it is taken out"};
inline constexpr LogEvent kListKeyTaken{"COMP-003", LogLevel::kInfo, "data key of a list taken"};
inline constexpr LogEvent kListKeyRefused{
    "COMP-004", LogLevel::kError, "data key of a list does not open or was not kept"};
inline constexpr LogEvent kForeignRefused{
    "COMP-002", LogLevel::kError, "rows of a list that does not belong to this node refused"};

inline constexpr LogEvent kExpectedScreened{
    "NODE-037", LogLevel::kInfo, "those whom the port expects are screened ahead"};
inline constexpr LogEvent kExpectedGone{
    "NODE-038", LogLevel::kInfo, "whom the port expected is deleted, the journeys are made"};
inline constexpr LogEvent kExpectedWaits{
    "NODE-039", LogLevel::kError, "those whom the port expects cannot be screened, it waits"};
inline constexpr LogEvent kExpectedSkips{
    "NODE-040", LogLevel::kError, "an expected journey cannot be read, it is passed over"};

inline constexpr LogEvent kRulesTaken{"NODE-041", LogLevel::kInfo, "rules are in force"};
inline constexpr LogEvent kRulesNotTaken{
    "NODE-042", LogLevel::kError, "change of rules cannot be taken, the rules stay as they are"};
inline constexpr LogEvent kRuleUnusable{
    "NODE-043", LogLevel::kError, "stored rule does not run in this version of the program"};
inline constexpr LogEvent kRulesTakenLate{
    "NODE-044", LogLevel::kInfo, "change of rules taken that could not be taken before"};

inline constexpr LogEvent kRuleHeld{
    "NODE-045", LogLevel::kWarn, "rule hits more often than allowed, it is a shadow here"};
inline constexpr LogEvent kRuleThrottled{
    "NODE-046", LogLevel::kError, "critical rule hits more often than allowed, it is limited here"};
inline constexpr LogEvent kRuleReleased{
    "NODE-047", LogLevel::kInfo, "next revision of a held rule acts as written"};
inline constexpr LogEvent kHeldNotKept{
    "NODE-048", LogLevel::kError, "held rules cannot be kept, the next start counts them again"};
inline constexpr LogEvent kRulesUnreadable{
    "NODE-049", LogLevel::kError, "stored rules cannot be read, central is asked for them again"};
inline constexpr LogEvent kRulesOnTheWay{
    "NODE-050", LogLevel::kInfo, "rules are on their way, those in force stay until all are here"};

inline constexpr LogEvent kNotScreened{
    "NODE-051", LogLevel::kWarn, "cargo or bags are on record and cannot be read to be screened"};
inline constexpr LogEvent kCargoTrimmed{
    "NODE-052", LogLevel::kWarn, "record of cargo was too large, parts of it are left out"};
inline constexpr LogEvent kCargoWaits{
    "NODE-053", LogLevel::kError, "cargo cannot be screened now, it is tried again"};
inline constexpr LogEvent kRawSwept{
    "NODE-054", LogLevel::kWarn, "message files were too old to be kept and are deleted"};
inline constexpr LogEvent kInspected{
    "NODE-055", LogLevel::kInfo, "what came of an inspection is on record"};
inline constexpr LogEvent kPartsAwaited{
    "NODE-056", LogLevel::kInfo, "a file waits for the other parts of its message"};
inline constexpr LogEvent kPartsMissing{
    "NODE-057", LogLevel::kWarn, "parts of a message never came, the others are recorded"};

inline constexpr LogEvent kSealKeyChanged{
    "NODE-058", LogLevel::kInfo, "rows are sealed to another key of central's, as the root says"};

inline constexpr LogEvent kRecordErased{
    "KEEP-010", LogLevel::kWarn, "what was known of a crossing is erased, as central ordered"};

}  // namespace sarhad::node
