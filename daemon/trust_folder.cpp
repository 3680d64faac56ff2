#include "daemon/trust_folder.h"

#include "core/text.h"

namespace sarhad::daemon {

using core::Result;

Result<wire::SignedDocument> read_trust_document(core::Files& files, const std::string& path) {
    SARHAD_TRY(const core::Bytes bytes, files.read(path, kTrustDocumentFileMax));
    auto document = wire::read_document(bytes);
    if (!document) {
        return core::Error{core::Errc::kInvalid,
                           core::cat(path, ": no trust document: ", document.error().what)};
    }
    return document;
}

Result<std::vector<wire::SignedDocument>> read_trust_folder(core::Files& files,
                                                            const std::string& folder) {
    SARHAD_TRY(const std::vector<std::string> names, files.list(folder));
    std::vector<wire::SignedDocument> documents;
    for (const std::string& name : names) {
        if (name.ends_with(".trust")) {
            SARHAD_TRY(wire::SignedDocument one,
                       read_trust_document(files, core::cat(folder, "/", name)));
            documents.push_back(std::move(one));
        }
    }
    return documents;
}

}  // namespace sarhad::daemon
