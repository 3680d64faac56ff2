#pragma once

#include "core/result.h"
#include "store/database.h"
#include "wire/messages.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

/// How far central's streams have been applied, and the node's few small facts of its own.
/// Thread: store. `database` outlives it.
class PositionsStore {
public:
    explicit PositionsStore(store::Database& database) : database_{database} {}

    [[nodiscard]] core::Result<std::vector<wire::StreamPosition>> all();
    /// Epoch 1, seq 0 for a stream of which nothing has come.
    [[nodiscard]] core::Result<wire::StreamPosition> of(core::StreamId stream);
    /// kConflict, named by `what` and where the stream is, for a delta that is not the next one.
    [[nodiscard]] core::Status check_next(const wire::DeltaBody& delta, std::string_view what);
    /// In the open transaction.
    [[nodiscard]] core::Status put(const wire::StreamPosition& position);
    /// As if nothing of the stream had come. In the open transaction.
    [[nodiscard]] core::Status forget(core::StreamId stream);

    /// Small facts by key, such as "quarantine/up/2". In the open transaction.
    [[nodiscard]] core::Status put_note(std::string_view key, std::string_view value);
    [[nodiscard]] core::Status remove_note(std::string_view key);
    [[nodiscard]] core::Result<bool> has_note(std::string_view key);
    [[nodiscard]] core::Result<std::map<std::string, std::string>> notes();

private:
    store::Database& database_;
};

}  // namespace sarhad::node
