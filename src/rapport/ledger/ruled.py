"""People's word on who is who, over what was read: `identity_rulings` as a map from base entities, and from the forms that rulings name, to entities.

Forms are nodes, and so are the base entities that most of their actors belong to. What people say are one is joined first, and a form joins its
base unless people say that it must not: what they hold apart is apart whatever was read.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from rapport.ledger.signing import rows_of
from rapport.records import content_id
from rapport.resolve.forms import form_of
from rapport.resolve.identity import entity_id

# Rulings of corrections that nobody has undone, oldest first.
RULINGS: Final = (
    "SELECT r.ruling, r.one_key, r.one_kind, r.one_article, r.other_key, r.other_kind, r.other_article, r.name FROM identity_rulings AS r "
    "JOIN corrections AS c ON c.id = r.correction WHERE c.undone IS NULL ORDER BY c.made, c.id, 1, 2, 3, 4, 5, 6, 7, 8"
)


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """A name key with its kind: of all articles, or of the actor of the article with this key."""

    key: str
    kind: str
    article: str = ""

    @property
    def node(self) -> str:
        return json.dumps([self.key, self.kind, self.article], ensure_ascii=False)


class _Joined:
    """Nodes brought together, where nothing says that they must not be."""

    def __init__(self, apart: Iterable[tuple[str, str]]) -> None:
        self._up: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def root(self, node: str) -> str:
        self._up.setdefault(node, node)
        while self._up[node] != node:
            node = self._up[node]
        return node

    def join(self, one: str, other: str) -> bool:
        a, b = sorted((self.root(one), self.root(other)))
        if a == b:
            return True
        if any(self.root(node) == a for node in self._apart[b]):
            return False
        self._up[b] = a
        self._apart[a] |= self._apart[b]
        return True

    def components(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for node in sorted(self._up):
            found[self.root(node)].append(node)
        return list(found.values())


def _bases(db: sqlite3.Connection, form: Form) -> dict[str, int]:
    """To what base entities the actors of a form belong, and how many; those who stay of their article are left out."""
    pin = "= ?" if form.article else "= '' OR ? IS NULL"
    query = f"SELECT base, sum(count) FROM identity_signatures WHERE key = ? AND kind = ? AND (pin {pin}) AND base <> '' AND count > 0 GROUP BY base"
    return dict(db.execute(query, (form.key, form.kind, form.article)).fetchall())


def _ruled(db: sqlite3.Connection) -> tuple[dict[Form, str], dict[str, str], dict[str, str]]:
    """(forms, bases, names): the entity of each form that a ruling names and of each base among them, and the names of entities."""
    same: set[tuple[Form, Form]] = set()
    apart: set[tuple[Form, Form]] = set()
    named: dict[Form, str] = {}
    for ruling, one_key, one_kind, one_article, other_key, other_kind, other_article, name in db.execute(RULINGS).fetchall():
        one = Form(one_key, one_kind, one_article or "")
        if ruling == "name":
            named.pop(one, None)  # the latest comes last
            named[one] = name
        else:
            (same if ruling == "same" else apart).add((one, Form(other_key, other_kind, other_article or "")))
    forms = sorted({form for pair in same | apart for form in pair})
    bases = {form: _bases(db, form) for form in {*forms, *named}}
    main = {form: min(found, key=lambda b: (-found[b], b)) for form, found in bases.items() if found}
    joined = _Joined((one.node, other.node) for one, other in apart if one != other)
    for form in forms:
        joined.root(form.node)
    for one, other in sorted(same):
        joined.join(one.node, other.node)

    def strength(form: Form) -> tuple[bool, int, Form]:
        own = {entity_id(form_of(form.key, form.kind), kind) for kind in ("person", "other")}
        return (main[form] not in own, -bases[form][main[form]], form)

    for form in sorted((f for f in forms if f in main), key=strength):
        joined.join(form.node, main[form])
    by_node = {form.node: form for form in forms}
    of_form: dict[Form, str] = {}
    of_base: dict[str, str] = {}
    for component in joined.components():
        entity = _entity(db, [n for n in component if n not in by_node], [by_node[n] for n in component if n in by_node])
        for node in component:
            if node in by_node:
                of_form[by_node[node]] = entity
            else:
                of_base[node] = entity
    names = {}
    for form, name in named.items():
        entity = of_form.get(form) or of_base.get(main.get(form, ""), main.get(form, ""))
        if entity:
            names[entity] = name
    return of_form, of_base, names


def _entity(db: sqlite3.Connection, bases: list[str], forms: list[Form]) -> str:
    """The id of what was brought together: that of the base with most actors; empty for the actor of one article by itself."""
    if bases:
        counts = {
            base: db.execute("SELECT total(count) FROM identity_signatures WHERE base = ? AND base <> ''", (base,)).fetchone()[0] for base in bases
        }
        return min(bases, key=lambda b: (-counts[b], b))
    if len(forms) == 1 and forms[0].article:
        return ""
    first = min(forms)
    return content_id("entity", first.key, first.kind, first.article, "ruled")


def apply(db: sqlite3.Connection, changed: Collection[int]) -> tuple[dict[int, str], dict[str, str], set[str]]:
    """Set the entity of the signatures `changed`, and of all that rulings now take elsewhere.

    Gives the signatures whose entity is another now, by id, the names that people gave to entities, and the entities renamed since.
    """
    if not db.execute("SELECT EXISTS (SELECT 1 FROM identity_rulings) OR EXISTS (SELECT 1 FROM identity_ruled)").fetchone()[0]:
        moved = dict(rows_of(db, "id, base", changed, "entity <> base"))
        db.executemany("UPDATE identity_signatures SET entity = base WHERE id = ?", [(key,) for key in moved])
        return moved, {}, set()
    of_form, of_base, names = _ruled(db)
    nodes = {form.node: entity for form, entity in of_form.items()} | of_base | {f"name:{entity}": name for entity, name in names.items()}
    before = dict(db.execute("SELECT node, entity FROM identity_ruled").fetchall())
    turned = {node for node in nodes.keys() | before.keys() if nodes.get(node) != before.get(node)}
    db.executemany("DELETE FROM identity_ruled WHERE node = ?", [(node,) for node in turned])
    db.executemany("INSERT INTO identity_ruled VALUES (?, ?)", [(node, nodes[node]) for node in sorted(turned & nodes.keys())])
    keys = set(changed)
    for node in turned:
        if node.startswith("["):
            key, kind, _ = json.loads(node)
            keys |= {row[0] for row in db.execute("SELECT id FROM identity_signatures WHERE key = ? AND kind = ?", (key, kind))}
        elif not node.startswith("name:"):
            keys |= {row[0] for row in db.execute("SELECT id FROM identity_signatures WHERE base = ? AND base <> ''", (node,))}
    moved = {}
    for signature, key, kind, pin, base, entity in rows_of(db, "id, key, kind, pin, base, entity", keys):
        meant = of_form.get(Form(key, kind, pin)) if of_form and pin else None
        if meant is None and of_form:
            meant = of_form.get(Form(key, kind))
        if meant is None:
            meant = of_base.get(base, base)
        if meant != entity:
            moved[signature] = meant
    db.executemany("UPDATE identity_signatures SET entity = ? WHERE id = ?", [(entity, signature) for signature, entity in moved.items()])
    return moved, names, {node[5:] for node in turned if node.startswith("name:")}
