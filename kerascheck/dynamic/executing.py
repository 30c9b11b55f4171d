"""Executes what the trace could not resolve: slices the script, runs that in the sandbox, reads.

What a run tells are claims of the script, which could have told anything: here each is checked for
its form before it becomes a value. Whatever they say, they stand beside the static findings only.
"""

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from kerascheck.dynamic import contained, launch
from kerascheck.dynamic.encode import Json
from kerascheck.dynamic.runner import Options, limit, wished
from kerascheck.dynamic.slicing import Mark, Sliced, sliced
from kerascheck.dynamic.words import reworded
from kerascheck.finding import Span
from kerascheck.keras_api import graph, legacy, structures, tables
from kerascheck.keras_api.layers.catalogue import LAYERS
from kerascheck.values import (
    BuildError,
    Built,
    BuiltLayer,
    Device,
    Executed,
    Execution,
    Failure,
    Layer,
    Refusal,
    Site,
    Spec,
    UndeterminedError,
    UnknownLayer,
)

_JOB = "job.json"
_REFUSALS = frozenset({"ValueError", "InvalidArgumentError"})
_LARGEST = 1 << 53
_MOST_LAYERS = 5_000
NEVER = "nothing in this file runs what makes them"


@dataclass(frozen=True)
class Source:
    """The file to execute: its path and the text of its blocks.

    `folders` are where its own modules lie.
    """

    path: str
    texts: tuple[str, ...]
    folders: tuple[str, ...] = ()


def unavailable() -> str | None:
    """Why no script can be executed here; None if it can."""
    return contained.unavailable()


def execute(
    source: Source, wanted: Iterable[Span], names: Iterable[str], options: Options, device: Device
) -> tuple[Execution, tuple[Built, ...]]:
    """Execute what the models at the places `wanted`, or called `names`, depend on.

    Returns what became of it, and the layers that Keras refused, as if they had been built. The
    interpreter is that of `device`, which has been started before.
    """
    marks = [Mark(at.block, at.line) for at in wanted if at.path == source.path]
    left = sliced(source.texts, marks, names)
    if left.empty:
        return Execution(total=left.total, ended=NEVER), ()
    secret = secrets.token_hex(16)
    program = contained.Program(
        device.python,
        launch.__file__,
        ("executor", _JOB),
        readable=(os.path.dirname(launch.__file__), *source.folders),
        files={_JOB: json.dumps(_job(source, left, options, secret)).encode()},
    )
    # Importing Keras takes as long as it took before, or some times that on a busy machine.
    seconds = options.timeout + max(10.0, 4 * device.seconds)
    limits = contained.Limits(seconds=seconds, processor=4 * seconds)
    outcome = contained.run(program, limits)
    told = [line for line in outcome.lines if line.get("secret") == secret]
    return _Reader(source, left, outcome, told, device).read()


def _job(source: Source, left: Sliced, options: Options, secret: str) -> Json:
    device = "meta" if options.device == "meta" else "cpu"
    renames: Json = {name: dict(table) for name, table in legacy.ARGUMENTS.items()}
    return {
        "texts": list(left.texts),
        "path": os.path.basename(source.path),
        "folders": list(source.folders),
        "secret": secret,
        "renames": {**renames, "fit": dict(legacy.METHODS)},
        "options": {"device": device, "backend": wished(), "limit": limit()},
    }


@dataclass(frozen=True)
class _Place:
    """Knows where one thing stands: the `Locator` of what is no node of a tree."""

    at: Span
    source: str

    def span(self, statement: object, node: object) -> Span:
        return self.at

    def text(self, node: object) -> str:
        return self.source


class _Reader:
    """Makes values of the claims of one run."""

    def __init__(
        self,
        source: Source,
        left: Sliced,
        outcome: contained.Outcome,
        told: Sequence[Json],
        device: Device,
    ) -> None:
        self.source, self.left, self.outcome, self.told = source, left, outcome, told
        self.device = device
        self.lines = [text.split("\n") for text in source.texts]

    def read(self) -> tuple[Execution, tuple[Built, ...]]:
        """All that the run tells."""
        done = next((line for line in self.told if line.get("event") == "done"), None)
        changed = _text(done.get("changed")) if done is not None else ""
        models = {
            str(line.get("number")): line for line in self.told if line.get("event") == "model"
        }
        made = [self._model(line, changed) for line in models.values()]
        failures = [
            self._failure(line, changed) for line in self.told if line.get("event") == "failed"
        ]
        found = [failure for failure in failures if failure is not None]
        execution = Execution(
            tuple(model for model in made if model is not None),
            tuple(found),
            self.left.kept,
            self.left.total,
            self._ended(done),
            tuple(self._spellings(done)),
            self.outcome.seconds,
            self.outcome.processor,
        )
        refused = [failure.refusal for failure in found if failure.refusal is not None]
        return execution, tuple(Built(None, self.device, refusal=refusal) for refusal in refused)

    def _ended(self, done: Json | None) -> str:
        """Why the run did not come to its end; empty if it did."""
        if done is not None:
            return _text(done.get("ended"))[:200]
        for line in self.told:
            if line.get("event") == "failed" and "why" in line:
                return _text(line["why"])
        if self.outcome.ended in ("finished", "exit"):
            return "the script ended the process"
        return self.outcome.why or self.outcome.ended

    def _spellings(self, done: Json | None) -> Iterable[tuple[str, str]]:
        for pair in _list(done.get("spellings") if done is not None else None):
            if isinstance(pair, list) and len(pair) == 2:
                yield _text(pair[0]), _text(pair[1])

    # Places.

    def _site(self, place: Any) -> Site | None:
        """A place in the script; None if it is none that exists."""
        if not (isinstance(place, list) and len(place) == 5):
            return None
        file, *numbers = place
        if not isinstance(file, str) or not all(_whole(number) for number in numbers):
            return None
        block = file.removeprefix("<block ").removesuffix(">")
        if not (file.startswith("<block ") and block.isdigit() and int(block) < len(self.lines)):
            return None
        lines = self.lines[int(block)]
        line, left, end, right = numbers
        if not 1 <= line <= end <= len(lines):
            return None
        column, last = _characters(lines[line - 1], left), _characters(lines[end - 1], right)
        if (end, last) <= (line, column):
            # Python before 3.11 knows the line only.
            column = len(lines[line - 1]) - len(lines[line - 1].lstrip())
            end, last = line, max(len(lines[line - 1].rstrip()), column + 1)
        at = Span(self.source.path, int(block), line, column, end, last)
        text = lines[line - 1][column:last] if line == end else lines[line - 1][column:]
        return Site(_Place(at, text), None, None)

    # Models.

    def _model(self, line: Json, changed: str) -> Executed | None:
        site = self._site(line.get("made")) or self._site(line.get("compiled"))
        if site is None:
            return None
        doubts = [_text(reason) for reason in _list(line.get("reasons"))]
        if changed:
            doubts.append(f"the script changes `{changed}` of Keras")
        layers = [
            layer
            for entry in _list(line.get("layers"))[:_MOST_LAYERS]
            if isinstance(entry, dict)
            for layer in (self._layer(entry, site, exact=not doubts),)
        ]
        trainable, frozen = _count(line.get("trainable")), _count(line.get("frozen"))
        both = trainable is not None and frozen is not None
        kind = _text(line.get("kind"))
        return Executed(
            tuple(filter(None, map(_text, _list(line.get("names"))))),
            kind if kind in ("Sequential", "Functional") else _text(line.get("class")),
            site,
            tuple(layers),
            _specs([[shape, "float32"] for shape in _list(line.get("outputs"))]) or (),
            (trainable or 0) + (frozen or 0) if both else None,
            trainable if both else None,
            self._site(line.get("compiled")),
            self._site(line.get("fitted")),
            _text(line.get("loss")),
            _text(line.get("optimizer")),
            tuple(doubts),
        )

    def _layer(self, entry: Json, model: Site, *, exact: bool) -> BuiltLayer:
        """A layer as the run made it, beside what our own formulas say of such a layer."""
        part = self._part(entry, model)
        outputs = _specs(entry.get("outputs"))
        trainable, frozen = _count(entry.get("trainable")), _count(entry.get("frozen"))
        count = None
        if trainable is not None and frozen is not None:
            count = trainable + frozen
        given = _specs(entry.get("inputs"))
        static, counted, trains = None, None, None
        if exact and given and not isinstance(part, UnknownLayer):
            static, counted, trains = _formulas(part, given)
        if frozen and trains is not None and counted == count:
            # The script may freeze what it has made, which the layer itself does not tell.
            trains = trainable
        return BuiltLayer(part, static, outputs, counted, count, trains, trainable)

    def _part(self, entry: Json, model: Site) -> Layer:
        """The layer of our own that stands for one of Keras, with its arguments."""
        site = self._site(entry.get("at")) or model
        name = _text(entry.get("class")) or "Layer"
        config = entry.get("config")
        kind = LAYERS.get(name) if entry.get("module") == "keras" else None
        if kind is None or not isinstance(config, dict) or not config:
            return UnknownLayer(site=site, why=name)
        known = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in config.items()
            if key in kind.parameters() and key not in ("extra", "partial", "body")
        }
        made: Any = kind
        try:
            return cast("Layer", made(site=site, **known))
        except (TypeError, ValueError, BuildError, UndeterminedError):
            return UnknownLayer(site=site, why=name)

    # Failures.

    def _failure(self, line: Json, changed: str) -> Failure | None:
        site = self._site(line.get("at"))
        if site is None:
            return None
        kind, text = _text(line.get("type")), _text(line.get("text"), 2000)
        refusal = None
        sure = line.get("tainted") is False and not changed
        if sure and isinstance(line.get("layer"), str) and kind in _REFUSALS:
            refusal = self._refusal(line, site, kind, text)
        return Failure(site, kind, text, refusal)

    def _refusal(self, line: Json, site: Site, kind: str, text: str) -> Refusal | None:
        entry = {"class": line["layer"], "at": line.get("made"), "config": line.get("config")}
        part = self._part({**entry, "module": "keras"}, site)
        at = self._site(line.get("called")) or site
        shapes = [[shape, "float32"] for shape in _list(line.get("inputs"))]
        inputs = _specs(shapes) or ()
        if _inside(part.site.at, at.at):
            at = part.site
        known = None if isinstance(part, UnknownLayer) else part
        problem, advice = reworded(known, inputs, text, at)
        return Refusal(known, at, kind, text, inputs, problem, advice)


def _inside(inner: Span, outer: Span) -> bool:
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    whole = (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)
    return (inner.path, inner.block) == (outer.path, outer.block) and whole


def _formulas(
    part: Layer, given: tuple[Spec, ...]
) -> tuple[tuple[Spec, ...] | None, int | None, int | None]:
    """What a layer gives for such inputs, and its parameters, all and trained, by our formulas."""
    args: tuple[Any, ...] = given if len(given) == 1 else (list(given),)
    try:
        output, error = graph.attempt(part, args, {})
        if error is not None:
            return None, None, None
        owned = list(tables.weights(part, args, {}))
    except (BuildError, UndeterminedError, TypeError, ValueError, AttributeError, LookupError):
        return None, None, None
    total = tables.total(owned)
    trained = tables.total(pair for pair in owned if pair[1].trainable is True)
    return (
        tuple(structures.flatten(output)) or None,
        total if isinstance(total, int) else None,
        trained if isinstance(trained, int) else None,
    )


# Claims, one kind of value after the other.


def _text(value: Any, most: int = 300) -> str:
    return value[:most] if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST


def _count(value: Any) -> int | None:
    return value if _whole(value) else None


def _specs(value: Any) -> tuple[Spec, ...] | None:
    """Shapes with their dtypes; None if they are no such thing."""
    found = []
    for item in value if isinstance(value, list) else ():
        if not (isinstance(item, list) and len(item) == 2 and isinstance(item[0], list)):
            return None
        shape, dtype = item
        if not all(dim is None or _whole(dim) for dim in shape) or len(shape) > 20:
            return None
        found.append(Spec(tuple(shape), dtype if isinstance(dtype, str) else "float32"))
    return tuple(found) if found else None


def _characters(line: str, offset: int) -> int:
    """A column in characters from one in UTF-8 bytes."""
    return len(line.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore"))


def allowed(folders: Sequence[str]) -> tuple[str, ...]:
    """Those folders that a script may read: none that holds far more than a project."""
    home = os.path.expanduser("~")
    broad = [os.path.realpath(item) for item in (home, "/", "/home", "/tmp", "/etc", "/var")]
    kept = []
    for folder in folders:
        real = os.path.realpath(folder or ".")
        if not any(os.path.commonpath([real, item]) == real for item in broad):
            kept.append(real)
    return tuple(dict.fromkeys(kept))
