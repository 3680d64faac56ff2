#include "remarks.h"

#include "text_forms.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::watchlists {

void Remarks::add(std::string_view text) {
    const std::string folded = fold_blanks(text);
    if (!is_filler(folded) && text_.size() < kMaxListedRemarks) {
        text_ += core::cat(text_.empty() ? "" : "; ", folded);
    }
    if (text_.size() > kMaxListedRemarks) {
        warn(core::cat("its remarks are longer than ", kMaxListedRemarks, " bytes: cut there"));
    }
}

void Remarks::add(std::string_view label, std::string_view text) {
    if (!is_filler(fold_blanks(text))) {
        add(core::cat(label, ": ", text));
    }
}

void Remarks::add_once(std::string_view label, std::string_view text) {
    const std::string folded = fold_blanks(core::cat(label, ": ", text));
    if (text_.find(folded) == std::string::npos) {
        add(label, text);
    }
}

void Remarks::add_unread(std::string_view label, std::string_view text) {
    if (!is_filler(fold_blanks(text))) {
        count_unread(label);
        add_once(label, text);
    }
}

void Remarks::count_unread(std::string_view label) {
    ++unread_;
    warn(core::cat("its ", label, " is not understood: it stands in the remarks only"));
}

void Remarks::warn(std::string reason) {
    const bool is_new = std::find(warnings_.begin(), warnings_.end(), reason) == warnings_.end();
    if (is_new && warnings_.size() < kMaxRecordWarnings) {
        warnings_.push_back(std::move(reason));
    }
}

Redacted<std::string> Remarks::take() const {
    return Redacted<std::string>{cut_utf8(text_, kMaxListedRemarks)};
}

}  // namespace sarhad::watchlists
