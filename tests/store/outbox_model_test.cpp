#include "fixture.h"

#include <map>
#include <optional>
#include <random>

namespace sarhad::store::testing {
namespace {

/// The outbox as one would explain it: rows by (epoch, seq), and how far each epoch is acked.
struct Model {
    struct Epoch {
        std::map<std::uint64_t, OutboxRow> rows;
        std::uint64_t acked{0};
        std::uint64_t tail{0};
        Hash256 hash{};
        std::map<std::uint64_t, Hash256> hashes;
    };
    std::map<std::uint32_t, Epoch> epochs;
};

class ModelRun {
public:
    explicit ModelRun(std::uint64_t seed) : random_{seed} {}

    void step() {
        const std::uint64_t choice = below(100);
        if (choice < 55) {
            append_some();
        } else if (choice < 75) {
            ack_some();
        } else if (choice < 83) {
            purge_some();
        } else if (choice < 88) {
            rewind_some();
        } else if (choice < 89) {
            begin_epoch();
        } else if (choice < 90) {
            box_.reopen();
        } else {
            roll_something_back();
        }
    }

    void compare() {
        std::vector<OutboxRow> wanted;
        std::uint64_t bytes = 0;
        for (const auto& [number, epoch] : model_.epochs) {
            for (const auto& [seq, row] : epoch.rows) {
                if (seq > epoch.acked) {
                    wanted.push_back(row);
                    bytes += row.sealed.size();
                }
            }
        }
        const OutboxCounts counts = value_of(box_.outbox->counts(kStream));
        ASSERT_EQ(counts.rows, wanted.size());
        ASSERT_EQ(counts.bytes.bytes, bytes);
        if (wanted.size() > kPendingRowsMax) {
            wanted.resize(kPendingRowsMax);
        }
        const std::vector<OutboxRow> got = box_.pending();
        ASSERT_EQ(got.size(), wanted.size());
        for (std::size_t index = 0; index < got.size(); ++index) {
            ASSERT_EQ(got[index].epoch, wanted[index].epoch);
            ASSERT_EQ(got[index].seq, wanted[index].seq);
            ASSERT_EQ(got[index].hash, wanted[index].hash);
            ASSERT_EQ(got[index].sealed, wanted[index].sealed);
        }
        if (!model_.epochs.empty()) {
            ASSERT_EQ(box_.outbox->tail(kStream).seq.value(), model_.epochs.rbegin()->second.tail);
        }
    }

    void finish() {
        box_.reopen();
        compare();
        expect_ok(box_.outbox->verify_chain());
    }

private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    Model::Epoch& present() {
        if (model_.epochs.empty()) {
            model_.epochs[1];
        }
        return model_.epochs.rbegin()->second;
    }

    Model::Epoch& any(std::uint32_t& number) {
        present();
        auto found = model_.epochs.begin();
        std::advance(found, static_cast<std::ptrdiff_t>(below(model_.epochs.size())));
        number = found->first;
        return found->second;
    }

    SealedRow make_row() {
        SealedRow row = row_of(1 + below(400));
        row.digest[1] = static_cast<std::uint8_t>(below(256));
        row.created = core::WallTime{kNow.micros + static_cast<std::int64_t>(++created_)};
        return row;
    }

    void append_some() {
        Transaction tx = value_of(Transaction::begin(*box_.database));
        for (std::uint64_t left = 1 + below(5); left > 0; --left) {
            const SealedRow row = make_row();
            const OutboxPosition at = value_of(box_.outbox->append(tx, row));
            Model::Epoch& epoch = present();
            const core::Seq seq{epoch.tail + 1};
            const core::Epoch number{model_.epochs.rbegin()->first};
            core::Bytes link = core::to_bytes(core::ByteView{encode_row_header(row, number, seq)});
            core::append(link, row.digest);
            epoch.hash = test_chain(epoch.hash, link);
            epoch.tail = seq.value();
            epoch.hashes[epoch.tail] = epoch.hash;
            epoch.rows[epoch.tail] = {
                .epoch = number, .seq = seq, .hash = epoch.hash, .sealed = row.sealed};
            ASSERT_EQ(at, (OutboxPosition{number, seq, epoch.hash}));
        }
        expect_ok(std::move(tx).commit());
        exists_ = true;
    }

    void ack_some() {
        if (!exists_) {
            return;
        }
        std::uint32_t number = 0;
        Model::Epoch& epoch = any(number);
        const std::uint64_t upto = below(epoch.tail + 2);
        const Hash256 hash = upto == 0 ? Hash256{} : epoch.hashes[upto];
        const core::Status done = box_.ack(core::Epoch{number}, core::Seq{upto}, hash);
        ASSERT_EQ(done.has_value(), upto <= epoch.tail);
        if (done) {
            epoch.acked = std::max(epoch.acked, upto);
        }
    }

    void purge_some() {
        const std::uint64_t keep = below(4000);
        std::uint64_t kept = 0;
        for (const auto& [number, epoch] : model_.epochs) {
            for (const auto& [seq, row] : epoch.rows) {
                if (seq <= epoch.acked) {
                    kept += row.sealed.size();
                }
            }
        }
        const Purged purged = box_.purge(kNow, {.bytes = {keep}});
        std::size_t rows = 0;
        // Rows are created in order of (epoch, seq) here, so the oldest are the first.
        for (auto& [number, epoch] : model_.epochs) {
            while (!epoch.rows.empty() && epoch.rows.begin()->first <= epoch.acked && kept > keep &&
                   rows < kPurgeRowsMax) {
                kept -= epoch.rows.begin()->second.sealed.size();
                epoch.rows.erase(epoch.rows.begin());
                ++rows;
            }
        }
        ASSERT_EQ(purged.rows, rows);
        std::erase_if(model_.epochs, [&](const auto& entry) {
            return entry.second.rows.empty() && entry.first != model_.epochs.rbegin()->first;
        });
    }

    void rewind_some() {
        if (!exists_) {
            return;
        }
        std::uint32_t number = 0;
        Model::Epoch& epoch = any(number);
        const std::uint64_t to = below(epoch.tail + 1);
        const Rewound rewound = box_.rewind(core::Epoch{number}, core::Seq{to});
        const std::uint64_t gone = epoch.rows.empty() ? epoch.tail : epoch.rows.begin()->first - 1;
        if (to < epoch.acked) {
            ASSERT_EQ(rewound.purged_last.value(), to < gone ? gone : 0);
            epoch.acked = std::max(to, gone);
        }
        ASSERT_EQ(rewound.acked.value(), epoch.acked);
    }

    void begin_epoch() {
        if (!exists_) {
            return;
        }
        const std::uint32_t number = model_.epochs.rbegin()->first + 1;
        box_.in_transaction([&](Transaction& tx) {
            return box_.outbox->begin_epoch(tx, kStream, core::Epoch{number});
        });
        model_.epochs[number];
    }

    void roll_something_back() {
        Transaction tx = value_of(Transaction::begin(*box_.database));
        value_of(box_.outbox->append(tx, make_row()));
        std::optional<Savepoint> part{value_of(Savepoint::begin(tx))};
        const OutboxPosition before = box_.outbox->tail(kStream);
        value_of(box_.outbox->append(tx, make_row()));
        const OutboxPosition last = value_of(box_.outbox->append(tx, make_row()));
        expect_ok(box_.outbox->ack(tx, kStream, last.epoch, last.seq, last.hash, kNow));
        value_of(box_.outbox->purge(tx, kNow, {.bytes = {0}}));
        part.reset();
        ASSERT_EQ(box_.outbox->tail(kStream), before);
    }

    std::mt19937_64 random_;
    OutboxBox box_;
    Model model_;
    std::uint64_t created_{0};
    bool exists_{false};
};

TEST(OutboxModel, AgreesWithTheObviousOneOverRandomOperations) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        ModelRun run{seed};
        for (int step = 0; step < 1000; ++step) {
            run.step();
            run.compare();
            ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed << " step " << step;
        }
        run.finish();
    }
}

}  // namespace
}  // namespace sarhad::store::testing
