#pragma once

#include "central/publisher.h"
#include "central/store.h"
#include "central/upload.h"
#include "wire/keyring.h"
#include "wire/trust.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "editions/edition_rows.h"

namespace sarhad::central {

/// What leads from a list as it is published to that of an upload, row by row in canonical order.
/// Only some rows of either are held. Thread: one at a time.
class ListDiff final {
public:
    struct Step {
        std::optional<editions::Row> row;  ///< As the upload has it; none where it has it no more.
        wire::Hash256 hash{};              ///< Of its body.
        std::string gone{};                ///< The id of a row that the upload lacks.
        std::optional<wire::Hash256> before{};  ///< Of the body that is published.
        bool is_changed{false};                 ///< It is new, other, or gone.
    };

    explicit ListDiff(const Upload& upload);

    /// First, once: the file's head. Errors as editions::EditionRows, and those of `pages`.
    [[nodiscard]] core::Result<watchlists::ListFileHead> begin(CentralPages& pages);
    /// Before next(): the list that the upload is held against.
    void against(core::StreamId stream) { stream_ = stream; }
    /// None at the end.
    [[nodiscard]] core::Result<std::optional<Step>> next(CentralPages& pages);
    /// Bytes of the upload so far.
    [[nodiscard]] std::uint64_t read() const { return rows_.read(); }
    [[nodiscard]] const wire::Hash256& hash() const { return rows_.hash(); }

private:
    [[nodiscard]] core::Result<core::Bytes> next_piece();
    [[nodiscard]] core::Status fill();

    Upload upload_;
    CentralPages* pages_{nullptr};  ///< While a call runs.
    std::uint64_t piece_{0};
    editions::EditionRows rows_;
    core::StreamId stream_{0};
    std::optional<editions::Row> wanted_;
    std::deque<HeldRow> held_;
    std::optional<editions::Place> held_to_{};
    bool is_wanted_ended_{false};
    bool is_held_ended_{false};
};

/// An edition that is made of an upload in two passes, neither of which holds it: check() reads all
/// of it and holds it against its agency's signature; then make() gives its deltas. Each call does
/// some of that and returns. Thread: one at a time.
class Publication final {
public:
    Publication(const Upload& upload, std::vector<wire::Signature> signatures, ShrinkLeave leave)
        : upload_{upload},
          signatures_{std::move(signatures)},
          leave_{leave},
          diff_{std::make_unique<ListDiff>(upload)} {}

    [[nodiscard]] const Upload& upload() const { return upload_; }
    /// True once all is checked, and the edition may be made. Errors as read_submission() and
    /// make_edition().
    [[nodiscard]] core::Result<bool> check(CentralPages& pages,
                                           const std::vector<StreamHead>& heads,
                                           const wire::TrustStore& trust);
    /// The next deltas; none once all are made.
    [[nodiscard]] core::Result<StagedDeltas> make(CentralPages& pages,
                                                  const wire::SigningKey& sequencer);
    /// Once make() has given all: the stream's head behind the edition.
    [[nodiscard]] StreamHead head_after(core::WallTime at) const;
    [[nodiscard]] const std::optional<Shrunk>& shrunk() const { return shrunk_; }
    [[nodiscard]] std::uint64_t deltas() const { return deltas_; }

private:
    [[nodiscard]] core::Status begin(CentralPages& pages, const std::vector<StreamHead>& heads);
    [[nodiscard]] core::Status count(const ListDiff::Step& step);
    [[nodiscard]] core::Status end_check(const wire::TrustStore& trust);
    void begin_making();
    void add(StagedDeltas& to,
             wire::Op op,
             const ListDiff::Step& step,
             const wire::SigningKey& key);
    void close(StagedDeltas& to, bool ends_edition, const wire::SigningKey& key);

    Upload upload_;
    std::vector<wire::Signature> signatures_;
    ShrinkLeave leave_;
    std::unique_ptr<ListDiff> diff_;  ///< Of the pass that is under way.
    watchlists::ListFileHead file_{};
    StreamHead head_{};
    editions::TreeBuilder tree_;
    core::Epoch epoch_{0};          ///< That its entries are to be sealed in; 0: open.
    std::uint64_t changed_{0};      ///< Rows, the manifest not counted.
    std::uint64_t removed_{0};      ///< Of these.
    bool is_manifest_same_{false};  ///< But for the edition's number.
    bool has_begun_{false};
    bool is_made_{false};
    wire::EditionStatement statement_{};
    std::optional<Shrunk> shrunk_{};

    wire::DeltaBody body_{};
    std::vector<RowChange> changes_;
    std::size_t ops_bytes_{0};
    std::uint64_t deltas_{0};
};

}  // namespace sarhad::central
