"""Carriers' messages: composed for invented travellers, or found in a folder."""

import dataclasses
import datetime
import pathlib
import xml.etree.ElementTree as ElementTree

DAY = datetime.date(2026, 11, 22)  # Of the invented flights.
MAX_BYTES = 4 * 1024 * 1024  # No list of travellers is larger.
MAX_NAME = 35  # Of a party, in one component of NAD.


@dataclasses.dataclass
class Person:
    """A traveller as a message tells it; names in capitals, days as YYYY-MM-DD."""

    surname: str
    given: str
    birth: str
    document: str
    sex: str = "M"
    expires: str = "2030-12-31"  # The document.


def _escape(text):
    for mark in "?+:'":
        text = text.replace(mark, "?" + mark)
    return text


def _yymmdd(day):
    return day[2:].replace("-", "")


def compose(reference, flight, origin, destination, people, day=DAY):
    """A list of travellers: one interchange with one PAXLST (D:05B), as a carrier would send it."""
    day = f"{day:%y%m%d}"
    body = [f"UNH+{reference}+PAXLST:D:05B:UN:IATA", "BGM+745", f"TDT+20+{flight}+++{flight[:2]}",
            f"LOC+125+{origin}", f"DTM+189:{day}1000:201", f"LOC+87+{destination}", f"DTM+232:{day}1330:201"]
    for person in people:
        body += [f"NAD+FL+++{_escape(person.surname)}:{_escape(person.given)}", f"ATT+2++{person.sex}",
                 f"DTM+329:{_yymmdd(person.birth)}", f"LOC+178+{origin}", f"LOC+179+{destination}", "NAT+2+XOA",
                 f"DOC+P:110:111+{_escape(person.document)}", f"DTM+36:{_yymmdd(person.expires)}", "LOC+91+XOA"]
    body += [f"CNT+42:{len(people)}", f"UNT+{len(body) + 2}+{reference}"]
    head = f"UNB+UNOA:4+DEMOCARRIER+SARHAD+{day}:1000+{reference}"
    return "'\n".join([head] + body + [f"UNZ+1+{reference}"]) + "'\n"


def compose_booking(reference, flight, origin, destination, person, day=DAY):
    """A reservation of one way, paid in cash the day before: one PNRGOV (13.1)."""
    leg = f"TVL+{day:%d%m%y}:1000:{day:%d%m%y}:1330+{origin}+{destination}+{flight[:2]}+{flight[2:]}"
    made = f"{day - datetime.timedelta(days=1):%d%m%y}:1200"
    body = [f"UNH+{reference}+PNRGOV:13:1:IA", "MSG+:22", f"ORG+{flight[:2]}:{origin}", leg, "EQN+1", "SRC",
            f"RCI+{flight[:2]}:{reference}::{made}", f"DAT+700:{made}", f"ORG+{flight[:2]}:{origin}+12345678",
            f"TIF+{_escape(person.surname)}+{_escape(person.given)}:A:1", "FOP+CA:3:900.00", f"{leg}:Y", "RPI+1+HK"]
    body += [f"UNT+{len(body) + 1}+{reference}"]
    head = f"UNB+IATA:1+{flight[:2]}+SARHAD+{day:%y%m%d}:1000+{reference}"
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


def listed_organisation(un_xml):
    """The first organisation of a list in the UN's format that a manifest can name: None where there is none."""
    for element in ElementTree.parse(un_xml).getroot().iter("ENTITY"):
        name = " ".join((element.findtext("FIRST_NAME") or "").upper().split())
        if len(name) <= MAX_NAME and len(name.split()) >= 2 and name.replace(" ", "").isascii() and name.replace(" ", "").isalpha():
            return name
    return None
