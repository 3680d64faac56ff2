#include "intake/generate/generate.h"

#include "kinds.h"

#include "core/check.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

struct Kind {
    std::string_view word;
    std::string (*make)(const Making& making);
    std::string_view head{};  ///< Of the file, before its messages.
    std::string_view tail{};
};
constexpr std::string_view kBatchHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PNRGOV_Batch>\n";
constexpr std::string_view kBatchTail = "</PNRGOV_Batch>\n";
constexpr std::array kKinds{Kind{"paxlst", make_paxlst},
                            Kind{"pnrgov", make_pnrgov},
                            Kind{"pnrgov-xml", make_pnrgov_xml, kBatchHead, kBatchTail},
                            Kind{"itmatt", make_itmatt},
                            Kind{"cuscar", make_cuscar},
                            Kind{"baplie", make_baplie},
                            Kind{"bsm", make_bsm},
                            Kind{"mrz", make_mrz},
                            Kind{"currency", make_currency}};

constexpr std::uint64_t kThousand = 1'000;

}  // namespace

std::vector<std::string> generator_kinds() {
    std::vector<std::string> words;
    words.reserve(kKinds.size());
    for (const Kind& kind : kKinds)
        words.emplace_back(kind.word);
    return words;
}

Generated generate(const GenerateOrder& order) {
    const auto* const kind = std::find_if(
        kKinds.begin(), kKinds.end(), [&](const Kind& known) { return known.word == order.kind; });
    SARHAD_CHECK(kind != kKinds.end());
    SARHAD_CHECK(order.count >= 1 && order.count <= kGeneratedMax);
    Generated made;
    made.bytes = kind->head;
    Chance chance{order.seed};
    for (std::uint64_t number = 1; number <= order.count; ++number) {
        const bool is_damaged = chance.below(kThousand) < order.errors_permille;
        made.bytes += kind->make({chance, made.counts, number, is_damaged});
        ++made.counts.messages;
        made.counts.damaged += is_damaged ? 1U : 0U;
    }
    made.bytes += kind->tail;
    return made;
}

}  // namespace sarhad::intake
