#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::bench {

/// Jaro-Winkler likeness of two byte strings, 0 to 1: prefix weight 0.1, at most 4 letters, as in
/// rapidfuzz. Windows and transpositions by Jaro's definition (1989).
[[nodiscard]] double jaro_winkler(std::string_view a, std::string_view b);

/// Names compared one after the other, in lower case and with their words in order of the alphabet,
/// as who uses rapidfuzz's process.extract with a token sort does. A peer, not a part of the
/// product.
class NameScan final {
public:
    /// `entry` is told again with a name that is near.
    void add(std::string_view name, std::string entry);
    /// The entries of the best `count` names, best first.
    [[nodiscard]] std::vector<std::string> nearest(std::string_view name, std::size_t count) const;
    [[nodiscard]] std::size_t size() const { return names_.size(); }

private:
    std::vector<std::string> names_;
    std::vector<std::uint64_t> letters_;  ///< Which each has.
    std::vector<std::string> entries_;
};

}  // namespace sarhad::bench
