#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sarhad::replication {

/// What became of a trust document that was offered. tests/data/trust tells them by these words.
enum class TrustReason : std::uint8_t {
    kInstalled,      ///< It holds from now on.
    kKnown,          ///< It holds already: the same bytes.
    kTooLarge,       ///< Over its kind's bytes or signatures: not looked into.
    kMalformed,      ///< Signed, and its numbers make no sense; or it cannot be read.
    kSignatures,     ///< Too few different keys of its role signed it.
    kGap,            ///< A root that is not the next: those between are missing.
    kEndless,        ///< More roots in one walk than kRootStepsMax.
    kRollback,       ///< Older than what holds, or than what once held here.
    kFork,           ///< The version that holds, with other content: somebody signed two.
    kExpired,        ///< Not to be installed any more.
    kUnpinned,       ///< A head without its root or revocations, or a tick without its head.
    kRevokedHolder,  ///< A certificate of a node or key that is revoked.
    kAhead,          ///< A tick too far ahead of every clock here: the root must reset the time.
};

inline constexpr std::array<std::pair<TrustReason, std::string_view>, 13> kTrustReasonWords{
    {{TrustReason::kInstalled, "installed"},
     {TrustReason::kKnown, "known"},
     {TrustReason::kTooLarge, "too_large"},
     {TrustReason::kMalformed, "malformed"},
     {TrustReason::kSignatures, "signatures"},
     {TrustReason::kGap, "gap"},
     {TrustReason::kEndless, "endless"},
     {TrustReason::kRollback, "rollback"},
     {TrustReason::kFork, "forked"},
     {TrustReason::kExpired, "expired"},
     {TrustReason::kUnpinned, "unpinned"},
     {TrustReason::kRevokedHolder, "revoked"},
     {TrustReason::kAhead, "ahead"}}};

/// The word in kTrustReasonWords.
[[nodiscard]] constexpr std::string_view word_of(TrustReason reason) {
    for (const auto& [listed, word] : kTrustReasonWords) {
        if (listed == reason) {
            return word;
        }
    }
    return "unknown";
}

/// The reason, and for an operator what it is about.
struct TrustVerdict {
    TrustReason reason{TrustReason::kInstalled};
    std::string what{};

    /// It holds now, whether it did before or not.
    [[nodiscard]] bool holds() const {
        return reason == TrustReason::kInstalled || reason == TrustReason::kKnown;
    }
};

}  // namespace sarhad::replication
