#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "wire/messages.h"
#include "wire/state_tree.h"

#include <cstdint>
#include <string>
#include <vector>

/// What passes between a node's repair of a list and its store.
namespace sarhad::replication {

/// A list as its rows really are in the store: each body was opened and hashed. A row that does
/// not open, or stands in another bucket than its own, counts with a hash of zeros.
struct ListAsItIs {
    std::string name;
    std::uint64_t edition{0};
    wire::StateTree tree;
    std::uint64_t rows{0};
    std::uint64_t damaged{0};  ///< Rows that do not open or do not fit what is stored beside them.
};

/// A row of such a list.
struct RowAsItIs {
    std::string id;
    wire::Hash256 hash{};
};

/// What a list is to be: a complete edition, with its agency's signatures over its root.
struct RepairTarget {
    wire::StreamPosition position;  ///< Of the stream after it, as central says.
    wire::EditionStatement statement;
    std::vector<wire::Signature> signatures;
    std::uint64_t rows{0};
};

/// A row that the list lacks, or has otherwise.
struct RepairedRow {
    std::string id;
    core::Bytes body;
};

/// Node: the list as it really is here: answer with on_counted().
struct CountList {
    core::StreamId stream{0};
};

/// Node: the rows of these buckets as they really are: answer with on_rows_read().
struct ReadBuckets {
    core::StreamId stream{0};
    std::vector<wire::Bucket> buckets;
};

/// Node: `rows` put in, `gone` taken out, and what is stored then made the edition that `target`
/// names, in one transaction, if and only if its root is the signed one: answer with on_repaired().
struct PutRepaired {
    core::StreamId stream{0};
    RepairTarget target;
    std::vector<RepairedRow> rows;
    std::vector<std::string> gone;
};

/// Node: too much differs: the list is taken again from its first delta; answer with release().
struct TakeAgain {
    core::StreamId stream{0};
};

/// Node: the list stored here is not the one that it should be; keep that, and show it.
struct Diverged {
    core::StreamId stream{0};
    std::string why;
};

/// What PutRepaired led to.
struct Repaired {
    wire::StreamPosition position;
    wire::Hash256 root{};
    std::uint64_t rows{0};  ///< That were not as they should be.
};

/// Central: answer with on_recon().
struct AnswerRecon {
    core::NodeId node{0};
    wire::ReconAsk ask;
};

/// Central: the node's list is not the one that it should be; it repairs it.
struct NodeDiverged {
    core::NodeId node{0};
    core::StreamId stream{0};
};

/// Central: it is again.
struct NodeRepaired {
    core::NodeId node{0};
    core::StreamId stream{0};
};

}  // namespace sarhad::replication
