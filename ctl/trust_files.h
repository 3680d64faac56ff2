#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "ctl/context.h"
#include "wire/trust_documents.h"

#include <string>
#include <string_view>

namespace sarhad::ctl {

inline constexpr core::ByteSize kTrustFileLimit = core::kibibytes(64);

/// True where the bytes may be a trust document rather than a key file.
[[nodiscard]] bool is_trust_document(core::ByteView file);
/// A file of one document. kInvalid or kExhausted, naming the path.
[[nodiscard]] core::Result<wire::SignedDocument> read_trust_file(Context& context,
                                                                 const std::string& path);
/// "2026-11-01T09:00:00Z", with a fraction or without. kInvalid for anything else.
[[nodiscard]] core::Result<core::WallTime> parse_time(std::string_view text);
/// "2026-11-01 09:00:00 UTC".
[[nodiscard]] std::string told_time(core::WallTime time);
/// "a18c-...": the first half of a hash in groups of four, for reading out.
[[nodiscard]] std::string fingerprint(const wire::Hash256& hash);

/// What the document says, in clear: a paragraph a thing, for who is to sign it. Nobody's signature
/// is looked at.
[[nodiscard]] core::Result<std::string> told_document(const wire::SignedDocument& document);
/// The same as JSON, by the names of the fields.
[[nodiscard]] core::Result<api::Json> document_json(const wire::SignedDocument& document);

}  // namespace sarhad::ctl
