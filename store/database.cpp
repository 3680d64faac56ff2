#include "store/database.h"

#include "connection.h"
#include "disk_care.h"
#include "log_rewrite.h"
#include "migrate.h"
#include "writer_guard.h"

#include "core/text.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace sarhad::store {
namespace {

constexpr int kCheckpointFrames = 1000;  // About 4 MiB of log.
constexpr int kBusyWaitMs = 1000;        // A reader that opens or recovers holds a lock briefly.
constexpr int kSavepointDepthMax = 4;

/// A new file gets mode 0600, and the log takes its mode from it. Only where there is none yet:
/// closing a second descriptor of a live file would drop SQLite's locks on it.
core::Status create_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return {};
    }  // It exists, or SQLite's own open says better what is wrong.
    ::close(file);
    const std::string parent = std::filesystem::path{path}.parent_path().string();
    const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_CLOEXEC);
    if (folder < 0) {
        return {};
    }
    const int failed = ::fsync(folder);
    ::close(folder);
    if (failed != 0) {
        return core::Error{core::Errc::kUnavailable, core::cat(path, ": fsync of its folder")};
    }
    return {};
}

/// The log of a database file, and whether it is there.
struct LogFile {
    sqlite3_vfs* vfs;
    std::string path;
    bool is_there;
};

core::Result<LogFile> log_of(const OpenOptions& options) {
    sqlite3_vfs* vfs = sqlite3_vfs_find(options.vfs.empty() ? nullptr : options.vfs.c_str());
    if (vfs == nullptr) {
        return core::Error{core::Errc::kInvalid,
                           core::cat(options.path, ": no VFS named ", options.vfs)};
    }
    std::vector<char> full(static_cast<std::size_t>(vfs->mxPathname) + 1);
    int code = vfs->xFullPathname(vfs, options.path.c_str(), vfs->mxPathname, full.data());
    if ((code & 0xff) != SQLITE_OK) {
        return core::Error{core::Errc::kInvalid, core::cat(options.path, ": not a usable path")};
    }
    int exists = 0;
    std::string path = std::string{full.data()} + "-wal";
    code = vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &exists);
    return LogFile{vfs, std::move(path), code != SQLITE_OK || exists != 0};
}

/// A log beside the file means that its last writer did not close it. It is made durable before
/// anybody reads it.
core::Result<bool> keep_log(const OpenOptions& options) {
    SARHAD_TRY(const LogFile log, log_of(options));
    if (log.is_there) {
        SARHAD_TRY_STATUS(rewrite_log(*log.vfs, log.path));
    }
    return log.is_there;
}

/// SQLite's name for a file that nobody changes: it makes no log and takes no lock.
std::string immutable_uri(const std::string& path) {
    std::string uri{"file:"};
    for (const char c : path) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' ||
                              c == '_';
        const auto byte = static_cast<std::uint8_t>(c);
        uri += is_plain ? std::string{c} : core::cat("%", core::to_hex(core::ByteView{&byte, 1}));
    }
    return uri + "?immutable=1";
}

core::Status expect(Connection& connection, const std::string& pragma, std::string_view wanted) {
    SARHAD_TRY(const std::string got, connection.read_text(pragma));
    if (got == wanted) {
        return {};
    }
    return core::Error{
        core::Errc::kUnavailable,
        core::cat(connection.path(), ": ", pragma, ": wanted ", wanted, ", got ", got)};
}

core::Status check_content(Connection& connection) {
    SARHAD_TRY(const std::string found, connection.read_text("PRAGMA quick_check(1)"));
    if (found == "ok") {
        return {};
    }
    return core::Error{core::Errc::kCorrupt,
                       core::cat(connection.path(),
                                 ": quick_check after an unclean stop found damage; keep the file "
                                 "and restore from central")};
}

int note_frames(void* frames, sqlite3* /*handle*/, const char* /*schema*/, int count) {
    *static_cast<int*>(frames) = count;
    return SQLITE_OK;
}

void harden(const Connection& connection) {
    sqlite3_busy_timeout(connection.handle(), kBusyWaitMs);
    sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
}

}  // namespace

core::Result<std::unique_ptr<Database>> Database::open(const OpenOptions& options,
                                                       std::span<const Migration> migrations) {
    const bool is_system = options.vfs.empty();
    const std::string name = is_system ? options.path : core::cat(options.vfs, ":", options.path);
    SARHAD_TRY(auto guard,
               WriterGuard::take(name, is_system ? GuardScope::kMachine : GuardScope::kProcess));
    if (is_system) {
        SARHAD_TRY_STATUS(create_private(options.path));
    }
    SARHAD_TRY(const bool unclean, keep_log(options));
    SARHAD_TRY(auto connection,
               Connection::open(options.path,
                                options.vfs,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX));
    std::unique_ptr<Database> database{
        new Database{std::move(guard), std::move(connection), options.log}};
    SARHAD_TRY_STATUS(database->set_up(options));
    if (unclean) {
        SARHAD_TRY_STATUS(check_content(*database->connection_));
        // What a killed process wrote and did not sync reads as committed; a power failure would
        // still take it. It is made durable before anyone promises it.
        SARHAD_TRY_STATUS(database->checkpoint(Checkpoint::kTruncate));
    }
    SARHAD_TRY_STATUS(migrate(*database->connection_, migrations));
    database->care_ = std::make_unique<DiskCare>(database->connection_->handle(), options);
    database->care_->take_reserve();
    database->connection_->set_watch(database->care_.get());
    return database;
}

Database::Database(std::unique_ptr<WriterGuard> guard,
                   std::unique_ptr<Connection> connection,
                   core::Log* log)
    : guard_{std::move(guard)},
      connection_{std::move(connection)},
      checkpoint_at_{kCheckpointFrames},
      log_{log} {}

Database::~Database() {
    SARHAD_CHECK(observers_.empty());
}

core::Status Database::set_up(const OpenOptions& options) {
    Connection& connection = *connection_;
    harden(connection);
    if (options.locking == Locking::kExclusive) {
        // Before the log is first touched, or SQLite asks the VFS for shared memory.
        SARHAD_TRY_STATUS(expect(connection, "PRAGMA locking_mode=EXCLUSIVE", "exclusive"));
    }
    SARHAD_TRY_STATUS(expect(connection, "PRAGMA journal_mode=WAL", "wal"));
    for (const char* pragma : {"PRAGMA synchronous=FULL",
                               "PRAGMA wal_autocheckpoint=0",
                               "PRAGMA journal_size_limit=8388608",
                               "PRAGMA mmap_size=0",
                               "PRAGMA cell_size_check=ON",
                               "PRAGMA trusted_schema=OFF",
                               "PRAGMA foreign_keys=ON",
                               "PRAGMA secure_delete=ON",
                               "PRAGMA temp_store=MEMORY"}) {
        SARHAD_TRY_STATUS(connection.execute(pragma));
    }
    SARHAD_TRY_STATUS(expect(connection, "PRAGMA synchronous", "2"));
    SARHAD_TRY_STATUS(expect(connection, "PRAGMA wal_autocheckpoint", "0"));
    SARHAD_TRY_STATUS(expect(connection, "PRAGMA foreign_keys", "1"));
    if (options.page_quota > 0) {
        const std::string quota = std::to_string(options.page_quota);
        SARHAD_TRY_STATUS(expect(connection, "PRAGMA max_page_count=" + quota, quota));
        page_quota_ = options.page_quota;
    }
    // After wal_autocheckpoint, which would take the hook away.
    sqlite3_wal_hook(connection.handle(), &note_frames, &wal_frames_);
    return {};
}

core::Result<Statement> Database::prepare(Sql sql) {
    return connection_->prepare(sql);
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(connection_->handle());
}

core::Status Database::checkpoint(Checkpoint kind) {
    const int mode =
        kind == Checkpoint::kPassive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    int frames = 0;
    int moved = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(connection_->handle(), "main", mode, &frames, &moved);
    if (code != SQLITE_OK) {
        return connection_->error(code, "checkpoint");
    }
    wal_frames_ = std::max(frames, 0);
    // A reader in the way leaves frames behind; do not try again at each commit then.
    checkpoint_at_ = moved < frames ? frames + kCheckpointFrames : kCheckpointFrames;
    return {};
}

/// Since the open; those of what was rolled back too.
std::int64_t Database::touched_rows() const noexcept {
    return sqlite3_total_changes64(connection_->handle());
}

void Database::checkpoint_if_due() {
    // The log began anew since the reader went.
    if (wal_frames_ < kCheckpointFrames) {
        checkpoint_at_ = kCheckpointFrames;
    }
    if (wal_frames_ < checkpoint_at_) {
        return;
    }
    // What was committed stays committed; a later commit tries again.
    const core::Status done = checkpoint(Checkpoint::kPassive);
    if (!done && !checkpoint_failing_ && log_ != nullptr) {
        log_->write(kCheckpointFailed, {{"error", done.error().what}});
    }
    checkpoint_failing_ = !done;
}

void Database::settle_disk() {
    if (care_->is_full()) {
        care_->settle(is_at_quota());
    }
}

bool Database::is_at_quota() {
    if (page_quota_ == 0) {
        return false;
    }
    const auto count = pages();
    return !count || *count >= page_quota_;
}

void Database::idle() {
    SARHAD_CHECK(!connection_->in_transaction());
    care_->take_reserve();
    measure_disk();
    if (wal_frames_ == 0 || ++quiet_calls_ < kQuietCalls) {
        return;
    }
    quiet_calls_ = 0;
    sqlite3_busy_timeout(connection_->handle(), 0);
    // A reader in the way: at the next quiet moment. What the disk does is heard by care_.
    static_cast<void>(checkpoint(Checkpoint::kTruncate).has_value());
    sqlite3_busy_timeout(connection_->handle(), kBusyWaitMs);
    settle_disk();
}

bool Database::lacks_reserve() const noexcept {
    return care_->lacks_reserve();
}

DiskUse Database::disk_use() const noexcept {
    return care_->use();
}

/// The pages in use change with a commit alone; what else is on the disk, at any time.
void Database::measure_disk() {
    const std::uint64_t commits = commits_.load();
    if (measured_at_ != commits) {
        const auto all = pages();
        auto unused = prepare("PRAGMA freelist_count");
        const auto free = unused ? unused->query_int64() : unused.error();
        if (!all || !free) {
            return;  // The device fails: that is told elsewhere.
        }
        used_ = static_cast<std::uint64_t>(*all - free->value_or(0)) * kPageBytes;
        measured_at_ = commits;
    }
    care_->measure({used_}, {static_cast<std::uint64_t>(page_quota_) * kPageBytes});
}

core::Result<std::int64_t> Database::pages() {
    SARHAD_TRY(Statement statement, prepare("PRAGMA page_count"));
    SARHAD_TRY(const auto count, statement.query_int64());
    return count.value_or(0);
}

const std::string& Database::path() const noexcept {
    return connection_->path();
}

void Database::add_observer(TransactionObserver& observer) {
    SARHAD_CHECK(!connection_->in_transaction());
    observers_.push_back(&observer);
}

void Database::remove_observer(TransactionObserver& observer) {
    SARHAD_CHECK(!connection_->in_transaction());
    std::erase(observers_, &observer);
}

core::Status Database::control(Sql sql) {
    SARHAD_TRY(Statement statement, prepare(sql));
    return statement.run();
}

core::Status Database::begin() {
    SARHAD_CHECK(!connection_->in_transaction());
    SARHAD_TRY_STATUS(control("BEGIN IMMEDIATE"));
    connection_->set_in_transaction(true);
    tell_marked();
    return {};
}

core::Status Database::commit() {
    SARHAD_CHECK(connection_->in_transaction() && savepoints_ == 0);
    core::Status done = control("COMMIT");
    if (!done) {
        rollback();
        return done;
    }
    connection_->set_in_transaction(false);
    quiet_calls_ = 0;
    const std::int64_t touched = touched_rows();
    commits_ += std::exchange(touched_, touched) != touched ? 1U : 0U;
    checkpoint_if_due();
    settle_disk();
    return done;
}

void Database::rollback() noexcept {
    savepoints_ = 0;
    // SQLite has rolled back already after some errors, and a second ROLLBACK is an error itself.
    if (!connection_->is_autocommit()) {
        SARHAD_CHECK(control("ROLLBACK").has_value() || connection_->is_autocommit());
    }
    connection_->set_in_transaction(false);
    tell_restored();
    settle_disk();
}

core::Status Database::begin_savepoint() {
    SARHAD_CHECK(connection_->in_transaction() && savepoints_ < kSavepointDepthMax);
    SARHAD_TRY_STATUS(control("SAVEPOINT part"));
    ++savepoints_;
    tell_marked();
    return {};
}

core::Status Database::release_savepoint() {
    core::Status done = control("RELEASE part");
    if (!done) {
        rollback_savepoint();
        return done;
    }
    --savepoints_;
    return done;
}

void Database::rollback_savepoint() noexcept {
    // Where SQLite rolled the whole transaction back there is no savepoint left to go back to; the
    // transaction's own end restores the rest.
    const bool undone =
        control("ROLLBACK TO part").has_value() && control("RELEASE part").has_value();
    SARHAD_CHECK(undone || connection_->is_autocommit());
    tell_restored();
    --savepoints_;
}

void Database::tell_marked() noexcept {
    for (TransactionObserver* observer : observers_) {
        observer->marked(savepoints_);
    }
}

void Database::tell_restored() noexcept {
    for (TransactionObserver* observer : observers_) {
        observer->restored(savepoints_);
    }
}

core::Result<std::unique_ptr<Reader>> Reader::open(const std::string& path,
                                                   const std::string& vfs) {
    return open_with(path, vfs, 0);
}

core::Result<std::unique_ptr<Reader>> Reader::open_at_rest(const std::string& path) {
    OpenOptions asked;
    asked.path = path;
    SARHAD_TRY(const LogFile log, log_of(asked));
    return log.is_there ? open(path) : open_with(immutable_uri(path), "", SQLITE_OPEN_URI);
}

core::Result<std::unique_ptr<Reader>> Reader::open_with(const std::string& name,
                                                        const std::string& vfs,
                                                        int flags) {
    SARHAD_TRY(auto connection,
               Connection::open(name, vfs, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | flags));
    harden(*connection);
    // The last connection to close would else checkpoint, and only the writer may.
    sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    for (const char* pragma : {"PRAGMA query_only=ON",
                               "PRAGMA wal_autocheckpoint=0",
                               "PRAGMA mmap_size=0",
                               "PRAGMA cell_size_check=ON",
                               "PRAGMA trusted_schema=OFF",
                               "PRAGMA temp_store=MEMORY"}) {
        SARHAD_TRY_STATUS(connection->execute(pragma));
    }
    return std::unique_ptr<Reader>{new Reader{std::move(connection)}};
}

Reader::Reader(std::unique_ptr<Connection> connection) : connection_{std::move(connection)} {}

Reader::~Reader() = default;

core::Result<Statement> Reader::prepare(Sql sql) {
    return connection_->prepare(sql);
}

}  // namespace sarhad::store
