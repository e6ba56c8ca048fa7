"""The knowledge base in one object: the public face of the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clusterkb import build, catalogue, checking, settings
from clusterkb import search as label_search
from clusterkb.build import sources
from clusterkb.build.run import Progress
from clusterkb.catalogue import RECORDS, ConceptPage, Example, Reader, RecordPage, SourcePage, Why, kind_of
from clusterkb.catalogue.provenance import standing
from clusterkb.catalogue.reader import Known
from clusterkb.errors import NotFound
from clusterkb.namespaces import expand
from clusterkb.quality import Coverage, DataReport, OntologyReport
from clusterkb.rdf.formats import by_name, read_document
from clusterkb.rdf.parse import parse
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import statement
from clusterkb.reason.clash import Clash, clashes
from clusterkb.reason.proofs import Proof, prove
from clusterkb.release import Artefact, release
from clusterkb.search import Hit
from clusterkb.sparql import Dataset, Result, answer
from clusterkb.sparql.guard import refuse_outside
from clusterkb.store import EmbeddedStore, Version, current
from clusterkb.validating import Validating

if TYPE_CHECKING:
    import rdflib

_WAIT_SECONDS = 60.0


class KnowledgeBase(Validating):
    """One version of the knowledge base, open for reading.

    >>> kb = KnowledgeBase.open()
    >>> kb.query("ASK { ckb:EducationalHolding a owl:Class }").boolean
    True
    >>> kb.search("образовательный холдинг")[0].iri
    'https://w3id.org/clusterkb/onto/EducationalHolding'
    """

    def __init__(self, version: Version) -> None:
        self.version = version
        self.store = EmbeddedStore.read_only(version.store)
        self._known = Known(self.store)
        self._readers: dict[str, Reader] = {}

    @classmethod
    def open(cls, home: Path | None = None, *, progress: Progress | None = None) -> KnowledgeBase:
        """Open the knowledge base, bringing its store up to date first.

        Args:
            home: Folder of the built store; the setting ``data_dir`` when None.
            progress: Told of each phase, should a build be needed.

        Raises:
            StoreUnusable: The folder cannot be written, or another build does not end.
            BadInput: The sources cannot be built.
        """
        folder = home or settings.load().data_dir
        told = progress or (lambda phase, what: None)
        return cls(build.run(folder, wait_seconds=_WAIT_SECONDS, progress=told).version)

    @classmethod
    def built(cls, home: Path) -> KnowledgeBase:
        """Open the version in use in ``home`` as it is.

        Raises:
            StoreUnusable: Nothing was built there.
        """
        return cls(current(home))

    def query(self, query: str, *, form: str = "", inferred: bool = True) -> Result:
        """Run a SPARQL query of your own; see ``clusterkb.sparql.answer``.

        Raises:
            BadQuery: It is not SPARQL, or would reach outside the store.
            BadRequest: ``form`` cannot hold the result.
        """
        refuse_outside(query)
        return answer(self.store, query, forms=(form,) if form else (), dataset=Dataset(inferred=inferred))

    def question(self, name: str, values: Mapping[str, str] | None = None, *, language: str = "en") -> Example:
        """Return one of our questions, whose ``query`` answers it.

        Args:
            name: As in ``clusterkb ask``; ``up-to-the-cluster``, for example.
            values: Parameter → name of a thing, or a number; without, the query has values of its own.
            language: Of the question, and of the labels that its query asks for.

        Raises:
            NotFound: There is no such question, or no such thing.
            BadRequest: The question has no such parameter.
        """
        found = catalogue.example(self.reader(language), expand(f"query:{name}"))
        if found is None:
            raise NotFound(f"There is no question {name!r}.", remedy="See: clusterkb ask")
        things = {one.name for one in found.parameters if not one.value.isdecimal()}
        given = (values or {}).items()
        return found.about({key: self.resolve(value) if key in things else value for key, value in given})

    def search(self, text: str, *, kind: str = "", limit: int = 20) -> list[Hit]:
        """Find things by label; see ``clusterkb.search.search``."""
        return label_search.search(self.version.search, text, kind=kind, limit=limit)

    def page(self, name: str, language: str = "en") -> ConceptPage | RecordPage | SourcePage:
        """Read a thing as its page shows it.

        Args:
            name: IRI, prefixed name, or the last part of either (``ulyanovsk-holding``).
            language: Wanted language of labels: en, ru or uz.

        Raises:
            NotFound: Nothing has this name.
        """
        iri = self.resolve(name)
        if not kind_of(iri):  # a fact is shown with the record it speaks of
            iri = catalogue.about(self.reader(), iri) or iri
        kind = kind_of(iri)
        read = catalogue.record if kind in RECORDS else catalogue.source if kind == "source" else catalogue.concept
        return read(self.reader(language), iri)

    def resolve(self, name: str) -> str:
        """Return the IRI meant by an IRI, a prefixed name or its last part.

        Raises:
            NotFound: Nothing has this name.
        """
        return self.reader().resolve(name)

    def describe(self, name: str, *, form: str = "ttl") -> bytes:
        """Return what is known about a thing in an RDF format (``ttl``, ``jsonld``, ``rdf``, ``nt``).

        Raises:
            NotFound: Nothing has this name.
            BadRequest: The format is not known.
        """
        return catalogue.describe(self.store, self.resolve(name), by_name(form))

    def explain(self, name: str, *, predicate: str = "", thing: str = "") -> list[Proof]:
        """Return the proof of every inferred fact about a thing.

        Args:
            name: The thing.
            predicate: Only facts with this property; kinds (``rdf:type``) when empty.
            thing: Only the fact with this object.

        Raises:
            NotFound: Nothing has this name, or nothing of the sort was inferred about it.
        """
        subject = self.resolve(name)
        verb = expand(predicate or "rdf:type")
        if ":" not in verb:
            verb = self.resolve(predicate)
        wanted = self.resolve(thing) if thing else None
        try:
            objects = self.reader().objects(subject, ox.NamedNode(verb).value)
        except ValueError as error:
            raise NotFound(f"{predicate!r} is no name of a property.", remedy="Write it as ckb:memberOf.") from error
        named = sorted({term.value for term in objects if isinstance(term, ox.NamedNode)})
        cite = partial(standing, self.store)
        proofs = (prove(self.version.proofs, (subject, verb, o), cite) for o in named if wanted in (None, o))
        found = [proof for proof in proofs if proof is not None]
        if not found:
            raise catalogue.unproven(self.reader(), (subject, verb, wanted or ""))
        return found

    def why(self, name: str, language: str = "en") -> list[Why]:
        """Return in words why a thing is of each kind that was inferred, what rests on most facts first."""
        try:
            proofs = self.explain(name)
        except NotFound:
            return []
        found = self.in_words([proof for proof in proofs if kind_of(proof.object)], language)
        return sorted(found, key=lambda why: -len(why.facts))

    def in_words(self, proofs: Iterable[Proof], language: str = "en") -> list[Why]:
        """Return proofs in the words of labels: what they prove, the facts and the axioms they rest on."""
        reader = self.reader(language)
        return [catalogue.why(reader, proof) for proof in proofs]

    def reader(self, language: str = "en") -> Reader:
        """Return what reads lists and labels in ``language``; one reader a language, which keeps the labels it read."""
        return self._readers.setdefault(language, Reader(self.store, language, self._known))

    def clashes(self, data: bytes | Path, *, form: str = "", name: str = "") -> list[Clash]:
        """Return what of a description cannot hold beside the ontology and its records, each with a minimal set.

        Only what the rules of OWL 2 RL see; a description without a clash may still contradict itself for HermiT.

        Args:
            data: The document's bytes, or a file.
            form: Its format; told from the file's name when empty.
            name: What to call it in messages.

        Raises:
            BadInput: The document cannot be read.
            BadRequest: The format is not known.
        """
        data, kind, name = read_document(data, form, name)
        stated = [quad.triple for quad in parse(data, kind, name=name)]
        known = [*sources.reasoned(self.store, self.version.manifest.sources), *stated]
        return list(clashes(map(statement, known)))

    def ontology(self, form: str = "nt") -> bytes:
        """Return terms, axioms, vocabularies and records as one OWL ontology, without what follows from it.

        Args:
            form: RDF format (``nt``, ``ttl``, ``rdf``, ``jsonld``).

        Raises:
            BadRequest: The format is not known.
        """
        return serialize(sources.reasoned(self.store, self.version.manifest.sources), by_name(form))

    def check_ontology(self) -> OntologyReport:
        """Check terms, axioms and records as an ontology: with HermiT, by the rules of hygiene, in numbers.

        Raises:
            MissingPart: owlready2, Java or py-horned-owl is not there.
        """
        return checking.check_ontology(self.store, self.version.manifest.sources)

    def check_data(self) -> DataReport:
        """Check the records: shapes, duplicates, dates, points, links, languages, what is used and defined, in numbers.

        Raises:
            MissingPart: rapidfuzz or shapely is not there.
        """
        return checking.check_data(self.store, self.version.manifest.sources)

    def coverage(self) -> Coverage:
        """Count what the records hold and lack."""
        return checking.count(self.store, self.version.manifest.sources)

    def places(self, things: Iterable[str]) -> dict[str, str]:
        """Return ``file:line`` where each thing, given by its IRI, is described; some are in no file."""
        return sources.places(self.store, things)

    def release(self, before: bytes | None = None, *, progress: Callable[[str], object] = str) -> list[Artefact]:
        """Return every file of a release, the same bytes for the same sources.

        Args:
            before: ``clusterkb.nt`` of the release before; without it nothing is compared.
            progress: Told of each file before it is made.

        Raises:
            BadInput: ``before`` is no N-Triples.
        """
        return release(self.store, list(self.version.manifest.sources), before, progress)

    def to_rdflib(self) -> rdflib.Dataset:
        """Return everything as an rdflib dataset, a graph a file."""
        import rdflib  # noqa: PLC0415 - slow to import, and few callers need it

        dataset = rdflib.Dataset()
        dataset.parse(data=self.store.engine.dump(format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
        return dataset

    def close(self) -> None:
        """Let go of the store."""
        self.__dict__.pop("store", None)

    def __enter__(self) -> KnowledgeBase:
        """Return the knowledge base itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()
