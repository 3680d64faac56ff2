#pragma once

#include "core/log.h"
#include "core/result.h"
#include "core/units.h"
#include "store/disk_room.h"
#include "store/sql.h"
#include "store/statement.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::store {

class Connection;
class DiskCare;
class WriterGuard;

inline constexpr core::LogEvent kCheckpointFailed{
    "STORE-001", core::LogLevel::kError, "checkpoint failed"};
inline constexpr core::LogEvent kDeviceFailed{
    "STORE-003", core::LogLevel::kError, "the database's device failed"};
inline constexpr core::LogEvent kReserveGivenUp{
    "STORE-004", core::LogLevel::kError, "disk full, the reserve is given up"};
inline constexpr core::LogEvent kReserveTaken{
    "STORE-005", core::LogLevel::kInfo, "the disk's reserve is taken again"};
inline constexpr core::LogEvent kReserveLacking{
    "STORE-006", core::LogLevel::kWarn, "no room for the disk's reserve"};
inline constexpr core::LogEvent kDiskFilling{
    "STORE-007", core::LogLevel::kWarn, "the room for the database runs low"};
inline constexpr core::LogEvent kDiskEasing{
    "STORE-008", core::LogLevel::kInfo, "the database has more room again"};

/// Calls of Database::idle() without a commit between them, before the log is cut.
inline constexpr int kQuietCalls = 5;

/// One step of a schema. Once released it never changes: the database keeps a checksum of its SQL.
struct Migration {
    int version;            ///< 1, 2, 3, ... without a gap.
    std::string_view name;  ///< A few words, for an operator.
    std::string_view sql;   ///< One or more statements.
};

/// kShared: readers beside the writer. kExclusive: the writer alone, for a VFS without shared
/// memory.
enum class Locking : std::uint8_t { kShared, kExclusive };

/// Which file, through which VFS, and how large it may grow.
struct OpenOptions {
    std::string path;
    std::string vfs{};  ///< Empty: the system's own.
    int page_quota{0};  ///< Largest size in pages of 4,096 bytes; 0: none.
    Locking locking{Locking::kShared};
    core::Log* log{nullptr};  ///< Hears of the disk's troubles; outlives the Database.
    /// "<path>.ballast" of this size holds room that is given up where the disk is full; 0: none.
    core::ByteSize ballast{0};
    /// Called once, where the device fails under the writer: the owner ends the process, and the
    /// next open checks the file. Thread: the Database's. Must not use it.
    std::function<void()> on_device_failed{};
};

/// How hard to empty the write-ahead log into the database file.
enum class Checkpoint : std::uint8_t {
    kPassive,   ///< What can be done without waiting for a reader.
    kTruncate,  ///< All of it, and cut the log to nothing; for idle moments.
};

/// Keeps state in memory in step with the transaction it belongs to. Depth 0 is the transaction,
/// 1 and up are savepoints inside it. Thread: the Database's.
class TransactionObserver {
public:
    TransactionObserver() = default;
    TransactionObserver(const TransactionObserver&) = delete;
    TransactionObserver& operator=(const TransactionObserver&) = delete;
    virtual ~TransactionObserver() = default;
    /// A transaction or savepoint begins: remember the state as it is.
    virtual void marked(std::size_t depth) = 0;
    /// It was rolled back: the state is again as at the last marked(depth).
    virtual void restored(std::size_t depth) = 0;
};

/// The one connection that writes and checkpoints a database file; everything else about the file
/// reads (Reader). WAL with synchronous=FULL: a commit that returned is on the disk. A commit that
/// leaves 1,000 frames or more in the log empties it into the file as far as readers let it.
/// Thread: one at a time, the store thread once the daemon runs. Outlives what it prepared.
class Database final {
public:
    /// Opens or creates the file (mode 0600), checks it where the last writer did not close it, and
    /// brings its schema to the last of `migrations`.
    /// Errors: kUnavailable where another writer has it or the device fails; kCorrupt; kConflict
    /// where its schema is newer than this program, or an applied migration was altered since.
    [[nodiscard]] static core::Result<std::unique_ptr<Database>> open(
        const OpenOptions& options, std::span<const Migration> migrations);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// A statement from the cache; see Statement.
    [[nodiscard]] core::Result<Statement> prepare(Sql sql);
    /// Rows that the last INSERT, UPDATE or DELETE touched.
    [[nodiscard]] std::int64_t changes() const;

    /// kUnavailable where kTruncate found a reader in its way: try again at the next idle moment.
    [[nodiscard]] core::Status checkpoint(Checkpoint kind);
    /// Once a second, outside a transaction: where nothing was committed over kQuietCalls of these,
    /// cuts the log to nothing, waiting for no reader; takes the ballast back once there is room,
    /// and measures how full the disk is.
    void idle();
    /// The reserve of the disk is given up, or was never to be had. Thread: any.
    [[nodiscard]] bool lacks_reserve() const noexcept;
    /// How much of its room the file uses, as of the last idle(). Thread: any.
    [[nodiscard]] DiskUse disk_use() const noexcept;
    /// Transactions committed since the open that touched a row, but for Uncounted ones: where it
    /// has not grown, the rows are as they were. Thread: any.
    [[nodiscard]] std::uint64_t commits() const noexcept { return commits_.load(); }
    /// Frames (pages) in the write-ahead log after the last commit or checkpoint.
    [[nodiscard]] int wal_frames() const noexcept { return wal_frames_; }
    /// The file's size in pages, free ones included, and its quota (0: none).
    [[nodiscard]] core::Result<std::int64_t> pages();
    [[nodiscard]] int page_quota() const noexcept { return page_quota_; }
    [[nodiscard]] const std::string& path() const noexcept;

    /// `observer` hears of every transaction until it is removed; both outside a transaction.
    void add_observer(TransactionObserver& observer);
    void remove_observer(TransactionObserver& observer);

private:
    friend class Transaction;
    friend class Savepoint;
    friend class Uncounted;
    Database(std::unique_ptr<WriterGuard> guard,
             std::unique_ptr<Connection> connection,
             core::Log* log);

    [[nodiscard]] core::Status set_up(const OpenOptions& options);
    [[nodiscard]] core::Status control(Sql sql);
    [[nodiscard]] core::Status begin();
    [[nodiscard]] core::Status commit();
    [[nodiscard]] std::int64_t touched_rows() const noexcept;
    void checkpoint_if_due();
    void settle_disk();
    void measure_disk();
    [[nodiscard]] bool is_at_quota();
    void rollback() noexcept;
    [[nodiscard]] core::Status begin_savepoint();
    [[nodiscard]] core::Status release_savepoint();
    void rollback_savepoint() noexcept;
    void tell_marked() noexcept;
    void tell_restored() noexcept;

    std::unique_ptr<WriterGuard> guard_;  ///< Before the connection: given up after it closes.
    std::unique_ptr<DiskCare> care_;      ///< Heard by the connection.
    std::unique_ptr<Connection> connection_;
    std::vector<TransactionObserver*> observers_;
    std::size_t savepoints_{0};
    int page_quota_{0};
    int wal_frames_{0};
    int checkpoint_at_;  ///< Frames at which checkpoint_if_due() acts next.
    core::Log* log_;
    bool checkpoint_failing_{false};
    int quiet_calls_{0};  ///< Of idle(), since the last commit.
    std::atomic<std::uint64_t> commits_{0};
    std::int64_t touched_{0};                   ///< Rows as of the last commit, and Uncounted ones.
    std::optional<std::uint64_t> measured_at_;  ///< Commits before `used_` was measured.
    std::uint64_t used_{0};                     ///< Bytes of the file that are in use.
};

/// A read-only connection beside the writer, for pages and exports. It never checkpoints. While a
/// statement of it stands on a row the log cannot shrink, so read quickly: 5 s at most.
/// Thread: one at a time.
class Reader final {
public:
    /// kUnavailable where the file is not there: the writer makes it.
    /// `vfs` as in OpenOptions.
    [[nodiscard]] static core::Result<std::unique_ptr<Reader>> open(const std::string& path,
                                                                    const std::string& vfs = {});
    /// For a look at a file whose daemon may not run: open() would leave an empty log beside it, by
    /// which the next writer takes it for one that was not closed, and checks all of it.
    [[nodiscard]] static core::Result<std::unique_ptr<Reader>> open_at_rest(
        const std::string& path);
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader();

    [[nodiscard]] core::Result<Statement> prepare(Sql sql);

private:
    explicit Reader(std::unique_ptr<Connection> connection);
    [[nodiscard]] static core::Result<std::unique_ptr<Reader>> open_with(const std::string& name,
                                                                         const std::string& vfs,
                                                                         int flags);
    std::unique_ptr<Connection> connection_;
};

}  // namespace sarhad::store
