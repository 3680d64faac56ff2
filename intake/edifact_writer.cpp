#include "intake/edifact_writer.h"

#include "core/text.h"

namespace sarhad::intake {
namespace {

/// With release characters; what is no character of a message's text becomes a blank.
std::string released(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view{"'+:?"}.find(c) != std::string_view::npos) out += '?';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out;
}

std::vector<std::string> components_of(std::string_view text) {
    std::vector<std::string> all;
    for (const std::string_view one : core::split(text, ':'))
        all.emplace_back(one);
    return all;
}

}  // namespace

EdifactWriter::EdifactWriter(const Envelope& envelope) : reference_{core::cat(envelope.reference)} {
    segment("UNB",
            {components_of(envelope.syntax),
             {std::string{envelope.sender}},
             {std::string{envelope.recipient}},
             {yymmdd(envelope.prepared.date), hhmm(envelope.prepared)},
             {reference_}});
    segments_ = 0;
    segment("UNH", {{reference_}, components_of(envelope.format), {std::string{envelope.access}}});
}

void EdifactWriter::segment(std::string_view tag, std::initializer_list<Components> elements) {
    ++segments_;
    std::string line{tag};
    std::string pluses;
    for (const Components& components : elements) {
        pluses += '+';
        std::string colons;
        for (const std::string& one : components) {
            if (!one.empty()) {
                line += core::cat(pluses, colons, released(one));
                pluses.clear();
                colons.clear();
            }
            colons += ':';
        }
    }
    text_ += line + "'\n";
}

std::string EdifactWriter::finish(std::size_t miscounted_by) {
    const std::string count = core::cat(segments_ + 1 + miscounted_by);
    segment("UNT", {{count}, {reference_}});
    segment("UNZ", {{"1"}, {reference_}});
    return std::move(text_);
}

std::string padded(std::uint64_t number, std::size_t width) {
    std::string text = core::cat(number);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

std::string yymmdd(facts::PartialDate date) {
    return padded(static_cast<std::uint64_t>(date.year % 100), 2) + padded(date.month, 2) +
           padded(date.day, 2);
}

std::string hhmm(facts::LocalTime time) {
    return padded(time.hour, 2) + padded(time.minute, 2);
}

}  // namespace sarhad::intake
