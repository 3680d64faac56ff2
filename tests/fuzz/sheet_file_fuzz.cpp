// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
// words: intake/manifest_sheet.cpp intake/sheet_file.cpp
#include "core/check.h"
#include "intake/messages.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace {

using sarhad::core::Bytes;
using sarhad::core::ByteView;

std::uint32_t crc_of(std::string_view bytes) {
    std::uint32_t crc = ~0U;
    for (const char c : bytes) {
        crc ^= static_cast<std::uint8_t>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
    }
    return ~crc;
}

void put(Bytes& to, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i, number >>= 8U)
        to.push_back(static_cast<std::uint8_t>(number & 0xFFU));
}

void put(Bytes& to, std::string_view text) {
    to.insert(to.end(), text.begin(), text.end());
}

/// A ZIP file of stored parts.
class Zip {
public:
    void add(std::string_view name, std::string_view content) {
        Bytes head;
        put(head, 20, 2);  // Version; then flags and method, time and day: all 0.
        put(head, 0, 8);
        put(head, crc_of(content), 4);
        put(head, content.size(), 4);
        put(head, content.size(), 4);
        put(head, name.size(), 2);
        put(head, 0, 2);
        put(directory_, 0x02014b50, 4);
        put(directory_, 20, 2);
        directory_.insert(directory_.end(), head.begin(), head.end());
        put(directory_, 0, 10);
        put(directory_, file_.size(), 4);
        put(directory_, name);
        put(file_, 0x04034b50, 4);
        file_.insert(file_.end(), head.begin(), head.end());
        put(file_, name);
        put(file_, content);
        ++count_;
    }
    Bytes finish() {
        const std::size_t start = file_.size();
        file_.insert(file_.end(), directory_.begin(), directory_.end());
        put(file_, 0x06054b50, 4);
        put(file_, 0, 4);
        put(file_, count_, 2);
        put(file_, count_, 2);
        put(file_, directory_.size(), 4);
        put(file_, start, 4);
        put(file_, 0, 2);
        return std::move(file_);
    }

private:
    Bytes file_{};
    Bytes directory_{};
    std::size_t count_{0};
};

void check(ByteView file) {
    const auto messages = sarhad::intake::read_messages(file);
    SARHAD_CHECK(!messages.empty());
    for (const auto& message : messages) {
        SARHAD_CHECK(message.status == sarhad::facts::MessageStatus::kOk ||
                     !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= file.size());
    }
}

/// `sheet` as that of a workbook whose texts and formats are there.
Bytes workbook(std::string_view sheet) {
    Zip zip;
    zip.add("xl/workbook.xml", "<workbook><sheets><sheet r:id=\"a\"/></sheets></workbook>");
    zip.add("xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"a\" Target=\"s.xml\"/></Relationships>");
    zip.add("xl/sharedStrings.xml",
            "<sst><si><t>bill</t></si><si><t>goods</t></si><si><t>packages</t></si></sst>");
    zip.add(
        "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
    zip.add("xl/s.xml", sheet);
    return zip.finish();
}

}  // namespace

/// A file as it is, or the XML of a sheet of a workbook whose checksums are right.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes{data, size};
    const std::string_view text = sarhad::core::as_text(bytes);
    if (text.starts_with("PK")) {
        check(bytes);
    } else {
        check(workbook(text));
        check(workbook(
            std::string{"<worksheet><sheetData>"}.append(text).append("</sheetData></worksheet>")));
    }
    return 0;
}
