#pragma once

#include "core/files.h"
#include "core/result.h"
#include "wire/trust_documents.h"

#include <string>
#include <vector>

namespace sarhad::daemon {

inline constexpr core::ByteSize kTrustDocumentFileMax = core::kibibytes(64);

/// One trust document. Errors of core::Files; kInvalid, naming the path, where it is none. Whether
/// it is signed is for replication/trust/ to say.
[[nodiscard]] core::Result<wire::SignedDocument> read_trust_document(core::Files& files,
                                                                     const std::string& path);
/// Every file of the folder that ends in ".trust". Errors as read_trust_document().
[[nodiscard]] core::Result<std::vector<wire::SignedDocument>> read_trust_folder(
    core::Files& files, const std::string& folder);

}  // namespace sarhad::daemon
