#pragma once

#include "api/json.h"
#include "core/result.h"
#include "ctl/commands.h"
#include "wire/trust_documents.h"

#include <optional>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// One role that has to sign a document, and who of it has.
struct WantedSigners {
    std::string who;  ///< "role root of root 1".
    std::uint32_t threshold{0};
    std::vector<wire::PublicKey> keys;
    std::vector<bool> has_signed;  ///< In the order of `keys`.

    [[nodiscard]] std::uint32_t count() const;
};

/// Whose signatures `document` needs. `root`: the root that holds: for a root the version before
/// it, or none where it is the first. kInvalid, with the remedy, where it is not that.
[[nodiscard]] core::Result<std::vector<WantedSigners>> wanted_signers(
    const wire::SignedDocument& document, const std::optional<wire::Root>& root);
/// One line a role, one a key. Signatures that count for none are told last.
[[nodiscard]] std::string told_signers(const std::vector<WantedSigners>& wanted,
                                       const wire::SignedDocument& document);
/// The root of a file, to hold roles of; none for "". kInvalid, naming the path.
[[nodiscard]] core::Result<std::optional<wire::Root>> read_root(Context& context,
                                                                const std::string& path);
/// sarhadctl key show, of a trust document.
[[nodiscard]] Outcome show_document(const KeyShow& options, Context& context);

}  // namespace sarhad::ctl
