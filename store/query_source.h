#pragma once

#include "store/database.h"

namespace sarhad::store {

/// Where queries run: a reader's connection, or the writer's own where no reader can stand beside
/// it. Borrowed: the connection outlives it. Thread: the connection's.
class QuerySource final {
public:
    explicit QuerySource(Database& writer) : writer_{&writer} {}
    explicit QuerySource(Reader& reader) : reader_{&reader} {}

    [[nodiscard]] core::Result<Statement> prepare(Sql sql) const {
        return reader_ != nullptr ? reader_->prepare(sql) : writer_->prepare(sql);
    }

private:
    Database* writer_{nullptr};
    Reader* reader_{nullptr};
};

}  // namespace sarhad::store
