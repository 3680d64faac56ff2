#pragma once

#include "rules/cel/context.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace sarhad::rules::cel {

/// A text that grows in the call's arena. Once memory or steps run out it stays over budget.
class TextBuilder final {
public:
    explicit TextBuilder(Context& context) : context_{context} {}

    void add(std::string_view text) {
        if (over_ || text.empty() || !room_for(text.size())) {
            return;
        }
        std::memcpy(data_ + size_, text.data(), text.size());
        size_ += text.size();
    }
    void add(char c) { add(std::string_view{&c, 1}); }
    [[nodiscard]] bool is_over() const { return over_; }
    [[nodiscard]] std::string_view view() const { return {data_, size_}; }
    [[nodiscard]] Value string() const {
        return over_ ? Context::over_budget() : Value::string(view());
    }

private:
    bool room_for(std::size_t more) {
        if (!context_.spend(more / 16)) {
            over_ = true;
        } else if (more > capacity_ - size_) {
            const std::size_t wanted = std::max<std::size_t>({64, capacity_ * 2, size_ + more});
            char* grown = context_.arena().take<char>(wanted);
            if (grown == nullptr) {
                over_ = true;
                return false;
            }
            if (size_ != 0) {
                std::memcpy(grown, data_, size_);
            }
            data_ = grown;
            capacity_ = wanted;
        }
        return !over_;
    }

    Context& context_;
    char* data_{nullptr};
    std::size_t size_{0};
    std::size_t capacity_{0};
    bool over_{false};
};

}  // namespace sarhad::rules::cel
