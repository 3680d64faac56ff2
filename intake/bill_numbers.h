#pragma once

#include "cargo_draft.h"

#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Finds out which of the numbers of a consignment (CNI, and RFF BM, MB, HWB ...) are its bill's
/// own, its master's and its house's. The views are into the file.
class BillNumbers {
public:
    explicit BillNumbers(CargoDraft& draft) : draft_{draft} {}

    /// CNI: another consignment.
    void start(std::string_view consignment);
    /// RFF of another bill of the same consignment: its number and its master are forgotten.
    void next_bill();
    /// False where the code is none of a bill's number.
    bool take(const Segment& rff, facts::Bill& bill);
    /// RFF tells the number of another bill than the one at hand: a further house, or a number that
    /// differs where more than numbers was told since the last one.
    [[nodiscard]] bool is_of_another(const Segment& rff, bool has_content) const;

    /// Writes them into the bill, which is the last of the message or a spare.
    void settle(const Segment& at, facts::Bill& bill);
    /// Where one bill's number stands on several consignments it is their master's.
    void finish();

private:
    struct Pair {
        std::size_t bill;
        std::string_view consignment;
        std::string_view own;
    };
    void add_reference(const Segment& at,
                       facts::Bill& bill,
                       std::string_view code,
                       std::string_view number);

    CargoDraft& draft_;
    std::string_view consignment_{};
    std::string_view own_{};
    std::string_view house_{};
    std::string_view master_{};
    std::string_view own_code_{};  ///< RFF 1153 that told it.
    std::string_view house_code_{};
    std::string_view master_code_{};
    std::vector<Pair> differing_{};
};

}  // namespace sarhad::intake
