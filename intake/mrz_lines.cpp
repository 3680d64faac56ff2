#include "mrz_lines.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sarhad::intake {
namespace {

/// Scanners lose or double a few fillers; a line that misses more was cut.
constexpr std::size_t kSlack = 4;
/// A line of more characters holds all lines of its document.
constexpr std::size_t kJoined = 50;

/// As another text is written that readers give for the filler.
struct Spelling {
    std::string_view bytes;
    std::string_view fillers;
};
constexpr std::array kSpellings{Spelling{"\xC2\xAB", "<<"}, Spelling{"\xE2\x80\xB9", "<"}};

/// How many bytes the UTF-8 character has that starts with `lead`; 1 for what starts none.
std::size_t character_bytes(unsigned char lead) {
    if (lead >= 0xF0) return 4;
    if (lead >= 0xE0) return 3;
    return lead >= 0xC0 ? 2 : 1;
}

bool is_zone_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<';
}

MrzLine read_line(std::string_view text, std::uint32_t number, std::uint32_t offset) {
    MrzLine line;
    line.number = number;
    line.offset = offset;
    const auto add = [&](char c, std::size_t at) {
        line.text += c;
        line.offsets.push_back(offset + static_cast<std::uint32_t>(at));
    };
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        const auto* const spelt =
            std::find_if(kSpellings.begin(), kSpellings.end(), [&](const Spelling& known) {
                return text.substr(at).starts_with(known.bytes);
            });
        std::size_t size = 1;
        if (spelt != kSpellings.end()) {
            for (const char filler : spelt->fillers)
                add(filler, at);
            size = spelt->bytes.size();
        } else if (is_zone_character(upper)) {
            add(upper, at);
        } else if (static_cast<unsigned char>(c) > 0x20 && c != '\x7F') {
            add(kMrzUnreadable, at);
            size = character_bytes(static_cast<unsigned char>(c));
        }
        at += size;
    }
    return line;
}

/// The lines between blank ones.
using Block = std::vector<MrzLine>;

std::vector<Block> blocks_of(core::ByteView file, std::size_t max) {
    const std::string_view text = core::as_text(file);
    std::vector<Block> blocks;
    bool is_apart = true;
    std::uint32_t number = 0;
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    while (at < text.size() && blocks.size() <= max) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        MrzLine line =
            read_line(text.substr(at, end - at), ++number, static_cast<std::uint32_t>(at));
        if (line.text.empty()) {
            is_apart = true;
        } else {
            if (is_apart) blocks.emplace_back();
            is_apart = false;
            blocks.back().push_back(std::move(line));
        }
        at = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    return blocks;
}

bool is_visa(const MrzLine& line) {
    return line.text.starts_with('V');
}

/// Two lines of `width` characters, more or less.
const MrzShape& two_line_shape(bool is_wide, const MrzLine& first) {
    if (is_visa(first)) return mrz_shape(is_wide ? "MRV-A" : "MRV-B");
    return mrz_shape(is_wide ? "TD3" : "TD2");
}

/// Of a document whose first line is `first` and whose second, if it is there, is `second`.
const MrzShape& shape_of(const MrzLine& first, const MrzLine* second) {
    constexpr std::size_t kWide = 40;
    constexpr std::size_t kMiddle = 33;
    const std::size_t longest =
        std::max(first.text.size(), second == nullptr ? 0 : second->text.size());
    if (longest >= kMiddle) return two_line_shape(longest >= kWide, first);
    const bool is_book = first.text.starts_with('P') || is_visa(first);
    return second == nullptr && is_book ? two_line_shape(true, first) : mrz_shape("TD1");
}

/// Of a document that is all in one line.
const MrzShape& joined_shape(const MrzLine& line) {
    const auto distance = [&](const MrzShape& shape) {
        const auto size = static_cast<long>(line.text.size());
        return std::labs(size - static_cast<long>(shape.width) * shape.lines);
    };
    const bool is_book = line.text.starts_with('P') || is_visa(line);
    const MrzShape& wide = is_book ? two_line_shape(true, line) : mrz_shape("TD1");
    const MrzShape& narrow = two_line_shape(false, line);
    return distance(narrow) < distance(wide) ? narrow : wide;
}

MrzLine piece(const MrzLine& line, std::size_t from, std::size_t size) {
    MrzLine part;
    from = std::min(from, line.text.size());
    part.text = line.text.substr(from, size);
    const auto first = line.offsets.begin() + static_cast<std::ptrdiff_t>(from);
    part.offsets.assign(first, first + static_cast<std::ptrdiff_t>(part.text.size()));
    part.number = line.number;
    part.offset = part.offsets.empty() ? line.offset : part.offsets.front();
    return part;
}

/// A line that holds all lines of a document. The line of names is the one whose fillers get lost:
/// in two lines it comes first, in three last, and the others are counted from the other end.
std::vector<MrzLine> split_joined(const MrzLine& line, const MrzShape& shape) {
    const std::size_t width = shape.width;
    std::vector<MrzLine> lines;
    if (shape.lines == 3) {
        lines = {piece(line, 0, width),
                 piece(line, width, width),
                 piece(line, 2 * width, std::string::npos)};
    } else {
        const std::size_t size = line.text.size();
        const bool is_whole = size + kSlack >= 2 * width;
        const std::size_t first = is_whole ? size - std::min(size, width) : width;
        lines = {piece(line, 0, first), piece(line, first, std::string::npos)};
    }
    std::erase_if(lines, [](const MrzLine& one) { return one.text.empty(); });
    return lines;
}

/// Makes the line as long as its shape: at the longest run of fillers, or at its end. Of names all
/// is read, however long.
MrzDocument::Fault fit(MrzLine& line, std::size_t width, bool is_names) {
    if (line.text.size() == width) return MrzDocument::Fault::kNone;
    std::size_t run = 0;
    std::size_t run_end = 0;
    for (std::size_t at = 0, count = 0; at < line.text.size(); ++at) {
        count = line.text[at] == '<' ? count + 1 : 0;
        if (count > run) {
            run = count;
            run_end = at + 1;
        }
    }
    const bool is_short = line.text.size() < width;
    const std::size_t off = is_short ? width - line.text.size() : line.text.size() - width;
    const auto place = static_cast<std::ptrdiff_t>(run_end);
    if (is_short && run >= 2 && off <= kSlack) {
        line.text.insert(run_end, off, '<');
        line.offsets.insert(line.offsets.begin() + place, off, line.offsets[run_end - 1]);
        return MrzDocument::Fault::kLength;
    }
    if (!is_short && run > off && off <= kSlack) {
        line.text.erase(run_end - off, off);
        const auto last = line.offsets.begin() + place;
        line.offsets.erase(last - static_cast<std::ptrdiff_t>(off), last);
        return MrzDocument::Fault::kLength;
    }
    if (!is_short && is_names) return MrzDocument::Fault::kLength;
    line.text.resize(width, '<');
    line.offsets.resize(width, line.offsets.empty() ? line.offset : line.offsets.back());
    return is_short ? MrzDocument::Fault::kCut : MrzDocument::Fault::kLong;
}

/// The fillers at the end of a line of names carry nothing: their number is not looked at.
MrzDocument::Fault fit_names(MrzLine& line, std::size_t width) {
    const std::size_t used = line.text.find_last_not_of('<') + 1;
    if (used > width) return fit(line, width, true);
    line.text.resize(width, '<');
    line.offsets.resize(width, line.offset);
    return MrzDocument::Fault::kNone;
}

MrzDocument document_of(std::vector<MrzLine> lines, const MrzShape& shape) {
    MrzDocument document;
    document.shape = &shape;
    document.lines_there = lines.size();
    MrzLine missing;
    missing.number = lines.back().number;
    missing.offset = lines.back().offset;
    lines.resize(shape.lines, missing);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto fault = i == shape.names.line ? fit_names(lines[i], shape.width)
                                                 : fit(lines[i], shape.width, false);
        if (fault != MrzDocument::Fault::kNone && i < document.lines_there) {
            document.fault = fault;
            document.fault_line = lines[i].number;
        }
    }
    document.lines = std::move(lines);
    return document;
}

/// The document that starts at line `at` of the block, which moves behind it.
MrzDocument take(const Block& block, std::size_t& at) {
    const MrzLine& first = block[at];
    if (first.text.size() > kJoined) {
        ++at;
        const MrzShape& shape = joined_shape(first);
        return document_of(split_joined(first, shape), shape);
    }
    const MrzShape& shape = shape_of(first, at + 1 < block.size() ? &block[at + 1] : nullptr);
    const std::size_t end = std::min(block.size(), at + shape.lines);
    const auto from = block.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = block.begin() + static_cast<std::ptrdiff_t>(end);
    at = end;
    return document_of({from, to}, shape);
}

}  // namespace

std::string mrz_characters(std::string_view text) {
    return read_line(text, 0, 0).text;
}

std::vector<MrzDocument> mrz_documents(core::ByteView file, std::size_t max) {
    std::vector<MrzDocument> documents;
    for (const Block& block : blocks_of(file, max)) {
        for (std::size_t at = 0; at < block.size();) {
            if (documents.size() > max) return documents;
            documents.push_back(take(block, at));
        }
    }
    return documents;
}

}  // namespace sarhad::intake
