#include "api/fact_json.h"

#include "core/check.h"

#include <utility>

namespace sarhad::api {

void JsonWriter::begin_map(std::size_t /*count*/) {
    open_.push_back({Json::object(), {}});
}

void JsonWriter::key(const facts::FieldSpec& field) {
    SARHAD_CHECK(!open_.empty() && open_.back().value.is_object());
    open_.back().key = field.name;
}

void JsonWriter::end_map() {
    close();
}

void JsonWriter::begin_array(std::size_t /*count*/) {
    open_.push_back({Json::array(), {}});
}

void JsonWriter::end_array() {
    close();
}

void JsonWriter::boolean(bool value) {
    add(value);
}

void JsonWriter::integer(std::int64_t value) {
    add(value);
}

void JsonWriter::text(std::string_view value) {
    add(value);
}

void JsonWriter::bytes(core::ByteView value) {
    add(core::to_hex(value));
}

void JsonWriter::enumerator(std::int64_t /*value*/, std::string_view name) {
    add(name);
}

void JsonWriter::wall(core::WallTime value) {
    add(core::to_rfc3339(value));
}

Json JsonWriter::take() {
    SARHAD_CHECK(open_.empty());
    return std::exchange(done_, Json{});
}

void JsonWriter::close() {
    SARHAD_CHECK(!open_.empty());
    Json whole = std::move(open_.back().value);
    open_.pop_back();
    add(std::move(whole));
}

void JsonWriter::add(Json value) {
    if (open_.empty()) {
        done_ = std::move(value);
    } else if (open_.back().value.is_array()) {
        open_.back().value.push(std::move(value));
    } else {
        // The table lists each field once, so the key is new.
        open_.back().value.add_new(std::move(open_.back().key), std::move(value));
    }
}

}  // namespace sarhad::api
