#include "text_pool.h"

#include "key_table.h"

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kFirstSlots = 1024;

}  // namespace

TextPool::TextPool() : slots_(kFirstSlots) {}

TextPool::Interned TextPool::intern(std::string_view text) {
    if ((ends_.size() + 1) * 2 > slots_.size()) {
        grow();
    }
    const auto hash = static_cast<std::uint32_t>(key_hash('S', text));
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].number != 0) {
        if (slots_[at].hash == hash && this->text(slots_[at].number - 1) == text) {
            return {slots_[at].number - 1, false};
        }
        at = (at + 1) & (slots_.size() - 1);
    }
    bytes_ += text;
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    slots_[at] = {size(), hash};
    return {size() - 1, true};
}

void TextPool::grow() {
    std::vector<Slot> before(slots_.size() * 2);
    before.swap(slots_);
    for (const Slot& slot : before) {
        std::size_t at = slot.hash & (slots_.size() - 1);
        while (slot.number != 0 && slots_[at].number != 0) {
            at = (at + 1) & (slots_.size() - 1);
        }
        if (slot.number != 0) {
            slots_[at] = slot;
        }
    }
}

void TextPool::write(core::Bytes& ends, core::Bytes& bytes) const {
    for (const std::uint32_t end : ends_) {
        put_packed(ends, end);
    }
    core::append(bytes, core::as_bytes(bytes_));
}

bool TextView::is_sound() const {
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < ends_.size(); ++i) {
        if (ends_[i] < before) {
            return false;
        }
        before = ends_[i];
    }
    return before == bytes_.size();
}

}  // namespace sarhad::watchlists
