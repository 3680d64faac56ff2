#include "ctl/addressee.h"

#include <type_traits>

namespace sarhad::ctl {
namespace {

template <class T, class... Some>
constexpr bool kIsOneOf = (std::is_same_v<T, Some> || ...);

}  // namespace

std::string_view addressee_of(const Command& command) {
    return std::visit(
        [](const auto& chosen) -> std::string_view {
            using Chosen = std::decay_t<decltype(chosen)>;
            if (kIsOneOf<Chosen,
                         ListPublish,
                         ListStatus,
                         NodeAdd,
                         NodeList,
                         NodeShow,
                         NodeRevoke,
                         AgencyAdd,
                         PairWithdraw,
                         RecordErase,
                         RecordApprove,
                         RecordList,
                         ChainVerify,
                         ExpectedAdd,
                         ExpectedCancel,
                         ProofPort,
                         RulesBacktest,
                         RulesPublish,
                         RulesApprove,
                         RulesWithdraw,
                         RulesSetsPublish,
                         EnrolInvite,
                         EnrolList,
                         EnrolApprove,
                         EnrolRefuse,
                         BundleMake>) {
                return "central";
            }
            return kIsOneOf<Chosen,
                            AlertAck,
                            IntakeRefused,
                            IntakeRetry,
                            IntakeDiscard,
                            PairAdd,
                            PairRemove,
                            LateList,
                            LateClear,
                            LateGoAhead,
                            CargoList,
                            CargoShow,
                            InspectionPut,
                            InspectionShow,
                            InspectionList,
                            JourneyList,
                            JourneyShow,
                            LedgerAdd,
                            LedgerList,
                            LedgerEnter,
                            BundleApply>
                       ? "node"
                       : "";
        },
        command);
}

}  // namespace sarhad::ctl
