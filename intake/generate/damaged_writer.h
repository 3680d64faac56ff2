#pragma once

#include "intake/edifact_writer.h"

#include <string>
#include <string_view>

namespace sarhad::intake {

/// What is made wrong with a message on purpose.
struct Damage {
    std::string_view skip{};     ///< The first segment of this tag is left out.
    bool is_count_wrong{false};  ///< UNT states one segment too many.
    bool is_end_missing{false};  ///< Neither UNT nor UNZ.
    std::uint32_t total_off{0};  ///< Added to what the message's own total states.
};

/// Writes a message with its damage.
class DamagedWriter {
public:
    DamagedWriter(const Envelope& envelope, Damage damage) : to_{envelope}, damage_{damage} {}
    void segment(std::string_view tag, std::initializer_list<EdifactWriter::Components> elements) {
        if (tag == damage_.skip && !has_skipped_) {
            has_skipped_ = true;
        } else {
            to_.segment(tag, elements);
        }
    }
    [[nodiscard]] std::string finish() {
        if (damage_.is_end_missing) return to_.unfinished();
        return to_.finish(damage_.is_count_wrong ? 1 : 0);
    }
    [[nodiscard]] const Damage& damage() const { return damage_; }

private:
    EdifactWriter to_;
    Damage damage_;
    bool has_skipped_{false};
};

}  // namespace sarhad::intake
