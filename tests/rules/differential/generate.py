"""Well-typed CEL expressions drawn from a seed: the same seed gives the same expressions.

A test is a line of the conformance suite's format, without what is expected: `id`, `expr`, `type_env`, `bindings`.
Each drawn expression has a type of CEL's that the caller asks for, and reads variables of VARIABLES only.
"""

import json
import random

# name: (type, values that it is bound to)
VARIABLES = {
    "i": ("int", ["0", "1", "-1", "7", "100", "9223372036854775807", "-9223372036854775808"]),
    "j": ("int", ["2", "3", "-5", "12", "1000000"]),
    "u": ("uint", ["0", "1", "42", "18446744073709551615"]),
    "d": ("double", ["0.0", "1.5", "-2.25", "3.0", "1e100", "-0.0", "Infinity", "NaN"]),
    "e": ("double", ["0.1", "10.0", "1e-7", "123456789.0"]),
    "s": ("string", ["", "a", "lahore", "Torkham", "a,b,c", "\u0633\u0631\u062d\u062f"]),
    "t": ("string", ["b", "Torkham", "42", "1.5", "true", "  padded "]),
    "b": ("bytes", ["", "00ff", "6c61686f7265"]),
    "p": ("bool", [True, False]),
    "q": ("bool", [True, False]),
    "li": ("list_int", [[], ["1"], ["3", "1", "2"], ["5", "5", "-1", "0"]]),
    "ls": ("list_string", [[], ["a"], ["b", "a", "lahore"]]),
    "m": ("map", [{}, {"a": "1"}, {"a": "1", "b": "-2", "lahore": "3"}]),
    "ts": ("timestamp", [("0", 0), ("1709210096", 0), ("951782399", 123000000), ("-30610224000", 0)]),
    "du": ("duration", [("0", 0), ("3600", 0), ("-90", -500000000), ("86399", 5000000)]),
}

TYPES = {"list_int": {"list": "int"}, "list_string": {"list": "string"}, "map": {"map": ["string", "int"]}}
KINDS = {"int": "int64", "uint": "uint64"}
ZONES = ["'UTC'", "'Asia/Karachi'", "'+05:30'", "'America/New_York'"]
PATTERNS = ["'^a'", "'[a-z]+'", "'^$'", "'o.k'", "'(a|b),'", "'\\\\d+'", "'^.{3}$'"]


def value(kind, given):
    """A binding as the suite writes values."""
    if kind == "list_int":
        return {"list": [{"int64": each} for each in given]}
    if kind == "list_string":
        return {"list": [{"string": each} for each in given]}
    if kind == "map":
        return {"map": [[{"string": key}, {"int64": each}] for key, each in given.items()]}
    if kind in ("timestamp", "duration"):
        return {kind: {"seconds": given[0], "nanos": given[1]}}
    return {KINDS.get(kind, kind): given}


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


class Drawing:
    """One expression: grows from its type down; past its depth only leaves are taken."""

    def __init__(self, rng):
        self.rng = rng
        self.loops = []  # (name, type) of loop variables in reach, innermost last.

    def draw(self, kind, depth):
        makers = LEAVES[kind] if depth <= 0 else LEAVES[kind] + GROWN[kind] * 3 + ANY
        return self.rng.choice(makers)(self, kind, depth - 1)

    def name(self, kind):
        names = [name for name, (each, _) in VARIABLES.items() if each == kind]
        names += [name for name, each in self.loops if each == kind] * 2
        return self.rng.choice(names)

    def loop(self, kind, depth, wanted):
        """A loop over a list: (the list, the variable's name, the body of type `wanted`)."""
        over = self.draw("list_" + kind, depth)
        name = f"x{len(self.loops)}"
        self.loops.append((name, kind))
        body = self.draw(wanted, depth)
        self.loops.pop()
        return over, name, body


def leaf(*texts):
    return lambda drawing, kind, depth: drawing.rng.choice(texts)


def variable(drawing, kind, depth):
    return drawing.name(kind)


def made(form, *kinds):
    """`form` with an expression of each of `kinds` in its places."""
    return lambda drawing, kind, depth: form.format(*(drawing.draw(each, depth) for each in kinds))


def one_of(forms, *kinds):
    return lambda drawing, kind, depth: drawing.rng.choice(forms).format(*(drawing.draw(each, depth) for each in kinds))


def conditional(drawing, kind, depth):
    yes, no = drawing.draw(kind, depth), drawing.draw(kind, depth)
    return f"({drawing.draw('bool', depth)} ? {yes} : {no})"


def equality(drawing, kind, depth):
    each = drawing.rng.choice(["int", "uint", "double", "string", "bytes", "bool", "list_int", "list_string", "map", "timestamp", "duration"])
    return f"({drawing.draw(each, depth)} {drawing.rng.choice(['==', '!='])} {drawing.draw(each, depth)})"


def order(drawing, kind, depth):
    each = drawing.rng.choice(["int", "uint", "double", "string", "timestamp", "duration", "bool", "bytes"])
    return f"({drawing.draw(each, depth)} {drawing.rng.choice(['<', '<=', '>', '>='])} {drawing.draw(each, depth)})"


def mixed_order(drawing, kind, depth):
    one, other = drawing.rng.sample(["int", "uint", "double"], 2)
    return f"({drawing.draw(one, depth)} {drawing.rng.choice(['<', '<=', '>', '>='])} {drawing.draw(other, depth)})"


def quantifier(drawing, kind, depth):
    over, name, body = drawing.loop(drawing.rng.choice(["int", "string"]), depth, "bool")
    return f"{over}.{drawing.rng.choice(['all', 'exists', 'exists_one'])}({name}, {body})"


def mapped(drawing, kind, depth):
    over, name, body = drawing.loop(drawing.rng.choice(["int", "string"]), depth, kind.removeprefix("list_"))
    return f"{over}.map({name}, {body})"


def filtered(drawing, kind, depth):
    over, name, body = drawing.loop(kind.removeprefix("list_"), depth, "bool")
    return f"{over}.filter({name}, {body})"


def of_list(drawing, kind, depth):
    parts = [drawing.draw(kind.removeprefix("list_"), depth) for _ in range(drawing.rng.randint(0, 3))]
    return f"[{', '.join(parts)}]"


def of_map(drawing, kind, depth):
    keys = drawing.rng.sample(["a", "b", "lahore", ""], drawing.rng.randint(0, 3))
    return "{" + ", ".join(f"{quoted(key)}: {drawing.draw('int', depth)}" for key in keys) + "}"


def element(drawing, kind, depth):
    return f"{drawing.draw('list_' + kind, depth)}[{drawing.draw('int', 0)}]"


def text_in(drawing, kind, depth):
    return f"{drawing.draw('string', depth)}.matches({drawing.rng.choice(PATTERNS)})"


def time_part(drawing, kind, depth):
    part = drawing.rng.choice(["getFullYear", "getMonth", "getDayOfYear", "getDayOfMonth", "getDate", "getDayOfWeek", "getHours",
                               "getMinutes", "getSeconds", "getMilliseconds"])
    return f"{drawing.draw('timestamp', depth)}.{part}({drawing.rng.choice(['', '', *ZONES])})"


LEAVES = {
    "bool": [variable, leaf("true", "false")],
    "int": [variable, leaf("0", "1", "-1", "2", "10", "255", "0x1F", "9223372036854775807", "-9223372036854775808")],
    "uint": [variable, leaf("0u", "1u", "0xFFu", "18446744073709551615u")],
    "double": [variable, leaf("0.0", "1.0", "-1.5", "2.5", "1e3", "1e-3", "0.1", "1e308", "5e-324")],
    "string": [variable, leaf("''", "'a'", '"b"', "'lahore'", "r'\\n'", "'\\n'", "'\\u0633'", "'1'", "'-3'", "'2.50'", "'a b'")],
    "bytes": [variable, leaf("b''", "b'a'", "b'\\xff'", "b'lahore'")],
    "list_int": [variable, leaf("[]", "[1, 2, 3]", "[0]")],
    "list_string": [variable, leaf("[]", "['a', 'b']", "['lahore']")],
    "map": [variable, leaf("{}", "{'a': 5}")],
    "timestamp": [variable, leaf("timestamp('2024-02-29T12:34:56Z')", "timestamp('1999-12-31T23:59:59.999Z')",
                                 "timestamp('2026-11-27T09:00:00+05:00')")],
    "duration": [variable, leaf("duration('0s')", "duration('1h')", "duration('90s')", "duration('-1.5s')", "duration('1m30s')")],
}
GROWN = {
    "bool": [made("!{0}", "bool"), one_of(["({0} && {1})", "({0} || {1})"], "bool", "bool"), equality, equality, order, order, mixed_order,
             quantifier, quantifier, made("({0} in {1})", "int", "list_int"), made("({0} in {1})", "string", "list_string"),
             made("({0} in {1})", "string", "map"), text_in,
             one_of(["{0}.contains({1})", "{0}.startsWith({1})", "{0}.endsWith({1})"], "string", "string"), leaf("has(m.a)", "has(m.lahore)")],
    "int": [one_of(["({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "({0} % {1})"], "int", "int"), made("-({0})", "int"),
            made("size({0})", "string"), made("{0}.size()", "list_int"), made("size({0})", "map"), made("size({0})", "bytes"),
            made("int({0})", "double"), made("int({0})", "uint"), made("int({0})", "timestamp"), element,
            made("{0}[{1}]", "map", "string"), time_part, leaf("m.a"), made("{0}.indexOf({1})", "string", "string"),
            made("{0}.lastIndexOf({1})", "string", "string"), one_of(["{0}.getHours()", "{0}.getMinutes()", "{0}.getSeconds()"], "duration")],
    "uint": [one_of(["({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "({0} % {1})"], "uint", "uint"), made("uint({0})", "int"),
             made("uint({0})", "double")],
    "double": [one_of(["({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})"], "double", "double"), made("-({0})", "double"),
               made("double({0})", "int"), made("double({0})", "uint")],
    "string": [made("({0} + {1})", "string", "string"), made("string({0})", "int"), made("string({0})", "uint"), made("string({0})", "bool"), element, one_of(["{0}.trim()", "{0}.lowerAscii()", "{0}.upperAscii()"], "string"), made("{0}.charAt({1})", "string", "int"),
               made("{0}.substring({1})", "string", "int"), one_of(["{0}.replace('a', {1})", "{0}.replace('or', {1})"], "string", "string"),
               leaf("string(b'lahore')"),
               one_of(["{0}.join()", "{0}.join(',')"], "list_string")],
    "bytes": [made("({0} + {1})", "bytes", "bytes"), made("bytes({0})", "string")],
    "list_int": [of_list, mapped, filtered, made("({0} + {1})", "list_int", "list_int")],
    "list_string": [of_list, mapped, filtered, made("({0} + {1})", "list_string", "list_string"), made("{0}.split({1})", "string", "string")],
    "map": [of_map],
    "timestamp": [one_of(["({0} + {1})", "({0} - {1})"], "timestamp", "duration")],
    "duration": [one_of(["({0} + {1})", "({0} - {1})"], "duration", "duration"), made("({0} - {1})", "timestamp", "timestamp")],
}
# Conversions that the libraries make in ways of their own: a test has one alone, so that what explains it hides nothing else.
ALONE = [made("string({0})", "double"), made("string({0})", "duration"), made("string({0})", "timestamp"), made("string({0})", "bytes"),
         made("timestamp({0})", "int"), made("timestamp({0})", "string"), made("duration({0})", "string"), made("double({0})", "string"),
         made("int({0})", "string"), made("uint({0})", "string"), made("bool({0})", "string"), made("{0}.replace({1}, {2})", "string", "string", "string"),
         one_of(["'\U0001f6c2x'.charAt({0})", "'\U0001f6c2x'.substring({0})", "size('\U0001f6c2x') == {0}"], "int"),
         leaf("timestamp('0001-01-01T00:00:00Z').getDayOfWeek()", "timestamp('0099-03-01T00:00:00Z').getFullYear('Asia/Karachi')")]
ALONE_SHARE = 0.1
ANY = [conditional]
DEPTH_MAX = 4


def tests(seed, count):
    """`count` tests; a test's expression and values depend on the seed and its number alone."""
    type_env = [{"name": name, "kind": "var", "type": TYPES.get(kind, kind)} for name, (kind, _) in VARIABLES.items()]
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        drawing = Drawing(rng)
        if rng.random() < ALONE_SHARE:
            expr = rng.choice(ALONE)(drawing, None, 0)
        else:
            expr = drawing.draw(rng.choice(["bool", "bool", *LEAVES]), rng.randint(1, DEPTH_MAX))
        bindings = {name: value(each, rng.choice(values)) for name, (each, values) in VARIABLES.items()}
        yield {"id": f"drawn/{seed}/{number}", "expr": expr, "type_env": type_env, "bindings": bindings}
