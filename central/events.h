#pragma once

#include "core/log.h"

/// What central logs; docs/events.md says what the operator does about each.
namespace sarhad::central {

using core::LogEvent;
using core::LogLevel;

inline constexpr LogEvent kCentralStarted{"CENTRAL-001", LogLevel::kInfo, "central started"};
inline constexpr LogEvent kCentralStopped{"CENTRAL-002", LogLevel::kInfo, "central stopped"};
inline constexpr LogEvent kNodeAdded{"CENTRAL-003", LogLevel::kInfo, "node added"};
inline constexpr LogEvent kNodeRevoked{"CENTRAL-004", LogLevel::kWarn, "node revoked"};
inline constexpr LogEvent kStrangerFrame{
    "CENTRAL-005", LogLevel::kWarn, "frame of a node that may not speak"};
inline constexpr LogEvent kRowsRefused{"CENTRAL-006", LogLevel::kError, "rows not stored"};
inline constexpr LogEvent kQuarantined{
    "CENTRAL-007", LogLevel::kError, "stream of a node stopped until somebody has looked"};
inline constexpr LogEvent kAlertRaised{"CENTRAL-008", LogLevel::kInfo, "alert raised"};
inline constexpr LogEvent kEditionPublished{
    "CENTRAL-009", LogLevel::kInfo, "list edition published"};
inline constexpr LogEvent kEditionRefused{"CENTRAL-010", LogLevel::kWarn, "list edition refused"};
inline constexpr LogEvent kRootDiffers{
    "CENTRAL-011", LogLevel::kError, "node has another list than its agency signed"};
inline constexpr LogEvent kLoadFailed{"CENTRAL-012", LogLevel::kError, "deltas not read"};
inline constexpr LogEvent kRecordFailed{
    "CENTRAL-013", LogLevel::kError, "what nodes have applied is not recorded yet"};
inline constexpr LogEvent kTrustChanged{"CENTRAL-014", LogLevel::kWarn, "agency keys changed"};
inline constexpr LogEvent kListShrank{
    "CENTRAL-020", LogLevel::kWarn, "list lost many entries, as somebody allowed"};

inline constexpr LogEvent kPairTold{
    "CENTRAL-021", LogLevel::kWarn, "an officer's word on a traveller and an entry, for its owner"};

inline constexpr LogEvent kPairWithdrawn{
    "CENTRAL-022", LogLevel::kWarn, "a list's owner has withdrawn a pair"};

inline constexpr LogEvent kTrustRead{"TRUST-005", LogLevel::kInfo, "trust documents read"};
inline constexpr LogEvent kTrustNotIssued{
    "TRUST-006", LogLevel::kError, "central signs no tick, trust data ages at every port"};

inline constexpr LogEvent kEnrolInvited{
    "ENRL-001", LogLevel::kWarn, "machine invited to be a node"};
inline constexpr LogEvent kEnrolAsked{
    "ENRL-002", LogLevel::kWarn, "machine asks to be a node, two people must agree"};
inline constexpr LogEvent kEnrolRefused{
    "ENRL-003", LogLevel::kWarn, "strangers refused at the enrolment endpoint"};
inline constexpr LogEvent kEnrolWrongWords{
    "ENRL-004", LogLevel::kError, "words of another machine's keys were told"};
inline constexpr LogEvent kEnrolApproved{
    "ENRL-005", LogLevel::kWarn, "somebody agreed that a machine be a node"};
inline constexpr LogEvent kEnrolWithdrawn{
    "ENRL-006", LogLevel::kWarn, "invitation withdrawn or machine not let in"};

inline constexpr LogEvent kCompartmentHolds{
    "COMP-010", LogLevel::kWarn, "compartment of a list holds: who is given it"};
inline constexpr LogEvent kHitToldNobody{
    "COMP-011", LogLevel::kWarn, "hit on a list that not every port has: no other port is told"};

inline constexpr LogEvent kGoAheadTold{
    "CENTRAL-023", LogLevel::kWarn, "a port works on, on old data: its supervisor has signed"};
inline constexpr LogEvent kEraseTold{
    "ERASE-004", LogLevel::kWarn, "a revoked node says how far its erasing is"};
inline constexpr LogEvent kRevokedHeard{
    "ERASE-005", LogLevel::kError, "a revoked node's key is in use, nothing of it counts"};

inline constexpr LogEvent kSwept{
    "KEEP-001", LogLevel::kInfo, "what no port needs any more has made room"};
inline constexpr LogEvent kSweepFailed{"KEEP-002", LogLevel::kError, "room was not made"};

inline constexpr LogEvent kErasureAsked{
    "KEEP-003", LogLevel::kWarn, "somebody asks that a record be erased, another must agree"};
inline constexpr LogEvent kErased{"KEEP-004", LogLevel::kWarn, "record erased"};
inline constexpr LogEvent kErasedAgain{
    "KEEP-005", LogLevel::kWarn, "record erased that a backup had brought back"};

inline constexpr LogEvent kReleased{"CENTRAL-015", LogLevel::kWarn, "stream of a node moves again"};

inline constexpr LogEvent kExpectedTaken{
    "CENTRAL-024", LogLevel::kInfo, "expected journey taken, its ports are told"};
inline constexpr LogEvent kExpectedRefused{
    "CENTRAL-025", LogLevel::kWarn, "a carrier's message refused, no port is told"};
inline constexpr LogEvent kExpectedCancelled{
    "CENTRAL-026", LogLevel::kWarn, "expected journey cancelled by hand"};
inline constexpr LogEvent kExpectedGone{
    "CENTRAL-027", LogLevel::kInfo, "expected journeys deleted, they are made"};
inline constexpr LogEvent kExpectedFails{
    "CENTRAL-028",
    LogLevel::kError,
    "expected journeys neither told nor deleted, it is tried again"};

inline constexpr LogEvent kRulesDrafted{
    "CENTRAL-029", LogLevel::kWarn, "change of rules waits for a second person"};
inline constexpr LogEvent kRulesPublished{
    "CENTRAL-030", LogLevel::kWarn, "rules published, two people have signed"};
inline constexpr LogEvent kRulesRefused{"CENTRAL-031", LogLevel::kWarn, "change of rules refused"};
inline constexpr LogEvent kRulesDiffer{
    "CENTRAL-032", LogLevel::kError, "node has not taken all rules that are published"};
inline constexpr LogEvent kRulesUnusable{
    "CENTRAL-033", LogLevel::kError, "published rule does not run in this version of the program"};
inline constexpr LogEvent kRulesWithdrawn{
    "CENTRAL-034", LogLevel::kWarn, "change of rules withdrawn, nobody can approve it"};
inline constexpr LogEvent kRuleHeldAtPort{
    "CENTRAL-035", LogLevel::kError, "port holds a rule that hits too often there"};

inline constexpr LogEvent kFramesFail{
    "CENTRAL-040", LogLevel::kError, "frames of crossings are not made, it is tried again"};
inline constexpr LogEvent kFramesUnread{
    "CENTRAL-041", LogLevel::kWarn, "crossings left out of frames, they cannot be read"};
inline constexpr LogEvent kRulesTried{
    "CENTRAL-042", LogLevel::kInfo, "rules tried on the crossings of all ports"};
inline constexpr LogEvent kFramesDamaged{
    "CENTRAL-043", LogLevel::kWarn, "damaged files of frames left out, they are made again"};

inline constexpr LogEvent kCountsTold{
    "CENTRAL-050", LogLevel::kInfo, "ports are told what is counted of persons"};
inline constexpr LogEvent kCountsFail{
    "CENTRAL-051", LogLevel::kError, "what is counted of persons is not told yet"};

}  // namespace sarhad::central
