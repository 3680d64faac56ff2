#!/usr/bin/env python3
"""Each rule of tidy.py catches a planted line and passes the clean one beside it."""

import unittest

import tidy

HEADER = "#pragma once\n\n/// What a port is called.\nstruct Port {\n    int number{0};\n};\n"
PAGES = {"docs/events.md": "# Events\n\n### STORE-001\n\nText.\n", "docs/limits.md": "| `kRowsMax` | 5 |\n",
         "tests/store/CMakeLists.txt": "sarhad_test(store\n    SOURCES a_test.cpp)\n"}
EVENT = 'constexpr core::LogEvent kOpened{"STORE-001", core::LogLevel::kInfo, "opened"};\n'


def findings(path, text, pages=None):
    files = {"store/log.cpp": EVENT, **(PAGES if pages is None else pages)}
    files[path] = text
    return tidy.check(files)


class Code(unittest.TestCase):
    def caught(self, line, words, path="store/a.cpp"):
        got = findings(path, line + "\n")
        self.assertEqual(len(got), 1, got)
        self.assertTrue(got[0].startswith(f"{path}:1: "), got)
        self.assertIn(words, got[0])

    def clean(self, line, path="store/a.cpp"):
        self.assertEqual(findings(path, line + "\n"), [])

    def test_real_clocks(self):
        for line in ("auto t = std::chrono::system_clock::now();", "long t = time(nullptr);", "std::time(&now);",
                     "clock_gettime(CLOCK_REALTIME, &t);", "gettimeofday(&t, z);", "steady_clock::now();"):
            self.caught(line, "core::Clock")
        self.clean("const WallTime now = clock.wall();")
        self.clean("WallTime time(const Record& record);")
        self.clean("clock_gettime(CLOCK_REALTIME, &t);", "core/system_clock.cpp")

    def test_randomness(self):
        for line in ("int n = rand();", "std::srand(1);", "std::random_device device;", "std::mt19937_64 twister;"):
            self.caught(line, "core::Random")
        self.clean("random.below(6);")
        self.clean("SeededRandom random(6);")

    def test_environment(self):
        self.caught('const char* home = std::getenv("HOME");', "main()")
        self.clean('const char* home = std::getenv("HOME");', "ctl/main.cpp")

    def test_sleep(self):
        for line in ("sleep(1);", "::usleep(10);", "std::this_thread::sleep_for(1s);"):
            self.caught(line, "Scheduler")
        self.caught("sleep(1);", "Scheduler", "tests/store/a_test.cpp")
        self.clean("node.sleep(1);")

    def test_typedef(self):
        self.caught("typedef std::vector<int> Numbers;", "using")
        self.clean("using Numbers = std::vector<int>;")

    def test_regex(self):
        self.caught("std::regex pattern{text};", "RE2")

    def test_relative_include(self):
        self.caught('#include "../core/text.h"', "folder/file.h")
        self.clean('#include "core/text.h"')

    def test_exceptions(self):
        self.caught("try {", "adapter")
        self.caught("} catch (const std::exception& fault) {", "adapter")
        self.clean("try {", "store/json_adapter.cpp")
        self.caught("} catch (...) {", "own exception type", "store/json_adapter.cpp")
        self.clean("retry {")

    def test_default(self):
        self.caught("    default: return 1;", "enumerator")
        self.clean("    default: return 1;  // Not our enum.")
        self.clean("Port() = default;")

    def test_terminal(self):
        for line in ("std::cout << 1;", 'printf("x");', 'std::fprintf(stderr, "x");', 'fmt::print("x");'):
            self.caught(line, "LogEvent")
            self.clean(line, "ctl/main.cpp")
        self.clean("std::snprintf(text, size, format);")

    def test_unordered(self):
        self.caught("std::unordered_map<int, int> ports;", "no order")
        self.clean("std::unordered_map<int, int> ports;  // Never iterated.")

    def test_assert(self):
        self.caught("assert(n > 0);", "SARHAD_CHECK")
        self.clean("static_assert(n > 0);")

    def test_select_all(self):
        self.caught('db.prepare("SELECT * FROM rows");', "name the columns")
        self.clean('db.prepare("SELECT count(*) FROM rows");')

    def test_comments_and_strings_are_not_code(self):
        self.clean("// Not std::regex, not rand().")
        self.clean('const auto text = "rand() and sleep(1)";')
        self.clean('const auto text = R"(assert(1) "quoted" sleep(1))";')
        self.clean("const int n = 1'000; /* assert(n) */")

    def test_skips(self):
        self.caught('GTEST_SKIP() << "not today";', "SARHAD_SHARED_DATA", "tests/store/a_test.cpp")
        self.clean('GTEST_SKIP() << "set SARHAD_SHARED_DATA";', "tests/store/a_test.cpp")


class Text(unittest.TestCase):
    def test_unfinished_work(self):
        for word in ("TO" "DO", "FIX" "ME"):
            self.assertEqual(len(findings("store/a.cpp", f"// {word}: later\n")), 1)

    def test_paths_of_one_machine(self):
        for folder in ("work", "root", "home"):
            self.assertEqual(len(findings("docs/a.md", f"see /{folder}/x\n")), 1, folder)
        self.assertEqual(findings("docs/a.md", "see ${folder}/work/x, network/root/x and ./home/x\n"), [])

    def test_length(self):
        self.assertEqual(findings("store/a.cpp", "\n" * 500), [])
        self.assertIn("501 lines", findings("store/a.cpp", "\n" * 501)[0])
        self.assertEqual(findings("store/plane_table.cpp", "\n" * 501), [])

    def test_python(self):
        self.assertEqual(findings("demo/a.py", "x = 1\n"), [])
        self.assertIn("no Python", findings("demo/a.py", "x = = 1\n")[0])


class Headers(unittest.TestCase):
    def found(self, text):
        return findings("store/a.h", text)

    def test_clean_header(self):
        self.assertEqual(self.found(HEADER), [])

    def test_pragma_once(self):
        self.assertIn("#pragma once", self.found(HEADER.replace("#pragma once", ""))[0])

    def test_docstring_of_a_type(self):
        self.assertIn("Lane has no docstring", self.found(HEADER + "enum class Lane : int {\n    kA,\n};\n")[0])
        self.assertIn("Lane has no docstring", self.found(HEADER + "\ntemplate <class T>\nclass Lane {\n};\n")[0])
        self.assertEqual(self.found(HEADER + "struct Later;\n"), [])
        self.assertEqual(self.found(HEADER + "template <>\nstruct Lane<int> {\n};\n"), [])

    def test_members_that_are_documented_document_their_enum(self):
        self.assertEqual(self.found(HEADER + "\nenum class Lane : int {\n    kA,  ///< The first.\n};\n"), [])

    def test_fixtures_need_one_docstring_a_header(self):
        self.assertEqual(findings("tests/store/a.h", HEADER + "\nint lanes();\n"), [])

    def test_docstring_of_a_function(self):
        for declared in ("int lanes();", "[[nodiscard]] constexpr int lanes(int port) {\n    return port;\n}",
                         "template <std::integral T>\nT lanes(T port);"):
            self.assertIn("lanes() has no docstring", self.found(HEADER + "\n" + declared + "\n")[0])
        self.assertEqual(self.found(HEADER + "\n/// How many.\nint lanes();\nint gates();\n"), [])
        self.assertEqual(self.found(HEADER + "\nint lanes();  ///< How many.\n"), [])

    def test_members_and_details_need_none(self):
        self.assertEqual(self.found(HEADER + "\nnamespace detail {\nint lanes();\n}  // namespace detail\n"), [])
        self.assertEqual(self.found(HEADER.replace("int number{0};", "int lanes() const;")), [])

    def test_third_party_includes(self):
        for name in ("sqlite3.h", "boost/asio.hpp", "zmq.hpp"):
            self.assertIn("in the one .cpp", self.found(HEADER + f"#include <{name}>\n")[0])
        self.assertEqual(self.found(HEADER + "#include <vector>\n#include <sys/stat.h>\n"), [])


class Pages(unittest.TestCase):
    def test_an_event_needs_its_paragraph(self):
        text = EVENT.replace("STORE-001", "STORE-002")
        self.assertIn("STORE-002 has no paragraph", findings("store/b.cpp", text)[0])

    def test_a_paragraph_needs_its_event(self):
        pages = {**PAGES, "docs/events.md": PAGES["docs/events.md"] + "### STORE-009\n"}
        self.assertIn("docs/events.md:6: no event STORE-009", findings("store/a.cpp", "", pages)[0])

    def test_an_id_is_of_one_event(self):
        self.assertIn("is also the event of", findings("store/a.cpp", EVENT)[0])

    def test_an_id_is_an_area_and_three_digits(self):
        self.assertIn("three digits", findings("store/a.cpp", EVENT.replace("STORE-001", "store-1"))[0])

    def test_a_paragraph_is_written_once(self):
        pages = {**PAGES, "docs/events.md": PAGES["docs/events.md"] + "### STORE-001\n"}
        self.assertIn("two paragraphs", findings("store/a.cpp", "", pages)[0])

    def test_a_limit_is_on_its_page(self):
        self.assertEqual(findings("store/a.cpp", "constexpr int kRowsMax = 5;\n"), [])
        for name in ("kBytesMax", "kMaxBytes", "kByteLimit"):
            self.assertIn(f"{name} is not in", findings("store/a.cpp", f"inline constexpr int {name}{{5}};\n")[0])
        self.assertEqual(findings("store/a.cpp", "constexpr int kMaximilian = 5;\nconstexpr int kRows = 6;\n"), [])

    def test_an_attack_names_a_test(self):
        text = "TEST_F(ThiefTest,\n       ReadsNothing) {\n}\n"
        for named, count in (("`ThiefTest.ReadsNothing`", 0), ("`ThiefTest.ReadsAll`", 1), ("`ThiefTest`", 0),
                             ("`OtherTest`", 1), ("`tests/store/c.cpp`", 0), ("`tests/store/d.cpp`", 1)):
            pages = {**PAGES, "docs/threat-model.md": f"| who | {named} |\n"}
            self.assertEqual(len(findings("tests/store/c.cpp", text, pages)), count, named)

    def test_a_test_is_built(self):
        self.assertEqual(findings("tests/store/a_test.cpp", ""), [])
        self.assertIn("is not built", findings("tests/store/b_test.cpp", "")[0])


if __name__ == "__main__":
    unittest.main()
