"""The statements of a JSON-LD document, each with its place.

They come in the order in which a parser gives them: that of a thing as a value before those inside it, of those its
types first and its graph last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.places.jsoncontext import Context, Term
from clusterkb.rdf.places.jsonliterals import canonical, number
from clusterkb.rdf.places.jsonmembers import Contexts, Member, meant, unnested
from clusterkb.rdf.places.jsontree import Node, tree
from clusterkb.rdf.places.written import NAMELESS, Span, Written

_TYPE, _FIRST, _NIL = (PREFIXES["rdf"] + name for name in ("type", "first", "nil"))
_DOUBLE = f"{PREFIXES['xsd']}double"
_MAPS = ("@language", "@index", "@id", "@type")


def statements(text: str, base: str = "") -> Iterator[Written]:
    """Yield the statements of ``text``.

    Args:
        text: The document.
        base: IRI that relative references are resolved against.

    Raises:
        BadInput: It is not JSON, or nests too deep.

    >>> document = '{"@context": {"@vocab": "http://e/"}, "@id": "http://e/s", "p": [1, {"q": "a"}]}'
    >>> [one.value for one in statements(document)]
    ['1', '', 'a']
    """
    return iter(_Walk(text).run(Context(base, base)))


class _Link(NamedTuple):
    """That a value is a property of a thing, or an entry of a list, which has no places of its own.

    Attributes:
        thing: The thing's key.
        thing_at: Where it stands as a subject; None for a list.
        whole_at: Where it stands as a value.
        predicate, predicate_at: The property.
        reverse: Whether the value is the subject.
        lost: Whether the parser passes over it, as the key means nothing; it takes but the types of things inside.
    """

    thing: str
    thing_at: Span | None
    whole_at: Span
    predicate: str
    predicate_at: Span
    reverse: bool = False
    lost: bool = False


class _Task(NamedTuple):
    """A value that is still to be looked at.

    Attributes:
        node: The value.
        context: The context in force.
        term: What the context says of its key.
        link: What it is a value of; None for what stands on its own.
        inside: Whether it is an item of an array, which is no list or map of its own.
    """

    node: Node
    context: Context
    term: Term = Term()
    link: _Link | None = None
    inside: bool = False


class _Walk:
    """The walk; what is to be looked at waits on a stack, as documents nest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Written] = []
        self.due: list[_Task] = []
        self.contexts = Contexts()

    def run(self, context: Context) -> list[Written]:
        self.due.append(_Task(tree(self.text), context))
        while self.due:
            task = self.due.pop()
            self.due.extend(reversed(list(self._value(task, task.link))))
        return self.found

    def _value(self, task: _Task, link: _Link | None) -> Iterable[_Task]:
        """Take what is said by a value, and return what is to be looked at next."""
        node, term = task.node, task.term
        if node.kind == "object" and not (link and term.type == "@json"):
            return self._object(task, link)
        if node.kind == "array" and not (link and term.type == "@json"):
            if link and "@list" in term.containers:
                return self._list(task, link, node.items)
            return [task._replace(node=item, inside=True) for item in node.items]
        if link is None or node.null:
            return ()
        if "@list" in term.containers and not task.inside:
            return self._list(task, link, (node,))
        self._say(link, self._literal(node, task.context, term.type), node.at)
        return ()

    def _literal(self, node: Node, context: Context, kind: str) -> str:
        if kind == "@json":
            quotes = 1 if node.kind == "string" else 0
            return canonical(self.text[node.at.start - quotes : node.at.end + quotes])
        if kind in ("@id", "@vocab") and node.kind == "string":
            return _key(context.iri(node.text, vocabulary=kind == "@vocab"))
        return number(node.text, double=kind == _DOUBLE) if node.kind == "number" else node.text

    def _list(self, task: _Task, link: _Link, items: Iterable[Node]) -> list[_Task]:
        kept = [item for item in items if not item.null]
        self._say(link, NAMELESS if kept else _NIL, task.node.at)
        entry = _Link(NAMELESS, None, task.node.at, _FIRST, task.node.at, lost=link.lost)
        return [task._replace(node=item, link=entry, inside=True) for item in kept]

    def _object(self, task: _Task, link: _Link | None) -> Iterable[_Task]:
        containers = task.term.containers if link else frozenset()
        mapped = [container for container in _MAPS if container in containers]
        if mapped and not task.inside:
            return _mapped(task, mapped[0])
        if link and "@graph" in containers:
            self._say(link, NAMELESS, task.node.at)
            return [_Task(task.node, task.context, Term(context=task.term.context))]
        return self._uncontained(task, link, "@list" in containers and not task.inside)

    def _uncontained(self, task: _Task, link: _Link | None, listed: bool) -> Iterable[_Task]:
        context, members = self.contexts.members(task.node, task.context, task.term)
        values = {each.meaning: each.value for each in members}
        if "@value" in values:
            self._value_object(link, context, values)
            return ()
        if "@list" in values:
            plain = task._replace(context=context, term=task.term._replace(containers=frozenset()))
            return self._list(plain, link, values["@list"].flat()) if link else ()
        if "@set" in values:
            return [task._replace(node=values["@set"], context=context, inside=True)]
        if link and listed:
            return self._list(task, link, (task.node,))
        return self._thing(task, context, members)

    def _value_object(self, link: _Link | None, context: Context, values: dict[str | None, Node]) -> None:
        value, kind = values["@value"], values.get("@type")
        datatype = context.iri(kind.text, vocabulary=True) if kind else None
        if link and (datatype == "@json" or not value.null):
            self._say(link, self._literal(value, context, datatype or ""), value.at)

    def _thing(self, task: _Task, context: Context, members: list[Member]) -> list[_Task]:
        whole = task.node.at
        name = next((each.value for each in members if each.meaning == "@id" and each.value.kind == "string"), None)
        key = _key(context.iri(name.text)) if name else NAMELESS
        subject_at = name.at if name else Span(whole.start, whole.start + 1)
        if task.link:
            self._say(task.link, key, name.at if name else whole, subject_at)
        for each in members:
            for kind in each.value.flat() if each.meaning == "@type" else ():
                iri = context.iri(kind.text, vocabulary=True)
                self.found.append(Written(key, _TYPE, _key(iri), subject_at, each.key.at, kind.at))
        lost = task.link is not None and task.link.lost
        link = _Link(key, subject_at, name.at if name else whole, "", whole, lost=lost)
        return list(_inside(link, context, members))

    def _say(self, link: _Link, key: str, at: Span, subject_at: Span | None = None) -> None:
        if link.lost:
            return
        if link.reverse:
            said = Written(key, link.predicate, link.thing, subject_at or at, link.predicate_at, link.whole_at)
        elif link.thing_at is None:
            said = Written(link.thing, link.predicate, key, at, at, at)
        else:
            said = Written(link.thing, link.predicate, key, link.thing_at, link.predicate_at, at)
        self.found.append(said)


def _inside(link: _Link, context: Context, members: list[Member]) -> Iterator[_Task]:
    """Yield what is inside a thing, its graph last."""
    graphs = []
    for each in unnested(members, context):
        if each.meaning == "@graph":
            graphs.append(_Task(each.value, context))
        elif each.meaning == "@included":
            yield _Task(each.value, context)
        elif each.meaning == "@reverse":
            inverse = link._replace(reverse=True)
            yield from (_property(one, context, inverse) for one in meant(each.value, context) if one.is_property)
        elif each.is_property:
            yield _property(each, context, link)
    yield from graphs


def _property(member: Member, context: Context, link: _Link) -> _Task:
    term = context.terms.get(member.key.text, Term())
    said = link._replace(
        predicate=member.meaning or "",
        predicate_at=member.key.at,
        reverse=link.reverse != term.reverse,
        lost=link.lost or not member.has_iri,
    )
    return _Task(member.value, context, term, said)


def _mapped(task: _Task, container: str) -> Iterator[_Task]:
    """Yield the values of an object whose keys are their languages, indexes, addresses or types."""
    term = task.term._replace(containers=task.term.containers & {"@graph"})
    if container == "@language":
        term = term._replace(type="")
    for key, value in task.node.members:
        named = container in ("@id", "@type") and task.context.iri(key.text, vocabulary=True) != "@none"
        for each in value.flat():
            yield task._replace(node=_keyed(each, container, key) if named else each, term=term)


def _keyed(node: Node, keyword: str, key: Node) -> Node:
    """Return an object with what its key in a map says added: its address, unless it has one, or another type."""
    if node.kind == "string":
        node = Node("object", node.at, members=((key._replace(text="@id"), node),))
    if node.kind == "object" and (keyword == "@type" or all(name.text != "@id" for name, _ in node.members)):
        return node._replace(members=(*node.members, (key._replace(text=keyword), key)))
    return node


def _key(iri: str | None) -> str:
    return NAMELESS if iri is None or iri.startswith("_:") else iri
