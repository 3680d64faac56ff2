#pragma once

#include "support.h"

#include "support/places.h"
#include "watchlists/formats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists::testing {

/// What an import of any format gave.
struct Taken {
    std::vector<ListEntry> entries;
    std::vector<std::string> late_numbers;
    std::vector<std::string> removed;
    std::vector<std::string> listings;  ///< Reference and remarks.
    core::Result<ImportReport> report{ImportReport{}};
};

inline std::string invented(std::string_view file) {
    std::ifstream in{places::test_data("lists/formats/") + std::string{file}};
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

inline Taken import_text(std::string_view format, std::string_view text) {
    Taken taken;
    const ListFormatInfo* info = find_format(format);
    EXPECT_NE(info, nullptr) << format;
    const ImportSinks sinks{
        [&](ListEntry entry) -> core::Status {
            taken.entries.push_back(std::move(entry));
            return {};
        },
        [&](const std::string& reference, const ListedDocument& number) -> core::Status {
            taken.late_numbers.push_back(reference + " " + number.number.reveal());
            return {};
        },
        [&](const std::string& reference) -> core::Result<bool> {
            const auto is_it = [&](const ListEntry& entry) { return entry.id == reference; };
            taken.removed.push_back(reference);
            return std::any_of(taken.entries.begin(), taken.entries.end(), is_it);
        },
        [&](const std::string& reference, const LateListing& listing) -> core::Status {
            taken.listings.push_back(reference + " " + listing.remarks.reveal());
            return {};
        }};
    References references;
    taken.report = info->import(source(text), sinks, references);
    return taken;
}

inline Taken import_file(std::string_view format, std::string_view file) {
    return import_text(format, invented(file));
}

inline std::string names_of(const ListEntry& entry) {
    std::string text;
    for (const ListedName& name : entry.names) {
        text += text.empty() ? "" : " | ";
        text += name.text.reveal();
        text += name.original.reveal().empty() ? "" : " (" + name.original.reveal() + ")";
        text += name.kind == NameKind::kPrimary ? "" : " " + std::string{facts::name_of(name.kind)};
        text += name.quality == NameQuality::kStrong
                    ? ""
                    : " " + std::string{facts::name_of(name.quality)};
    }
    return text;
}

inline std::string births_of(const ListEntry& entry) {
    std::string text;
    for (const ListedBirth& birth : entry.births) {
        const std::string from = to_text(birth.from.reveal());
        const std::string to = to_text(birth.to.reveal());
        text += text.empty() ? "" : " | ";
        text += from == to ? from : from + "/" + to;
        text += birth.precision == DatePrecision::kApproximate ? " circa" : "";
    }
    return text;
}

inline std::string numbers_of(const ListEntry& entry) {
    std::string text;
    for (const ListedDocument& document : entry.documents) {
        text += text.empty() ? "" : " | ";
        text += std::string{facts::name_of(document.type)} + " " + document.number.reveal();
        text += document.issuer.empty() ? "" : " " + document.issuer;
    }
    return text;
}

}  // namespace sarhad::watchlists::testing
