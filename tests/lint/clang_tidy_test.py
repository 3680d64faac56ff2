#!/usr/bin/env python3
"""Files that go to clang-tidy as one source are compiled alike and have no names of their own in common."""

import pathlib
import tempfile
import unittest

import clang_tidy


class Batches(unittest.TestCase):
    def sources(self, texts, command="clang++ -c"):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        made = []
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
            made.append(clang_tidy.Source({"file": str(folder / name), "directory": "/",
                                           "command": f"{command} -o x/{name}.o -c {folder / name}"}))
        return made

    def names(self, batches):
        return [[one.file.name for one in batch] for batch in batches]

    def test_files_without_a_name_in_common_are_one_batch(self):
        sources = self.sources({"a.cpp": "int first() {\n    return one();\n}\n", "b.cpp": "int second() { return one(); }\n"})
        self.assertEqual(self.names(clang_tidy.batches_of(sources, 8)), [["a.cpp", "b.cpp"]])

    def test_a_function_a_constant_or_a_type_in_common_keeps_two_apart(self):
        for line in ["bool is_digit(char c) { return c == '0'; }", "constexpr std::size_t kTagSize = 16;",
                     "const std::array<int, 2> kIgnored{1, 2};", "struct Column {", "enum class State { kA };",
                     "using Rows = int;", "template <typename T>\nclass Column {", "std::string& text_of(int a) {"]:
            with self.subTest(line):
                sources = self.sources({"a.cpp": line + "\n", "b.cpp": line + "\n"})
                self.assertEqual(self.names(clang_tidy.batches_of(sources, 8)), [["a.cpp"], ["b.cpp"]])

    def test_members_of_classes_and_tests_may_have_one_name(self):
        text = "void {}::run() {{\n}}\nTEST({}, Runs) {{\n}}\nusing core::cat;\n"
        sources = self.sources({"a.cpp": text.format("A", "A"), "b.cpp": text.format("B", "B")})
        self.assertEqual(self.names(clang_tidy.batches_of(sources, 8)), [["a.cpp", "b.cpp"]])

    def test_no_batch_is_larger_than_asked_and_none_mixes_commands(self):
        sources = self.sources({f"{n}.cpp": "" for n in range(5)}) + self.sources({"other.cpp": ""}, "clang++ -DX -c")
        self.assertEqual(sorted(len(batch) for batch in clang_tidy.batches_of(sources, 2)), [1, 1, 2, 2])

    def test_a_changed_file_header_or_command_is_another_stamp(self):
        (clang_tidy.ROOT / "build").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=clang_tidy.ROOT / "build") as name:
            folder = pathlib.Path(name)
            file, header = folder / "a.cpp", folder / "a.h"
            file.write_text('#include "a.h"\n', encoding="utf-8")

            def stamp(command="clang++"):
                return clang_tidy.Source({"file": str(file), "directory": "/", "command": f"{command} -o a.o -c {file}"}).stamp()

            header.write_text("int a();\n", encoding="utf-8")
            first = stamp()
            self.assertEqual(stamp(), first)
            self.assertNotEqual(stamp("clang++ -O1"), first)
            header.write_text("int b();\n", encoding="utf-8")
            self.assertNotEqual(stamp(), first)


if __name__ == "__main__":
    unittest.main()
