#include "cargo_imp.h"

#include "flight_manifest.h"
#include "type_b.h"
#include "waybill_reader.h"

#include "core/text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <variant>

namespace sarhad::intake {
namespace {

/// "FFM/8": name and version. A damaged version does not cost the message.
bool is_start(std::string_view line) {
    constexpr std::size_t kMostBytes = 8;
    const std::string_view name = line.substr(0, 4);
    return (name == "FFM/" || name == "FWB/" || name == "FHL/") && line.size() <= kMostBytes;
}

std::string_view function_of(std::string_view name) {
    if (name == "FFM") return "flight-manifest";
    if (name == "FWB") return "air-waybill";
    return "house-waybills";
}

/// One message, from its name to the next.
class CargoMessage {
public:
    CargoMessage(LineRoom& room, const Line& start, const std::string& sender)
        : draft_{room, start}, last_{start} {
        facts::Message& message = draft_.message;
        message.format = std::string{start.text.substr(0, 3)};
        message.version = draft_.text(start, start.text.substr(4), 8);
        if (message.version.size() > 2 || !core::is_ascii_digits(message.version)) {
            draft_.problem(start, "bad-version", "the version is no number: read by its shape");
        }
        message.function = std::string{function_of(message.format)};
        message.sender = sender;
        if (message.format == "FFM") {
            reader_.emplace<FlightManifestReader>(draft_);
        } else {
            reader_.emplace<WaybillReader>(draft_);
        }
    }
    CargoMessage(const CargoMessage&) = delete;
    CargoMessage& operator=(const CargoMessage&) = delete;
    ~CargoMessage() = default;

    void take(const Line& line) {
        last_ = line;
        if (auto* const manifest = std::get_if<FlightManifestReader>(&reader_)) {
            manifest->take(line);
        } else if (auto* const waybill = std::get_if<WaybillReader>(&reader_)) {
            waybill->take(line);
        }
    }

    void note_leading(const Line& line) {
        draft_.problem(line, "leading-text", "text before the message belongs to none: not read");
    }

    facts::Message finish() {
        if (auto* const manifest = std::get_if<FlightManifestReader>(&reader_)) {
            manifest->finish(last_);
        } else if (auto* const waybill = std::get_if<WaybillReader>(&reader_)) {
            waybill->finish();
        }
        return std::move(draft_).finish();
    }

private:
    LineDraft draft_;
    Line last_;
    std::variant<std::monostate, FlightManifestReader, WaybillReader> reader_{};
};

/// A master is not without its houses where they stand in another message of the file.
void link_houses(std::vector<facts::Message>& messages) {
    std::set<std::string> masters;
    for (const facts::Message& message : messages) {
        for (const facts::Bill& bill : message.bills)
            masters.insert(bill.master);
    }
    for (facts::Message& message : messages) {
        for (facts::Bill& bill : message.bills) {
            if (!masters.contains(bill.number)) continue;
            bill.level = facts::BillLevel::kMaster;
            bill.is_house_level_missing = false;
        }
    }
}

}  // namespace

bool is_cargo_imp_file(core::ByteView file) {
    Lines lines{envelope_of(file)};
    for (int i = 0; i < kEnvelopeLines; ++i) {
        const auto line = lines.next();
        if (!line || is_edifact_start(line->text)) return false;
        if (is_start(line->text)) return true;
    }
    return false;
}

std::vector<facts::Message> read_cargo_imp_file(core::ByteView file) {
    Lines lines{core::as_text(file)};
    std::vector<facts::Message> all;
    std::optional<CargoMessage> open;
    LineRoom room;
    std::string sender;
    std::optional<Line> leading;  ///< Behind no name of a message, and no line of an envelope.
    const auto finish = [&] {
        if (open) all.push_back(open->finish());
        open.reset();
    };
    while (const auto line = lines.next()) {
        if (is_start(line->text)) {
            finish();
            if (all.size() >= kMessages) {
                all.push_back(
                    refused_file("too-many-messages",
                                 line->offset,
                                 core::cat("only the first ", kMessages, " are read: split it")));
                break;
            }
            open.emplace(room, *line, sender);
            if (leading) open->note_leading(*leading);
            leading.reset();
        } else if (is_type_b_origin(line->text)) {
            sender = type_b_sender(line->text);  // Of the next message.
        } else if (open) {
            open->take(*line);
        } else if (!is_type_b_words(line->text) && !leading) {
            leading = line;
        }
    }
    finish();
    if (all.empty()) {
        all.push_back(refused_file("no-message", 0, "no Cargo-IMP message stands in the file"));
    }
    link_houses(all);
    return all;
}

}  // namespace sarhad::intake
