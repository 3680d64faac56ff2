#pragma once

#include "core/bytes.h"
#include "core/posix_files.h"
#include "facts/fields.h"
#include "support/places.h"

#include <string>

namespace sarhad::intake {

/// A fact as indented JSON, personal values included: for golden files of invented travellers.
class JsonDump final : public facts::Writer {
public:
    void begin_map(std::size_t count) override { open('{', count); }
    void key(const facts::FieldSpec& field) override {
        next();
        out_ += '"' + std::string{field.name} + "\": ";
        is_value_next_ = true;
    }
    void end_map() override { close('}'); }
    void begin_array(std::size_t count) override { open('[', count); }
    void end_array() override { close(']'); }
    void boolean(bool value) override { put(value ? "true" : "false"); }
    void integer(std::int64_t value) override { put(std::to_string(value)); }
    void text(std::string_view value) override {
        std::string quoted = "\"";
        for (const char c : value) {
            if (c == '"' || c == '\\') quoted += '\\';
            quoted += c;
        }
        put(quoted + '"');
    }
    void bytes(core::ByteView value) override { text(core::to_hex(value)); }
    void enumerator(std::int64_t, std::string_view name) override { text(name); }
    void wall(core::WallTime value) override { text(core::to_rfc3339(value)); }
    [[nodiscard]] const std::string& str() const { return out_; }

private:
    void next() {
        if (is_value_next_) {
            is_value_next_ = false;
            return;
        }
        if (depth_ == 0) return;
        if (!is_first_) out_ += ',';
        is_first_ = false;
        out_ += '\n' + std::string(depth_, ' ');
    }
    void put(const std::string& value) {
        next();
        out_ += value;
    }
    void open(char bracket, std::size_t) {
        next();
        out_ += bracket;
        ++depth_;
        is_first_ = true;
    }
    void close(char bracket) {
        --depth_;
        if (!is_first_) out_ += '\n' + std::string(depth_, ' ');
        out_ += bracket;
        is_first_ = false;
    }
    std::string out_;
    std::size_t depth_{0};
    bool is_first_{true};
    bool is_value_next_{false};
};

template <class T>
[[nodiscard]] std::string dump(const T& fact) {
    JsonDump json;
    facts::write(json, fact);
    return json.str() + "\n";
}

/// The bytes of a file that a test needs; aborts where it is missing.
[[nodiscard]] inline core::Bytes file_bytes(const std::string& path) {
    core::PosixFiles files;
    auto bytes = files.read(path, core::mebibytes(64));
    SARHAD_CHECK(bytes.has_value());
    return std::move(*bytes);
}

[[nodiscard]] inline core::Bytes sample(const std::string& name) {
    return file_bytes(places::test_data("intake/" + name));
}

}  // namespace sarhad::intake
