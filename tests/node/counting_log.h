#pragma once

#include "core/log.h"

#include <initializer_list>
#include <map>
#include <string>

namespace sarhad::node {

/// Counts events by their ids.
class CountingLog final : public core::Log {
public:
    using Log::write;
    void write(const core::LogEvent& event,
               std::initializer_list<core::LogField> /*fields*/) override {
        ++counts[std::string{event.id}];
    }
    std::map<std::string, int> counts;
};

}  // namespace sarhad::node
