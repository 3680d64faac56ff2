#include "api/server.h"

#include "api/client.h"
#include "api/socket.h"
#include "core/text.h"

#include <utility>
// Boost 1.74's asio uses std::exchange without including <utility>.
#include <boost/asio.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

namespace sarhad::api {
namespace {

using core::Errc;
using core::Error;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Duration kPatience = seconds{10};

/// A folder of its own for each test, removed after it.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "sarhad-api-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"mkdtemp"};
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string file(std::string_view name) const {
        return path_ + "/" + std::string{name};
    }

private:
    std::string path_;
};

/// Bytes over the socket, as no well-behaved client sends them.
class RawClient {
public:
    explicit RawClient(const std::string& path) : socket_{::socket(AF_UNIX, SOCK_STREAM, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, path.size());
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        const timeval limit{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    RawClient(RawClient&& other) noexcept
        : socket_{std::exchange(other.socket_, -1)}, connected_{other.connected_} {}
    RawClient& operator=(RawClient&&) = delete;
    ~RawClient() {
        if (socket_ >= 0) ::close(socket_);
    }

    [[nodiscard]] bool connected() const { return connected_; }
    void send(std::string_view bytes) const {
        static_cast<void>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }
    /// Until `end` has come, or without one until the other side closes.
    [[nodiscard]] std::string receive(std::string_view end = {}) const {
        std::string all;
        std::array<char, 4096> piece{};
        while (end.empty() || all.find(end) == std::string::npos) {
            const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
            if (got <= 0) break;
            all.append(piece.data(), static_cast<std::size_t>(got));
        }
        return all;
    }

private:
    int socket_;
    bool connected_{false};
};

/// Which events were logged. Written on the loop's thread, read there too.
class KeptLog final : public core::Log {
public:
    using core::Log::write;
    void write(const core::LogEvent& event, std::initializer_list<core::LogField>) override {
        ids.emplace_back(event.id);
    }
    std::vector<std::string> ids;
};

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        options_.socket_path = folder_.file("api.sock");
        add_events_route(router_, hub_);
        router_.add(Method::kGet, "/v1/whoami", Role::kViewer, &ServerTest::who, "The peer.");
        router_.add(
            Method::kPost,
            "/v1/echo",
            Role::kOfficer,
            [](const Request& request, const Params&) { return Response{request.body}; },
            "The body again.");
        router_.add(
            Method::kPut,
            "/v1/bulk",
            Role::kAnalyst,
            [](const Request& request, const Params&) { return Response{request.content.size()}; },
            "How many bytes came.",
            {BodyKind::kBytes, 16U << 20U});
        router_.add(
            Method::kPost,
            "/v1/later",
            Role::kOfficer,
            [this](const Request&, const Params&, const Respond& respond) {
                asked_.set_value(respond);
            },
            "Answered by the test.");
        router_.add(
            Method::kGet,
            "/metrics",
            Role::kViewer,
            [](const Request&, const Params&) {
                return Response::text("sarhad_up 1\n", kMetricsType);
            },
            "Counters for Prometheus.");
    }

    ~ServerTest() override {
        if (!thread_.joinable()) return;
        on_loop([this] { server_.reset(); });
        work_.reset();
        thread_.join();
    }

    static Response who(const Request& request, const Params& /*params*/) {
        return Json::object({{"uid", request.peer.uid},
                             {"gid", request.peer.gid},
                             {"pid", request.peer.pid},
                             {"administrator", request.peer.roles.may(Role::kAdministrator)},
                             {"request", request.request_id}});
    }

    void start() {
        auto server = Server::listen(loop_, router_, log_, options_);
        ASSERT_TRUE(server) << server.error().what;
        server_ = *std::move(server);
        thread_ = std::thread{[this] { loop_.run(); }};
    }

    /// Runs `task` on the loop's thread and waits for it.
    template <class Work>
    auto on_loop(Work work) -> decltype(work()) {
        std::packaged_task<decltype(work())()> task{std::move(work)};
        auto done = task.get_future();
        boost::asio::post(loop_, [&task] { task(); });
        return done.get();
    }

    /// The server hears of a client's end a little later.
    bool connections_become(std::size_t wanted) {
        for (int attempt = 0; attempt < 100'000; ++attempt) {
            if (on_loop([this] { return server_->connections(); }) == wanted) return true;
        }
        return false;
    }

    core::Result<Json> ask(Method method, std::string_view path, Json body = {}) {
        return call(options_.socket_path, method, path, std::move(body), kPatience);
    }

    Folder folder_;
    KeptLog log_;
    EventHub hub_{1};
    Router router_;
    ServerOptions options_;
    std::promise<Respond> asked_;
    boost::asio::io_context loop_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        boost::asio::make_work_guard(loop_)};
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

TEST_F(ServerTest, KnowsWhoIsConnected) {
    start();
    const auto answer = ask(Method::kGet, "/v1/whoami");
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(*answer->int_at("uid"), ::getuid());
    EXPECT_EQ(*answer->int_at("gid"), ::getgid());
    EXPECT_EQ(*answer->int_at("pid"), ::getpid());
    EXPECT_TRUE(*answer->bool_at("administrator"));
}

TEST_F(ServerTest, OpensItsSocketToOwnerAndGroupOnly) {
    start();
    struct stat found {};
    ASSERT_EQ(::stat(options_.socket_path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0660U);
}

TEST_F(ServerTest, RemovesItsSocketAtTheEnd) {
    start();
    on_loop([this] { server_.reset(); });
    EXPECT_FALSE(std::filesystem::exists(options_.socket_path));
}

TEST_F(ServerTest, GivesTheBodyToTheHandlerAndItsAnswerBack) {
    start();
    const Json body = Json::object({{"reason", "سرحد"}, {"count", 3}});
    EXPECT_EQ(*ask(Method::kPost, "/v1/echo", body), body);
}

TEST_F(ServerTest, AnswersAProblemThatTheClientReadsAsError) {
    start();
    const auto answer = ask(Method::kGet, "/v1/whoam");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::kNotFound);
    EXPECT_EQ(answer.error().what, "no such path: did you mean /v1/whoami?");
}

// A client's 501 was logged as a failure on our side.
TEST_F(ServerTest, LogsAMethodThatDoesNotExistAsAnAnswerNotAsItsOwnFailure) {
    start();
    const RawClient client{options_.socket_path};
    client.send("BREW /v1/whoami HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(client.receive().starts_with("HTTP/1.1 501 "));
    const auto ids = on_loop([this] { return log_.ids; });
    EXPECT_EQ(std::count(ids.begin(), ids.end(), kApiFailed.id), 0);
    EXPECT_EQ(std::count(ids.begin(), ids.end(), kApiRequest.id), 1);
}

TEST_F(ServerTest, SendsTextAsItIs) {
    start();
    EXPECT_EQ(*ask(Method::kGet, "/metrics"), Json{"sarhad_up 1\n"});
}

TEST_F(ServerTest, WaitsForADeferredAnswerFromAnotherThread) {
    start();
    auto answer =
        std::async(std::launch::async, [this] { return ask(Method::kPost, "/v1/later"); });
    const Respond respond = asked_.get_future().get();
    EXPECT_TRUE(ask(Method::kGet, "/v1/whoami"));
    respond(Json{"committed"});
    EXPECT_EQ(*answer.get(), Json{"committed"});
}

TEST_F(ServerTest, AnswersForAHandlerThatDoesNot) {
    options_.answer_timeout = milliseconds{20};
    start();
    const auto answer = ask(Method::kPost, "/v1/later");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().what, "no answer in time: look before trying again");
    asked_.get_future().get()(Json{"too late"});
    EXPECT_TRUE(ask(Method::kGet, "/v1/whoami"));
}

TEST_F(ServerTest, OutlivesAnAnswerThatComesAfterItsEnd) {
    start();
    const RawClient client{options_.socket_path};
    client.send("POST /v1/later HTTP/1.1\r\nHost: x\r\n\r\n");
    const Respond respond = asked_.get_future().get();
    on_loop([this] { server_.reset(); });
    respond(Json{"too late"});
    EXPECT_EQ(client.receive(), "");
}

TEST_F(ServerTest, KeepsAConnectionForTheNextRequest) {
    start();
    const RawClient client{options_.socket_path};
    for (int request = 1; request <= 3; ++request) {
        client.send("GET /v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n");
        const std::string answer = client.receive("}\n");
        EXPECT_NE(answer.find(core::cat("X-Request-Id: req-", request)), std::string::npos);
    }
    EXPECT_TRUE(connections_become(1));
}

TEST_F(ServerTest, RefusesABodyOverTheLimitBeforeReadingIt) {
    start();
    const auto answer = ask(Method::kPost, "/v1/echo", Json{std::string(2U << 20U, 'x')});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::kExhausted);
    EXPECT_EQ(answer.error().what, "this path takes a body of at most 1048576 bytes");
}

TEST_F(ServerTest, RefusesAChunkedBodyOverTheLimit) {
    start();
    const RawClient client{options_.socket_path};
    client.send("GET /v1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    EXPECT_TRUE(client.receive("\r\n\r\n").starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerTest, TakesALargeBodyWhereTheRouteDoes) {
    start();
    Call upload;
    upload.method = Method::kPut;
    upload.path = "/v1/bulk";
    upload.content = std::string(12U << 20U, '\xFF');
    upload.content_type = "application/octet-stream";
    EXPECT_EQ(*call(options_.socket_path, upload, kPatience), Json{12U << 20U});
}

TEST_F(ServerTest, RefusesWhatIsNoHttp) {
    start();
    const RawClient client{options_.socket_path};
    client.send("\x16\x03\x01 hello\r\n\r\n");
    EXPECT_TRUE(client.receive().starts_with("HTTP/1.1 400 "));
}

TEST_F(ServerTest, RefusesHeadersOverTheLimit) {
    start();
    const RawClient client{options_.socket_path};
    client.send("GET /v1 HTTP/1.1\r\nX: " + std::string(kMaxHeaderBytes, 'x') + "\r\n\r\n");
    EXPECT_TRUE(client.receive().starts_with("HTTP/1.1 431 "));
}

TEST_F(ServerTest, DropsAClientThatDoesNotFinishItsRequest) {
    options_.io_timeout = milliseconds{30};
    start();
    const RawClient client{options_.socket_path};
    client.send("GET /v1 HT");
    EXPECT_EQ(client.receive(), "");
    EXPECT_TRUE(connections_become(0));
}

TEST_F(ServerTest, DropsAClientThatDoesNotReadItsAnswer) {
    options_.io_timeout = milliseconds{30};
    const std::string large(8U << 20U, 'x');
    router_.add(
        Method::kGet,
        "/v1/large",
        Role::kViewer,
        [&large](const Request&, const Params&) { return Response::text(large); },
        "More than a socket holds.");
    start();
    const RawClient client{options_.socket_path};
    client.send("GET /v1/large HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(connections_become(1));
    EXPECT_TRUE(connections_become(0));
}

TEST_F(ServerTest, TurnsAwayWhoeverComesPastTheLimit) {
    start();
    std::vector<RawClient> clients;
    for (std::size_t i = 0; i < options_.max_connections; ++i) {
        clients.emplace_back(options_.socket_path);
        ASSERT_TRUE(clients.back().connected());
    }
    ASSERT_TRUE(connections_become(64));
    const auto answer = ask(Method::kGet, "/v1");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::kExhausted);  // Which a program answers with "try again".
    EXPECT_EQ(answer.error().what, "all 64 connections are in use: try again shortly");
    clients.pop_back();
    ASSERT_TRUE(connections_become(63));
    EXPECT_TRUE(ask(Method::kGet, "/v1"));
}

TEST_F(ServerTest, StreamsEventsAndResumesAfterTheLastOne) {
    start();
    on_loop([this] { return hub_.publish("alert", 1); });
    std::vector<std::uint64_t> seen;
    const auto note = [this, &seen](const Event& event) {
        seen.push_back(event.id);
        if (event.id < 4) on_loop([this] { return hub_.publish("alert", "more"); });
        return seen.size() % 2 == 0 ? Follow::kStop : Follow::kContinue;
    };
    const std::string& path = options_.socket_path;
    EXPECT_EQ(*follow(path, "/v1/events", 0, note, kPatience), FollowEnd::kStopped);
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(*follow(path, "/v1/events?last_event_id=2", {}, note, kPatience),
              FollowEnd::kStopped);
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST_F(ServerTest, FreesTheConnectionOfAStreamWhoseClientLeft) {
    start();
    {
        const RawClient client{options_.socket_path};
        client.send("GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_NE(client.receive("\r\n\r\n").find("text/event-stream"), std::string::npos);
    }
    EXPECT_TRUE(connections_become(0));
    EXPECT_EQ(on_loop([this] { return hub_.subscribers(); }), 0U);
}

TEST_F(ServerTest, ShowsThatAQuietStreamLives) {
    options_.heartbeat = milliseconds{5};
    start();
    const RawClient client{options_.socket_path};
    client.send("GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(client.receive("\r\n\r\n:\n\n:\n\n").find("\n:\n\n:\n\n"), std::string::npos);
}

TEST_F(ServerTest, EndsAStreamThatTheHubCloses) {
    start();
    on_loop([this] { return hub_.publish("alert", 1); });
    const auto close = [this](const Event&) {
        on_loop([this] { hub_.close(); });
        return Follow::kContinue;
    };
    EXPECT_EQ(*follow(options_.socket_path, "/v1/events", 0, close, kPatience), FollowEnd::kClosed);
}

TEST_F(ServerTest, LetsAFollowerEndByItself) {
    start();
    const auto ignore = [](const Event&) { return Follow::kContinue; };
    EXPECT_EQ(*follow(options_.socket_path, "/v1/events", {}, ignore, milliseconds{20}),
              FollowEnd::kTimedOut);
    EXPECT_EQ(follow(options_.socket_path, "/v1/event", {}, ignore, kPatience).error().code,
              Errc::kNotFound);
}

TEST_F(ServerTest, LeavesASocketWhereSomebodyListens) {
    start();
    const auto second = Server::listen(loop_, router_, log_, options_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::kConflict);
    EXPECT_NE(second.error().what.find(options_.socket_path), std::string::npos);
    EXPECT_TRUE(ask(Method::kGet, "/v1"));
}

TEST_F(ServerTest, TakesOverASocketThatADeadDaemonLeft) {
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    options_.socket_path.copy(address.sun_path, options_.socket_path.size());
    ASSERT_EQ(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::close(dead);
    start();
    EXPECT_TRUE(ask(Method::kGet, "/v1"));
}

TEST_F(ServerTest, LeavesAFileThatIsNoSocket) {
    std::ofstream{options_.socket_path} << "notes";
    EXPECT_EQ(Server::listen(loop_, router_, log_, options_).error().code, Errc::kConflict);
    EXPECT_TRUE(std::filesystem::exists(options_.socket_path));
}

TEST_F(ServerTest, NamesAFolderThatIsMissing) {
    options_.socket_path = folder_.file("none/api.sock");
    const auto server = Server::listen(loop_, router_, log_, options_);
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().code, Errc::kUnavailable);
}

TEST(Client, NamesThePathAndTheRemedyWhereNobodyListens) {
    const Folder folder;
    const std::string path = folder.file("none.sock");
    const auto answer = call(path, Method::kGet, "/v1", {}, kPatience);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::kUnavailable);
    EXPECT_EQ(answer.error().what,
              core::cat("no daemon at ",
                        path,
                        " (No such file or directory): is the daemon running? "
                        "Start it, or name its socket"));
}

TEST(Client, RefusesAPathTooLongForASocket) {
    EXPECT_EQ(call(std::string(200, 'x'), Method::kGet, "/v1", {}, kPatience).error().code,
              Errc::kInvalid);
}

}  // namespace
}  // namespace sarhad::api
