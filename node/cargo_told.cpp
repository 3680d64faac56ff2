#include "node/cargo_told.h"

#include "core/text.h"

#include <string_view>

namespace sarhad::node {

using facts::CargoScreening;
using screening::CargoFacts;

namespace {

namespace kind = facts::cargo_kind;
namespace finding = facts::cargo_finding;

void add_stow_findings(const intake::StowComparison& stow, CargoScreening& record) {
    for (const intake::ContainerGap& gap : stow.gaps) {
        if (record.findings.size() == facts::kCargoFindingsMax) {
            ++record.left_out;
            continue;
        }
        const bool is_unmanifested = gap.kind == intake::ContainerGap::Kind::kNotManifested;
        record.findings.push_back(
            {std::string{is_unmanifested ? finding::kNotManifested : finding::kNotStowed},
             core::cut_utf8(gap.number, facts::max_of(&facts::CargoFinding::about)),
             is_unmanifested ? core::cat("on the stow plan at ", gap.stowed_at, ", on no manifest")
                             : std::string{"on a manifest, and not on the stow plan"}});
    }
}

screening::StowGaps gaps_of(const intake::StowComparison& stow) {
    screening::StowGaps gaps;
    for (const intake::ContainerGap& gap : stow.gaps) {
        const bool is_unmanifested = gap.kind == intake::ContainerGap::Kind::kNotManifested;
        ++(is_unmanifested ? gaps.unmanifested : gaps.not_stowed);
    }
    return gaps;
}

}  // namespace

std::string tell_bill(const JoinedCargo& piece, CargoFacts& facts, CargoScreening& record) {
    const facts::Bill& bill = *piece.due.item->bill;
    facts.kind = std::string{kind::kConsignment};
    facts.told.manifest = true;
    facts.bill = bill;
    facts.amendments = std::int64_t{piece.amendments};
    if (!piece.declarations.empty()) {
        facts.told.declaration = true;
        facts.declaration = piece.declarations.front().declaration;
    }
    record.number = bill.number;
    record.bill = bill;
    return bill_key(bill.number);
}

std::string tell_declaration(const JoinedCargo& piece, CargoFacts& facts, CargoScreening& record) {
    const facts::Declaration& declaration = *piece.due.item->declaration;
    facts.kind = std::string{kind::kDeclaration};
    facts.told.declaration = true;
    facts.declaration = declaration;
    if (!piece.bills.empty()) {
        facts.told.manifest = true;
        facts.bill = piece.bills.front().bill;
        facts.conveyance = piece.bills.front().conveyance;
    }
    record.number = declaration.number;
    record.declaration = declaration;
    return core::cat(declaration.office, "|", declaration.number);
}

std::string tell_conveyance(const JoinedCargo& piece, CargoFacts& facts, CargoScreening& record) {
    facts.kind = std::string{kind::kConveyance};
    facts.told.manifest = true;
    if (piece.stow && piece.stow->stowed + piece.stow->manifested > 0) {
        facts.gaps = gaps_of(*piece.stow);
        add_stow_findings(*piece.stow, record);
    }
    const facts::Conveyance& told = *piece.due.item->conveyance;
    record.number = told.number;
    record.carried_by = told;
    return core::cat(told.number.empty() ? told.name : told.number, "|", told.voyage);
}

}  // namespace sarhad::node
