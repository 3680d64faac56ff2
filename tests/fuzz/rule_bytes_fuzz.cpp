// links: sarhad_rules sarhad_facts sarhad_core
// words: rules/author/rule_reader.cpp rules/author/rule_names.cpp
#include "core/check.h"
#include "rules/pack/document_codec.h"
#include "rules/pack/rule_bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// Bytes are a rule in the one form that it has, or are refused with a reason. What is behind the
/// head is read as a document of its own too, so that the reader is reached without a whole rule.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sarhad::rules;  // NOLINT(google-build-using-namespace): its own target.
    const sarhad::core::ByteView bytes{data, size};
    const auto rule = parse_rule_bytes(bytes);
    if (rule) {
        const auto again = rule_bytes(*rule);
        SARHAD_CHECK(again.has_value());
        SARHAD_CHECK(std::equal(again->begin(), again->end(), bytes.begin(), bytes.end()));
    } else {
        SARHAD_CHECK(!rule.error().what.empty());
    }
    const auto document = take_document(bytes);
    if (document) {
        sarhad::core::Bytes again;
        put_document(again, *document);
        SARHAD_CHECK(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
    }
    return 0;
}
