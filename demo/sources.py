"""What the demo screens with and what it screens: the invented set in this folder, or the user's."""

import dataclasses
import pathlib

import messages

HERE = pathlib.Path(__file__).resolve().parent
ACTS = ("linked", "cut", "healed")  # While the link is up, while one is cut, after it healed.


@dataclasses.dataclass
class ListSource:
    """One watchlist: its editions are the source's files, oldest first."""

    name: str
    source: str
    format: str
    editions: list


@dataclasses.dataclass
class Sources:
    lists: list
    mail: dict  # act -> [(index of the port, file name, bytes)], in the order of delivery


def invented():
    """Three ports' messages by their number: 01 arrives linked, 02 (and C's 03) cut, the rest healed."""
    mail = {act: [] for act in ACTS}
    for index, port in enumerate(("PKXXA", "PKXXB", "PKXXC")):
        for path in sorted((HERE / "messages" / port).glob("*.edi")):
            number = path.name[:2]
            is_cut = number == "02" or (number == "03" and port == "PKXXC")
            act = "linked" if number in ("01", "04") else "cut" if is_cut else "healed"
            mail[act].append((index, path.name, path.read_bytes()))
    editions = [[HERE / "watchlist.xml"], [HERE / "watchlist-2.xml"]]
    return Sources([ListSource("wl/demo/travellers", "DEMO", "un-xml", editions)], mail)


def lists_in(folder):
    """The public lists that the importers know, by the names that their publishers give the files."""
    folder = pathlib.Path(folder)
    found = []
    for path in sorted(folder.glob("un_consolidated*.xml")) + sorted(folder.glob("consolidated*.xml")):
        found.append(ListSource("wl/un/consolidated", "UN", "un-xml", [[path]]))
        break
    for place in (folder / "ofac", folder):
        if (place / "sdn.csv").is_file():
            found.append(ListSource("wl/ofac/sdn", "OFAC", "ofac-csv", [[place]]))
            break
    return found


def mail_in(folder, ports):
    """Every EDIFACT file below `folder`, dealt to the ports in turn; a third of them while cut."""
    mail = {act: [] for act in ACTS}
    files = messages.found_in(folder)
    for index, path in enumerate(files):
        act = ACTS[min(2, index * 3 // max(1, len(files)))]
        mail[act].append((index % ports, f"{index:03d}-{path.name}", path.read_bytes()))
    return mail


def composed(people, ports):
    """Messages in which listed people travel, so that there is somebody to find: one an act and port."""
    mail = {act: [] for act in ACTS}
    for index, person in enumerate(people):
        act, port = ACTS[index % 3], index // 3 % ports
        reference = f"LISTED{index:02d}"
        text = messages.compose(reference, f"XQ{900 + index}", "XXD", "XXA", [person])
        mail[act].append((port, f"listed-{index:02d}.edi", text.encode("utf-8")))
    return mail


def chosen(lists_folder, messages_folder, ports):
    """The invented set, each half replaced by the user's where they named one. ValueError."""
    sources = invented()
    if messages_folder:
        sources.mail = mail_in(messages_folder, ports)
        if not any(sources.mail.values()):
            raise ValueError(f"{messages_folder}: no EDIFACT file in it")
    if lists_folder:
        sources.lists = lists_in(lists_folder)
        if not sources.lists:
            raise ValueError(f"{lists_folder}: neither un_consolidated.xml nor ofac/sdn.csv in it")
        un_lists = [source for source in sources.lists if source.format == "un-xml"]
        if un_lists:
            people = messages.listed_people(un_lists[0].editions[0][0], 3 * ports)
            for act, mail in composed(people, ports).items():
                sources.mail[act] += mail
    for mail in sources.mail.values():
        mail[:] = [(index % ports, name, content) for index, name, content in mail]
    return sources
