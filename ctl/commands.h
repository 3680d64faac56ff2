#pragma once

#include "ctl/context.h"
#include "ctl/options.h"

namespace sarhad::ctl {

/// Each does what its options say. Exit codes: docs/ctl.md.
[[nodiscard]] Outcome run(const ListImport& options, Context& context);
[[nodiscard]] Outcome run(const ListPublish& options, Context& context);
[[nodiscard]] Outcome run(const ListStatus& options, Context& context);
[[nodiscard]] Outcome run(const ListShow& options, Context& context);
[[nodiscard]] Outcome run(const Screen& options, Context& context);
[[nodiscard]] Outcome run(const Explain& options, Context& context);
[[nodiscard]] Outcome run(const NamesCompare& options, Context& context);
[[nodiscard]] Outcome run(const IntakeParse& options, Context& context);
[[nodiscard]] Outcome run(const IntakeCheck& options, Context& context);
[[nodiscard]] Outcome run(const IntakeExport& options, Context& context);
[[nodiscard]] Outcome run(const IntakeGenerate& options, Context& context);
[[nodiscard]] Outcome run(const IntakeReply& options, Context& context);
[[nodiscard]] Outcome run(const IntakeRefused& options, Context& context);
[[nodiscard]] Outcome run(const IntakeRetry& options, Context& context);
[[nodiscard]] Outcome run(const IntakeDiscard& options, Context& context);
[[nodiscard]] Outcome run(const KeyNew& options, Context& context);
[[nodiscard]] Outcome run(const KeyShow& options, Context& context);
[[nodiscard]] Outcome run(const KeyCeremony& options, Context& context);
[[nodiscard]] Outcome run(const KeyRotate& options, Context& context);
[[nodiscard]] Outcome run(const KeySign& options, Context& context);
[[nodiscard]] Outcome run(const KeyLock& options, Context& context);
[[nodiscard]] Outcome run(const KeyUnlock& options, Context& context);
[[nodiscard]] Outcome run(const KeyErase& options, Context& context);
[[nodiscard]] Outcome run(const KeyVerify& options, Context& context);
[[nodiscard]] Outcome run(const NodeAdd& options, Context& context);
[[nodiscard]] Outcome run(const NodeList& options, Context& context);
[[nodiscard]] Outcome run(const NodeShow& options, Context& context);
[[nodiscard]] Outcome run(const NodeRevoke& options, Context& context);
[[nodiscard]] Outcome run(const AgencyAdd& options, Context& context);
[[nodiscard]] Outcome run(const AlertList& options, Context& context);
[[nodiscard]] Outcome run(const AlertAck& options, Context& context);
[[nodiscard]] Outcome run(const PairList& options, Context& context);
[[nodiscard]] Outcome run(const PairAdd& options, Context& context);
[[nodiscard]] Outcome run(const PairRemove& options, Context& context);
[[nodiscard]] Outcome run(const PairWithdraw& options, Context& context);
[[nodiscard]] Outcome run(const RecordErase& options, Context& context);
[[nodiscard]] Outcome run(const RecordApprove& options, Context& context);
[[nodiscard]] Outcome run(const RecordList& options, Context& context);
[[nodiscard]] Outcome run(const ChainVerify& options, Context& context);
[[nodiscard]] Outcome run(const ProofPort& options, Context& context);
[[nodiscard]] Outcome run(const ProofVerify& options, Context& context);
[[nodiscard]] Outcome run(const BundleMake& options, Context& context);
[[nodiscard]] Outcome run(const BundleVerify& options, Context& context);
[[nodiscard]] Outcome run(const BundleApply& options, Context& context);
[[nodiscard]] Outcome run(const LateList& options, Context& context);
[[nodiscard]] Outcome run(const LateClear& options, Context& context);
[[nodiscard]] Outcome run(const LateGoAhead& options, Context& context);
[[nodiscard]] Outcome run(const CargoList& options, Context& context);
[[nodiscard]] Outcome run(const CargoShow& options, Context& context);
[[nodiscard]] Outcome run(const JourneyList& options, Context& context);
[[nodiscard]] Outcome run(const JourneyShow& options, Context& context);
[[nodiscard]] Outcome run(const InspectionPut& options, Context& context);
[[nodiscard]] Outcome run(const InspectionShow& options, Context& context);
[[nodiscard]] Outcome run(const InspectionList& options, Context& context);
[[nodiscard]] Outcome run(const LedgerAdd& options, Context& context);
[[nodiscard]] Outcome run(const LedgerList& options, Context& context);
[[nodiscard]] Outcome run(const LedgerEnter& options, Context& context);
[[nodiscard]] Outcome run(const ExpectedAdd& options, Context& context);
[[nodiscard]] Outcome run(const ExpectedList& options, Context& context);
[[nodiscard]] Outcome run(const ExpectedShow& options, Context& context);
[[nodiscard]] Outcome run(const ExpectedCancel& options, Context& context);
[[nodiscard]] Outcome run(const StreamList& options, Context& context);
[[nodiscard]] Outcome run(const StreamRelease& options, Context& context);
[[nodiscard]] Outcome run(const EnrolInvite& options, Context& context);
[[nodiscard]] Outcome run(const EnrolList& options, Context& context);
[[nodiscard]] Outcome run(const EnrolApprove& options, Context& context);
[[nodiscard]] Outcome run(const EnrolRefuse& options, Context& context);
[[nodiscard]] Outcome run(const EnrolJoin& options, Context& context);
[[nodiscard]] Outcome run(const RulesCheck& options, Context& context);
[[nodiscard]] Outcome run(const RulesTest& options, Context& context);
[[nodiscard]] Outcome run(const RulesImport& options, Context& context);
[[nodiscard]] Outcome run(const RulesEval& options, Context& context);
[[nodiscard]] Outcome run(const RulesExplain& options, Context& context);
[[nodiscard]] Outcome run(const RulesRecord& options, Context& context);
[[nodiscard]] Outcome run(const RulesBacktest& options, Context& context);
[[nodiscard]] Outcome run(const RulesSchema& options, Context& context);
[[nodiscard]] Outcome run(const RulesConformance& options, Context& context);
[[nodiscard]] Outcome run(const RulesPublish& options, Context& context);
[[nodiscard]] Outcome run(const RulesApprove& options, Context& context);
[[nodiscard]] Outcome run(const RulesWithdraw& options, Context& context);
[[nodiscard]] Outcome run(const RulesList& options, Context& context);
[[nodiscard]] Outcome run(const RulesShow& options, Context& context);
[[nodiscard]] Outcome run(const RulesSetsPublish& options, Context& context);
[[nodiscard]] Outcome run(const RulesSetsList& options, Context& context);
[[nodiscard]] Outcome run(const RulesSetsShow& options, Context& context);
[[nodiscard]] Outcome run(const DaemonStatus& options, Context& context);
[[nodiscard]] Outcome run(const Events& options, Context& context);

}  // namespace sarhad::ctl
