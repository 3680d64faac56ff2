// A bad link between two network namespaces: a relay between two TUN devices with a rate, a delay,
// losses and a queue for each direction, seeded. Stands for netem, which the build machines lack.
//
//   link_relay <device a> <device b> <seed>
//
// Makes both devices and says "ready"; the devices may be moved into namespaces afterwards. Reads
// one command a line and answers each with one line:
//   set <ab|ba> <bytes a second> <delay us> <lost of 100,000> <queue bytes>    0 bytes a second:
//   any stats    {"ab": {...}, "ba": {...}}: packets and bytes since the last "stats"
// Ends where its input ends. Thread: one.
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr std::size_t kPacketMax = 65536;
constexpr std::size_t kPacketsATurn = 256;
constexpr std::uint64_t kOf = 100'000;

struct Conditions {
    std::uint64_t rate{0};  ///< Bytes a second; 0: any.
    microseconds delay{0};
    std::uint64_t lost{0};  ///< Of kOf packets.
    std::uint64_t queue{1 << 20};
};

struct Counts {
    std::uint64_t packets{0};
    std::uint64_t bytes{0};    ///< Carried by the line, lost ones included.
    std::uint64_t lost{0};     ///< Packets, drawn.
    std::uint64_t dropped{0};  ///< Packets, the queue being full.
    std::uint64_t longest{0};  ///< Of the queue, in bytes.
};

struct Packet {
    Clock::time_point carried;  ///< When its last byte has left the queue.
    Clock::time_point arrives;
    bool is_lost{false};
    std::vector<char> bytes;
};

/// xorshift64*: the same seed loses the same packets of a run.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed * 2 + 1} {}
    bool is_hit(std::uint64_t of_100000) {
        state_ ^= state_ >> 12U;
        state_ ^= state_ << 25U;
        state_ ^= state_ >> 27U;
        return (state_ * 0x2545F4914F6CDD1DULL >> 33U) % kOf < of_100000;
    }

private:
    std::uint64_t state_;
};

/// One direction: first a queue that empties at the line's rate, then the way.
class Line {
public:
    Line(int from, int to, std::uint64_t seed) : from_{from}, to_{to}, dice_{seed} {}

    void set(const Conditions& conditions) { conditions_ = conditions; }

    void take_in(Clock::time_point now) {
        std::array<char, kPacketMax> buffer{};
        for (std::size_t i = 0; i < kPacketsATurn; ++i) {
            const ssize_t size = read(from_, buffer.data(), buffer.size());
            if (size <= 0) {
                return;
            }
            accept(now, std::vector<char>(buffer.data(), buffer.data() + size));
        }
    }

    void let_out(Clock::time_point now) {
        while (!queued_.empty() && queued_.front().carried <= now) {
            Packet packet = std::move(queued_.front());
            queued_.pop_front();
            waiting_ -= packet.bytes.size();
            ++counts_.packets;
            counts_.bytes += packet.bytes.size();
            if (packet.is_lost) {
                ++counts_.lost;
            } else {
                on_the_way_.push_back(std::move(packet));
            }
        }
        while (!on_the_way_.empty() && on_the_way_.front().arrives <= now) {
            const std::vector<char>& bytes = on_the_way_.front().bytes;
            [[maybe_unused]] const ssize_t written = write(to_, bytes.data(), bytes.size());
            on_the_way_.pop_front();
        }
    }

    [[nodiscard]] Clock::time_point next(Clock::time_point latest) const {
        if (!queued_.empty()) {
            latest = std::min(latest, queued_.front().carried);
        }
        return on_the_way_.empty() ? latest : std::min(latest, on_the_way_.front().arrives);
    }

    [[nodiscard]] int from() const { return from_; }

    std::string stats() {
        std::ostringstream text;
        text << R"({"packets": )" << counts_.packets << R"(, "bytes": )" << counts_.bytes
             << R"(, "lost": )" << counts_.lost << R"(, "dropped": )" << counts_.dropped
             << R"(, "longest_queue": )" << counts_.longest << "}";
        counts_ = {};
        return text.str();
    }

private:
    void accept(Clock::time_point now, std::vector<char> bytes) {
        if (waiting_ + bytes.size() > conditions_.queue) {
            ++counts_.dropped;
            return;
        }
        waiting_ += bytes.size();
        counts_.longest = std::max(counts_.longest, waiting_);
        free_at_ = std::max(free_at_, now);
        if (conditions_.rate > 0) {
            free_at_ += microseconds{bytes.size() * 1'000'000 / conditions_.rate};
        }
        const bool is_lost = dice_.is_hit(conditions_.lost);
        queued_.push_back({free_at_, free_at_ + conditions_.delay, is_lost, std::move(bytes)});
    }

    int from_;
    int to_;
    Dice dice_;
    Conditions conditions_;
    Counts counts_;
    std::uint64_t waiting_{0};
    Clock::time_point free_at_{};
    std::deque<Packet> queued_;
    std::deque<Packet> on_the_way_;
};

int open_device(const char* name) {
    const int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (device < 0) {
        std::perror("link_relay: /dev/net/tun");
        return -1;
    }
    ifreq request{};
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    if (ioctl(device, TUNSETIFF, &request) < 0) {
        std::perror("link_relay: TUNSETIFF");
        close(device);
        return -1;
    }
    return device;
}

/// The answer to one command.
std::string obey(const std::string& command, Line& ab, Line& ba) {
    std::istringstream words{command};
    std::string verb;
    words >> verb;
    if (verb == "stats") {
        return R"({"ab": )" + ab.stats() + R"(, "ba": )" + ba.stats() + "}";
    }
    std::string which;
    Conditions wanted;
    std::int64_t delay_us = 0;
    words >> which >> wanted.rate >> delay_us >> wanted.lost >> wanted.queue;
    if (verb != "set" || !words || (which != "ab" && which != "ba")) {
        return "unknown command";
    }
    wanted.delay = microseconds{delay_us};
    (which == "ab" ? ab : ba).set(wanted);
    return "ok";
}

/// False where the input has ended.
bool read_commands(std::string& pending, Line& ab, Line& ba) {
    std::array<char, 512> buffer{};
    const ssize_t size = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size <= 0) {
        return false;
    }
    pending.append(buffer.data(), static_cast<std::size_t>(size));
    for (std::size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
        std::cout << obey(pending.substr(0, end), ab, ba) << std::endl;
        pending.erase(0, end + 1);
    }
    return true;
}

void relay(Line& ab, Line& ba) {
    std::string pending;
    while (true) {
        Clock::time_point now = Clock::now();
        const Clock::time_point next = ba.next(ab.next(now + std::chrono::seconds{1}));
        const auto wait = std::max(Clock::duration::zero(), next - now);
        const timespec pause{std::chrono::duration_cast<std::chrono::seconds>(wait).count(),
                             (wait % std::chrono::seconds{1}).count()};
        std::array<pollfd, 3> inputs{
            {{STDIN_FILENO, POLLIN, 0}, {ab.from(), POLLIN, 0}, {ba.from(), POLLIN, 0}}};
        ppoll(inputs.data(), inputs.size(), &pause, nullptr);
        if (inputs[0].revents != 0 && !read_commands(pending, ab, ba)) {
            return;
        }
        now = Clock::now();
        for (Line* line : {&ab, &ba}) {
            line->take_in(now);
            line->let_out(now);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: link_relay <device a> <device b> <seed>\n";
        return 64;
    }
    const int a = open_device(argv[1]);
    const int b = open_device(argv[2]);
    if (a < 0 || b < 0) {
        return 77;
    }
    const std::uint64_t seed = std::strtoull(argv[3], nullptr, 10);
    Line ab{a, b, seed * 2};
    Line ba{b, a, seed * 2 + 1};
    std::cout << "ready" << std::endl;
    relay(ab, ba);
    return 0;
}
