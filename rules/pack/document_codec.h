#pragma once

#include "core/bytes.h"
#include "rules/author/document.h"

namespace sarhad::rules {

/// A document as bytes: the same content in the same order gives the same bytes; where it stands in
/// a file is not in them. The format: docs/storage.md, "A rule". `document` is at most
/// kDocumentDepthMax deep.
void put_document(core::Bytes& to, const Document& document);

/// What put_document() wrote, and nothing after it. Total. kCorrupt: anything that put_document()
/// does not write, a name that is given twice or a text that is no UTF-8 included; kExhausted:
/// deeper than kDocumentDepthMax.
[[nodiscard]] core::Result<Document> take_document(core::ByteView bytes);

}  // namespace sarhad::rules
