"""Paths to learn by. Answers stand in the address of a page and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, render_template, request

from clusterkb import browsing
from clusterkb.catalogue.learning import PATHS, Answer, Step
from clusterkb.web.context import read
from clusterkb.web.tongues import PREFIX

learn = Blueprint("learn", __name__, url_prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as far as somebody has taken it.

    Attributes:
        step: The step.
        field: What the address calls the answer to its question.
        chosen: The answer in the address, or None.
        strange: Whether the address has something there that is no answer to this question, or more than one.
    """

    step: Step
    field: str
    chosen: Answer | None
    strange: bool


@dataclass(frozen=True, slots=True)
class Walked:
    """What the page of a path shows: its steps, how many are answered, how many of these right, and the other paths."""

    name: str
    steps: list[Taken]
    answered: int
    right: int
    others: list[str]


@learn.route("/learn")
def paths(language: str) -> str:
    """List the paths."""
    return render_template("learn.html", page=[read(browsing.learning, language, name) for name in PATHS])


def path(name: str, language: str) -> str:
    """Show a path with the answers that the address gives."""
    found = read(browsing.learning, language, name)
    steps = [_taken(step, f"step-{number}") for number, step in enumerate(found.steps, 1)]
    chosen = [taken.chosen for taken in steps if taken.chosen]
    page = Walked(
        name=name,
        steps=steps,
        answered=len(chosen),
        right=sum(answer.right for answer in chosen),
        others=[other for other in PATHS if other != name],
    )
    return render_template("path.html", page=page)


for _name in PATHS:
    learn.add_url_rule(f"/learn/{_name}", _name, partial(path, _name))


def _taken(step: Step, field: str) -> Taken:
    given = request.args.getlist(field)
    answers = step.check.answers if step.check and len(given) == 1 else []
    chosen = next((answer for answer in answers if answer.name == given[0]), None)
    return Taken(step, field, chosen, bool(given) and chosen is None)
