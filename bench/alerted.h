#pragma once

namespace sarhad::bench {

/// negatives_us.csv against UN and OFAC at the shipped thresholds.
void print_alerted_strangers(bool is_shown);
/// Invented travellers, and planted listed persons, against UN, OFAC and an invented list of 5,000
/// proscribed persons with 2,000 homonyms, at the shipped thresholds.
void print_alerted_travellers(bool is_shown);

}  // namespace sarhad::bench
