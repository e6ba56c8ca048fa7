"""Commands that read: query, ask, show, search, explain."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from clusterkb.catalogue import KINDS, ConceptPage, RecordPage, RulePage, SourcePage, codes, examples, rule
from clusterkb.cli import text
from clusterkb.cli.options import format_option, language_option, open_kb, write
from clusterkb.errors import BadRequest, NotFound
from clusterkb.kb import KnowledgeBase
from clusterkb.rdf.text import LANGUAGES
from clusterkb.sparql import MEDIA_TYPES

_result_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", *MEDIA_TYPES]),
    default="text",
    show_default=True,
    help="text is a table, or Turtle for CONSTRUCT and DESCRIBE.",
)
_asserted = click.option("--asserted", is_flag=True, help="Leave out what only follows by inference.")


@click.command()
@click.argument("query")
@_result_format
@_asserted
def query(query: str, form: str, asserted: bool) -> None:
    """Run a SPARQL query; - reads it from standard input, @FILE from a file. Our prefixes need no declaration.

    Example: clusterkb query 'SELECT ?holding { ?holding a ckb:EducationalHolding }'
    """
    _run(open_kb(), _query_text(query), form, asserted)


@click.command()
@click.argument("name", default="")
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE]...")
@language_option
@_result_format
@_asserted
def ask(name: str, values: tuple[str, ...], language: str, form: str, asserted: bool) -> None:
    """Answer one of our questions; without a name, list them with what each can be asked about.

    Example: clusterkb ask who-works-in-a-field field=field:education
    """
    kb = open_kb()
    if name:
        _run(kb, kb.question(name, dict(map(_pair, values)), language=language).query, form, asserted)
    else:
        write(list(examples(kb.reader(language))), form, text.questions)


def _pair(value: str) -> tuple[str, str]:
    parameter, equals, thing = value.partition("=")
    if not equals:
        raise BadRequest(
            f"{value!r} gives no parameter a value.", remedy="Write parameter=value, such as field=field:health."
        )
    return parameter, thing


def _run(kb: KnowledgeBase, query: str, form: str, asserted: bool) -> None:
    found = kb.query(query, form="" if form == "text" else form, inferred=not asserted)
    if form == "text" and found.shape != "graph":
        click.echo(text.result(found))
    else:
        click.echo(found.body.removesuffix(b"\n"))


def _query_text(query: str) -> str:
    if query != "-" and not query.startswith("@"):
        return query
    name = "on standard input" if query == "-" else f"file {query[1:]}"
    try:
        data = sys.stdin.buffer.read() if query == "-" else Path(query[1:]).read_bytes()
        return data.decode()
    except OSError as error:
        raise BadRequest(
            f"The query {name} cannot be read: {error.strerror}.", remedy="Name a file that is there: @question.rq"
        ) from error
    except UnicodeDecodeError as error:
        raise BadRequest(f"The query {name} is not UTF-8.", remedy="Save it as UTF-8.") from error


@click.command()
@click.argument("name")
@language_option
@format_option("ttl", "jsonld", "rdf", "nt")
def show(name: str, language: str, form: str) -> None:
    """Show all that is known about a term, concept, cluster, organization or rule of the check.

    Example: clusterkb show ulyanovsk-holding
    """
    kb = open_kb()
    if form in ("text", "json"):
        write(_page(kb, name, language), form, text.page)
    else:
        click.echo(kb.describe(name, form=form), nl=False)


def _page(kb: KnowledgeBase, name: str, language: str) -> ConceptPage | RecordPage | RulePage | SourcePage:
    """Return the page of a thing, or of a rule where no thing has this name."""
    try:
        return kb.page(name, language)
    except NotFound:
        code = name.removeprefix("shape:")
        if code not in codes(kb.reader()):
            raise
        return rule(kb.reader(language), code)


@click.command()
@click.argument("words")
@click.option("--kind", type=click.Choice(KINDS), help="Only things of this kind.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@format_option()
def search(words: str, kind: str | None, limit: int, form: str) -> None:
    """Find things by their names in any language.

    Example: clusterkb search холдинг
    """
    write(open_kb().search(words, kind=kind or "", limit=limit), form, text.hits)


@click.command()
@click.argument("name")
@click.argument("thing", default="")
@click.option("--property", "predicate", default="", help="Explain this property instead of the kinds.")
@click.option("--language", "-l", type=click.Choice(LANGUAGES), help="In words of this language, without the steps.")
@format_option()
def explain(name: str, thing: str, predicate: str, language: str | None, form: str) -> None:
    """Say why something was inferred: facts, rules, sources.

    Example: clusterkb explain ulyanovsk-holding HoldingInArticleSense
    """
    kb = open_kb()
    proofs = kb.explain(name, predicate=predicate, thing=thing)
    if language:
        write(kb.in_words(proofs, language), form, text.reasons)
    else:
        write(proofs, form, text.proofs)
