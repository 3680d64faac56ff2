"""PAXLST messages: composed for invented travellers, or found in a folder."""

import dataclasses
import pathlib
import xml.etree.ElementTree as ElementTree

MAX_BYTES = 4 * 1024 * 1024  # No list of travellers is larger.


@dataclasses.dataclass
class Person:
    """A traveller as a message tells it; names in capitals, birth as YYYY-MM-DD."""

    surname: str
    given: str
    birth: str
    document: str
    sex: str = "M"


def _escape(text):
    for mark in "?+:'":
        text = text.replace(mark, "?" + mark)
    return text


def compose(reference, flight, origin, destination, people):
    """One interchange with one message (D:05B), as a carrier would send it."""
    body = [f"UNH+{reference}+PAXLST:D:05B:UN:IATA", "BGM+745", f"TDT+20+{flight}+++{flight[:2]}",
            f"LOC+125+{origin}", "DTM+189:2611221000:201", f"LOC+87+{destination}", "DTM+232:2611221330:201"]
    for person in people:
        year, month, day = person.birth.split("-")
        body += [f"NAD+FL+++{_escape(person.surname)}:{_escape(person.given)}", f"ATT+2++{person.sex}",
                 f"DTM+329:{year[2:]}{month}{day}", f"LOC+178+{origin}", f"LOC+179+{destination}", "NAT+2+XOA",
                 f"DOC+P:110:111+{_escape(person.document)}", "DTM+36:301231", "LOC+91+XOA"]
    body += [f"CNT+42:{len(people)}", f"UNT+{len(body) + 2}+{reference}"]
    head = f"UNB+UNOA:4+DEMOCARRIER+SARHAD+261122:1000+{reference}"
    return "'\n".join([head] + body + [f"UNZ+1+{reference}"]) + "'\n"


def found_in(folder):
    """Files below `folder` that begin as EDIFACT does, in order of path."""
    files = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            with open(path, "rb") as file:
                start = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t\x01\x02")
            if start[:3] in (b"UNA", b"UNB", b"UNG", b"UNH"):
                files.append(path)
    return files


def listed_people(un_xml, count):
    """The first persons of a list in the UN's format with a whole date of birth: somebody to find."""
    people = []
    for element in ElementTree.parse(un_xml).getroot().iter("INDIVIDUAL"):
        names = [element.findtext(tag) or "" for tag in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")]
        names = [name.strip().upper() for name in names if name.strip()]
        birth = (element.findtext("INDIVIDUAL_DATE_OF_BIRTH/DATE") or "")[:10]
        whole = " ".join(names)
        if len(names) >= 2 and len(birth) == 10 and whole.isascii() and whole.replace(" ", "").isalpha():
            people.append(Person(names[-1], " ".join(names[:-1]), birth, f"XL{len(people):07d}"))
            if len(people) == count:
                break
    return people
