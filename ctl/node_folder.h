#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "ctl/context.h"
#include "wire/keyring.h"

#include <cstdint>
#include <string>

/// The folder of a new node: its keys, whom it trusts, its settings. As `node add` and `enrol join`
/// write it.
namespace sarhad::ctl {

/// What a new node is called and where it will find central.
struct Place {
    std::string port;    ///< "PKXXA-1".
    std::string folder;  ///< Absolute, without a slash at its end.
    std::string control;
    std::string bulk;
    bool local{false};  ///< Database, spool and socket in the folder too.
};

/// `output` as an absolute path. kInvalid: what would not fit into node.toml.
[[nodiscard]] core::Result<std::string> folder_for(const Context& context,
                                                   const std::string& output,
                                                   const std::string& endpoints);
/// "tcp://host:5702" for "tcp://host:5701". kInvalid where there is none.
[[nodiscard]] core::Result<std::string> next_endpoint(const std::string& control);
/// kInvalid: the folder, or its keys/, holds something.
[[nodiscard]] core::Status check_is_empty(Context& context, const Place& place);
/// As check_is_empty(), and makes keys/.
[[nodiscard]] core::Status make_empty_folder(Context& context, const Place& place);

/// The public halves of the node's own keys.
struct NodeFolderKeys {
    wire::PublicKey link{};
    wire::PublicKey sign{};
};
/// The keys that an interrupted run has not made are made, on disk before anybody knows of them.
[[nodiscard]] core::Result<NodeFolderKeys> ensure_node_keys(Context& context, const Place& place);

/// What central gives a new node.
struct Given {
    std::int64_t node{0};
    std::string trust;    ///< The trust file.
    core::Bytes root;     ///< The newest root document; empty where none was signed.
    core::Bytes subject;  ///< The key that every node of the country shares; wiped once written.
};
/// Everything but the node's own keys; node.toml last.
[[nodiscard]] core::Status write_node_folder(Context& context, const Place& place, Given& given);
/// How the node is started, or installed where it is to be.
void tell_start(Context& context, const Place& place, bool has_root);

}  // namespace sarhad::ctl
