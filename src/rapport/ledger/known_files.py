"""Lists of known people as files: CSV, or FollowTheMoney entities, one JSON object a line. What is wrong in one is said with its line, and nothing of it is taken in."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from rapport.errors import UsageError
from rapport.records import content_id
from rapport.resolve.known_people import KnownPerson, Office
from rapport.resolve.names import name_words

_COLUMNS: Final = ("name", "aliases", "title", "organization", "since", "until", "wikidata", "id")
_DAY: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WIKIDATA: Final = re.compile(r"Q[1-9]\d*")


def read(path: Path) -> list[KnownPerson]:
    """The people of a file: CSV with the columns name, aliases (parted by ;), title, organization, since, until, wikidata and id, of which only
    name must be there (a person of several offices has several lines), or FollowTheMoney entities (Person, Position, Occupancy), one a line.

    Raises UsageError where it is neither, or a line of it cannot be understood, and OSError where it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: it is no text in UTF-8") from error
    if text.lstrip().startswith("["):
        raise UsageError(f"{path}: it is one JSON list; give one object a line, as FollowTheMoney writes them")
    people = list(_from_entities(path, text) if text.lstrip().startswith("{") else _from_table(path, text))
    if not people:
        raise UsageError(f"{path}: it names nobody")
    return sorted(people, key=lambda p: p.id)


def _from_table(path: Path, text: str) -> Iterator[KnownPerson]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for where, found in _rows(path, text):
        if not name_words(found["name"]):
            if any(found.values()):
                raise UsageError(f"{where}: it has no name")
            continue
        if found["wikidata"] and not _WIKIDATA.fullmatch(found["wikidata"]):
            raise UsageError(f"{where}: “{found['wikidata']}” is no id of Wikidata, such as Q42")
        _check_office(where, found["since"], found["until"])
        rows[found["id"] or found["wikidata"] or found["name"]].append(found)
    for key, same in rows.items():
        aliases = [alias.strip() for row in same for alias in (row["name"], *row["aliases"].split(";"))]
        offices = [Office(row["title"], *(row[k] or None for k in ("organization", "since", "until"))) for row in same if row["title"]]
        yield _person(key, same[0]["name"], aliases, offices, next((row["wikidata"] for row in same if row["wikidata"]), None))


def _rows(path: Path, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(where it stands, cells by column) of each line; other columns are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [cell.strip().casefold() for cell in next(reader, [])]
        if "name" not in columns:
            raise UsageError(f"{path}: a CSV file of people has the column name, and may have {', '.join(_COLUMNS[1:])}, parted by commas")
        for cells in reader:
            where = f"{path}:{reader.line_num}"
            if len(cells) > len(columns):
                raise UsageError(
                    f"{where}: it has {len(cells)} cells, more than the {len(columns)} columns: put quotation marks around what holds a comma"
                )
            row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
            yield where, {name: row.get(name, "") for name in _COLUMNS}
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: it is no CSV ({error})") from error


def _check_office(where: str, since: str | None, until: str | None) -> None:
    for name, day in (("since", since), ("until", until)):
        if day and not _DAY.fullmatch(day):
            raise UsageError(f"{where}: {name} is a year, month or day such as 2031, 2031-05 or 2031-05-17, not “{day}”")
    if since and until and until[: len(since)] < since[: len(until)]:
        raise UsageError(f"{where}: an office that began in {since} cannot have ended in {until}")


def _person(key: str, name: str, names: Iterable[str], offices: Iterable[Office], wikidata: str | None) -> KnownPerson:
    others = tuple(sorted({n for n in names if n and n != name}))
    held = tuple(sorted(set(offices), key=lambda o: (o.since or "", o.until or "", o.title, o.organization or "")))
    return KnownPerson(content_id("known", key), name, others, held, wikidata)


def _from_entities(path: Path, text: str) -> Iterator[KnownPerson]:
    entities = [(f"{path}:{number}", _entity(f"{path}:{number}", line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    posts = {e["id"]: name for _, e in entities if e["schema"] == "Position" and (name := _first(e, "name"))}
    offices: dict[str, list[Office]] = defaultdict(list)
    for where, e in entities:
        if e["schema"] == "Occupancy" and (title := posts.get(_first(e, "post") or "")):
            office, _, place = title.partition(" of ")
            since, until = (day and day.partition("T")[0] for day in (_first(e, "startDate"), _first(e, "endDate")))
            _check_office(where, since, until)
            offices[_first(e, "holder") or ""].append(Office(office, place or None, since, until))
    for _, e in entities:
        if e["schema"] == "Person" and (name := _first(e, "name")) and name_words(name):
            properties = e["properties"]
            names = [*properties.get("name", ()), *properties.get("alias", ())]
            held = [*offices[e["id"]], *(Office(position) for position in properties.get("position", ()) if not offices[e["id"]])]
            yield _person(e["id"], name, names, held, _first(e, "wikidataId"))


def _entity(where: str, line: str) -> dict[str, Any]:
    """One FollowTheMoney entity. Raises UsageError."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: it is no JSON ({error})") from error
    if not isinstance(found, dict) or not all(isinstance(found.get(key), str) and found[key] for key in ("id", "schema")):
        raise UsageError(f"{where}: it is no FollowTheMoney entity: it has an id and a schema, both texts")
    properties = found.get("properties") or {}
    if not isinstance(properties, dict):
        raise UsageError(f"{where}: the properties of {found['id']} are an object of lists")
    for name, values in properties.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise UsageError(f"{where}: {name} of {found['id']} is a list of texts")
    return {**found, "properties": properties}


def _first(entity: dict[str, Any], key: str) -> str | None:
    values = entity["properties"].get(key) or ()
    return str(values[0]) if values else None
