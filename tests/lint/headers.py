"""Reads C++ just well enough for tidy.py: code without comments and strings, and what a header declares."""

import re

TOKEN = re.compile(
    r'R"(?P<delimiter>[^()\s\\]{0,16})\(.*?\)(?P=delimiter)"'  # Raw string.
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'"  # Not the quote inside 1'000.
    r"|//[^\n]*|/\*.*?\*/", re.DOTALL)
PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE | re.DOTALL)
THIRD_PARTY = re.compile(r'\s*#\s*include\s+<([^>]+)>')
OF_THE_SYSTEM = re.compile(r"[a-z0-9_]+$|sys/|netinet/|arpa/|(unistd|fcntl|signal|poll|errno|limits|stdlib)\.h$")
OF_TESTS = re.compile(r"(gtest|gmock|benchmark|rapidcheck)/|rapidcheck\.h")
TYPE = re.compile(r"(class|struct|union|enum)\b")
NOT_A_FUNCTION = re.compile(r"(using|static_assert|typedef|extern template|namespace|friend|SARHAD_\w+\s*\()")


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    return TOKEN.sub(lambda match: blank(match[0]) if match[0][0] == "/" else match[0], text)


def code_of(text):
    """The code with comments gone and strings emptied; lines stay where they were."""
    def replace(match):
        token = match[0]
        return blank(token) if token[0] == "/" else '"' + blank(token[1:-1]) + '"'
    return TOKEN.sub(replace, text)


def declarations(text):
    """(line, head) of each declaration at namespace level outside `detail` namespaces."""
    code = PREPROCESSOR.sub(lambda match: blank(match[0]), code_of(text))
    scopes = []  # True: a namespace that is open to all.
    start = None
    for at, character in enumerate(code):
        if start is None and not character.isspace():
            start = at
        if character in "{};":
            head = " ".join(code[start:at].split())
            if all(scopes) and head and character != "}":
                yield code.count("\n", 0, start) + 1, head + character
            if character == "{":
                public = re.match(r"(inline )?namespace\b(?! (detail|internal)\b)|extern \"", head)
                scopes.append(bool(public))
            elif character == "}" and scopes:
                scopes.pop()
            start = None


def strip_template(head):
    """The head without its template<...> and attributes in front."""
    while True:
        head = re.sub(r"^(\[\[[^\]]*\]\]|inline|constexpr|explicit)\s*", "", head)
        if not head.startswith("template"):
            return head
        depth = 0
        for at, character in enumerate(head):
            depth += {"<": 1, ">": -1}.get(character, 0)
            if character == ">" and depth == 0:
                head = head[at + 1:].strip()
                break
        else:
            return head


def is_documented(lines, number):
    """A docstring directly above, or beside it or its first member."""
    return lines[max(0, number - 2)].lstrip().startswith("///") or "///<" in "".join(lines[number - 1:number + 1])


def paragraph_has_docstring(lines, number):
    """A docstring in the block of lines without a blank one that ends in line `number`, or on the line itself."""
    at = number - 1
    while at >= 0 and lines[at].strip():
        if "///" in lines[at]:
            return True
        at -= 1
    return False


def check(path, text, found):
    lines = text.splitlines()
    if "#pragma once" not in text:
        found.add(path, 1, "has no #pragma once: begin with it")
    if "///" not in text:
        found.add(path, 1, "has no docstring: say with /// what it gives, in which units, with which errors")
    for number, line in enumerate(lines, 1):
        match = THIRD_PARTY.match(line)
        if match and not OF_THE_SYSTEM.match(match[1]) and not (path.startswith("tests/") and OF_TESTS.match(match[1])):
            found.add(path, number, f"includes {match[1]} in a header: include it in the one .cpp that adapts it")
    if path.startswith(("tests/", "bench/")):
        return  # Fixtures: one docstring a header is enough.
    for number, head in declarations(text):
        bare = strip_template(head)
        if re.match(r"template ?<>", head) or re.match(r"(struct|class) (std::|\w+ ?<)", bare):
            continue  # A specialisation: what it specialises is documented.
        if TYPE.match(bare):
            if bare.endswith("{") and "=" not in bare and not is_documented(lines, number):
                name = re.search(r"(\w+)( final)?( :.*)? ?\{$", bare)
                found.add(path, number, f"{name[1] if name else 'a type'} has no docstring: put /// directly above it")
        elif "(" in bare.split(" = ")[0] and not NOT_A_FUNCTION.match(bare) and not paragraph_has_docstring(lines, number):
            name = re.search(r"(operator\S+|\w+)\s*\(", bare)
            found.add(path, number, f"{name[1] if name else 'a function'}() has no docstring: put /// above it")
