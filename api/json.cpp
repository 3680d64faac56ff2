#include "api/json.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>

namespace sarhad::api {

Json::Json() = default;
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json::Json(std::nullptr_t) {}
Json::Json(const char* text) : value_{std::string{text}} {}
Json::Json(std::string_view text) : value_{std::string{text}} {}
Json::Json(std::string text) : value_{std::move(text)} {}
Json::Json(Truth truth) : value_{truth.value} {}
Json::Json(Whole whole) {
    const auto value = static_cast<std::int64_t>(whole.bits);
    if (whole.negative || value >= 0) {
        value_ = value;
    } else {
        value_ = std::to_string(whole.bits);
    }
}

Json Json::object(std::initializer_list<JsonMember> members) {
    Json made;
    made.value_ = Object{};
    for (const JsonMember& member : members) {
        SARHAD_CHECK(made.find(member.key) == nullptr);
        std::get<Object>(made.value_).push_back(member);
    }
    return made;
}

Json Json::array(std::initializer_list<Json> elements) {
    return array(Array{elements});
}

Json Json::array(Array elements) {
    Json made;
    made.value_ = std::move(elements);
    return made;
}

bool Json::as_bool() const {
    SARHAD_CHECK(is_bool());
    return *std::get_if<bool>(&value_);
}

std::int64_t Json::as_int() const {
    SARHAD_CHECK(is_int());
    return *std::get_if<std::int64_t>(&value_);
}

const std::string& Json::as_text() const {
    SARHAD_CHECK(is_text());
    return *std::get_if<std::string>(&value_);
}

const Json::Array& Json::elements() const {
    SARHAD_CHECK(is_array());
    return *std::get_if<Array>(&value_);
}

const Json::Object& Json::members() const {
    SARHAD_CHECK(is_object());
    return *std::get_if<Object>(&value_);
}

const Json* Json::find(std::string_view key) const noexcept {
    const Object* held = std::get_if<Object>(&value_);
    if (held == nullptr) return nullptr;
    const auto at =
        std::ranges::find_if(*held, [key](const JsonMember& member) { return member.key == key; });
    return at == held->end() ? nullptr : &at->value;
}

namespace {

core::Error wrong_member(std::string_view key, const Json* found, std::string_view wanted) {
    if (found == nullptr) {
        return {core::Errc::kInvalid, core::cat("member \"", key, "\" is missing: give ", wanted)};
    }
    return {core::Errc::kInvalid, core::cat("member \"", key, "\" must be ", wanted)};
}

}  // namespace

core::Result<std::string> Json::text_at(std::string_view key) const {
    const Json* found = find(key);
    if (found == nullptr || !found->is_text()) return wrong_member(key, found, "a text");
    return found->as_text();
}

core::Result<std::int64_t> Json::int_at(std::string_view key) const {
    const Json* found = find(key);
    if (found == nullptr || !found->is_int()) return wrong_member(key, found, "a whole number");
    return found->as_int();
}

core::Result<bool> Json::bool_at(std::string_view key) const {
    const Json* found = find(key);
    if (found == nullptr || !found->is_bool()) return wrong_member(key, found, "true or false");
    return found->as_bool();
}

void Json::set(std::string_view key, Json value) {
    SARHAD_CHECK(is_object());
    Object& held = *std::get_if<Object>(&value_);
    const auto at =
        std::ranges::find_if(held, [key](const JsonMember& member) { return member.key == key; });
    if (at != held.end()) {
        at->value = std::move(value);
    } else {
        held.push_back({std::string{key}, std::move(value)});
    }
}

void Json::add_new(std::string key, Json value) {
    SARHAD_CHECK(is_object());
    std::get_if<Object>(&value_)->push_back({std::move(key), std::move(value)});
}

void Json::push(Json value) {
    SARHAD_CHECK(is_array());
    std::get_if<Array>(&value_)->push_back(std::move(value));
}

bool operator==(const Json& left, const Json& right) {
    return left.value_ == right.value_;
}

}  // namespace sarhad::api
