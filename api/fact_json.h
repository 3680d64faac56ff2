#pragma once

#include "api/json.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "facts/fields.h"
#include "facts/writer.h"

#include <string>
#include <vector>

namespace sarhad::api {

/// Writes facts as JSON by the names of their fields: bytes as lower-case hexadecimal, times as
/// RFC 3339, enumerators by name. Personal values are written too: a route that shows them to a
/// role which may not see them leaves the fields out itself.
class JsonWriter final : public facts::Writer {
public:
    [[nodiscard]] bool tells_unset() const override { return true; }
    void begin_map(std::size_t count) override;
    void key(const facts::FieldSpec& field) override;
    void end_map() override;
    void begin_array(std::size_t count) override;
    void end_array() override;
    void boolean(bool value) override;
    void integer(std::int64_t value) override;
    void text(std::string_view value) override;
    void bytes(core::ByteView value) override;
    void enumerator(std::int64_t value, std::string_view name) override;
    void wall(core::WallTime value) override;

    /// What was written: one whole value (checked). The writer is empty afterwards.
    [[nodiscard]] Json take();

private:
    struct Open {
        Json value;
        std::string key;
    };
    void add(Json value);
    void close();

    std::vector<Open> open_{};
    Json done_{};
};

/// The fact as a JSON object. Numbers, words and lists are always there; a text, a date, a time or
/// bytes that are not known are left out.
template <facts::HasSchema Fact>
[[nodiscard]] Json to_json(const Fact& fact) {
    JsonWriter writer;
    facts::write(writer, fact);
    return writer.take();
}

}  // namespace sarhad::api
