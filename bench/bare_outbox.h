#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string>

namespace sarhad::bench {

/// The outbox's own table filled by bare SQLite: one prepared INSERT, nothing else. What the
/// durable enqueue is held against. Thread: one.
class BareOutbox {
public:
    explicit BareOutbox(const std::string& path);
    BareOutbox(const BareOutbox&) = delete;
    BareOutbox& operator=(const BareOutbox&) = delete;
    ~BareOutbox();

    /// One transaction of `count` rows of `sealed` each, durable when it returns.
    void insert(std::uint64_t count, core::ByteView sealed);

private:
    struct Handles;
    Handles* handles_;
    std::int64_t seq_{0};
};

}  // namespace sarhad::bench
