"""What a script does only to show or to try something, so that the quality of a model is no matter."""

import re
from collections.abc import Iterator, Sequence

from kerascheck.keras_api.straight import steady, straight
from kerascheck.values import Compile, Data, Facts, Fit, Model, Site, Training

_STRAIGHT = re.compile(
    r"arange|linspace|range|train_test_split\b.*|astype\(.*|expand_dims|reshape"
    r"|[-+*/] -?[\d.]+(e-?\d+)?|-?[\d.]+(e-?\d+)? [-+*]|-…|[-+] random numbers"
    r"|(MinMax|Standard|MaxAbs|Robust)Scaler\.\w+"
)
"""Steps behind which numbers are a linear function of those before, some noise left out."""
_GAP = re.compile(r"\btodo\b|your code|\bfill (?:in|out)\b", re.IGNORECASE)
"""What the text of an exercise says where its reader is to write the rest."""
_COMMENT = re.compile(r"#.*")

_TOY = 20
"""So few rows are no data: they show how a model is made, and no one minds what it learns."""
_MADE = re.compile(r"make_\w+ ")
"""The first step of samples that a function of scikit-learn draws."""


def left_open(facts: Facts, call: Site) -> bool:
    """Whether an exercise leaves all the arguments of a call to its reader."""
    empty = "".join(_COMMENT.sub("", call.text).split()).endswith("()")
    return empty and _GAP.search(facts.written.around(call)) is not None


def toy(fit: Fit) -> bool:
    """Whether a model is trained on a few rows only, in all of its inputs."""
    parts = _parts(fit.x)
    return bool(parts) and all(isinstance(part, Data) and part.at_most(_TOY) for part in parts)


def self_made(data: Data) -> bool:
    """Whether a script draws its samples itself: random numbers, or those of `make_moons` and such."""
    return data.random or (bool(data.steps) and bool(_MADE.match(data.steps[0].text)))


def linear_data(fit: Fit) -> bool:
    """Whether the targets are a linear function of the inputs and some noise, as in `y = 3 * x + 2`.

    Either both go by equal steps from row to row, in one column of the inputs, or the targets are
    computed from the inputs, or `make_regression` made both, or the numbers of both stand in the
    source and say so.
    """
    if _written_so(fit.x, fit.y):
        return True
    match fit.x, fit.y:
        case Data() as x, Data() as y:
            if (x.even or x.steady) and y.even:
                return _straight(x) and _straight(y)
            if x.rows == y.rows and all(_regression(data) for data in (x, y)):
                return True
            count = len(x.steps)
            same = y.steps[:count] == x.steps and count < len(y.steps) and x.rows == y.rows
            return same and all(_STRAIGHT.fullmatch(step.text) for step in y.steps[count:])
        case list() | tuple() as x, list() | tuple() as y:
            return _even(x) and _even(y)
    return False


def _written_so(x: object, y: object) -> bool:
    """Whether the rows that stand in the source are known, and the targets linear in the inputs."""
    inputs, targets = (_parts(given) for given in (x, y))
    known = [part.written for part in (*inputs, *targets) if isinstance(part, Data)]
    if len(known) < len(inputs) + len(targets) or any(rows is None for rows in known):
        return False
    return straight(known[: len(inputs)], known[len(inputs) :])


def _parts(given: object) -> Sequence[object]:
    """The inputs or the targets of a model, one by one."""
    if isinstance(given, dict):
        return list(given.values())
    return given if isinstance(given, (list, tuple)) else [given]


def _even(numbers: Sequence[object]) -> bool:
    """Whether these are numbers that go by equal steps."""
    known = [number for number in numbers if isinstance(number, (int, float))]
    return len(known) == len(numbers) and steady(known)


def _straight(data: Data) -> bool:
    return all(_STRAIGHT.fullmatch(step.text) for step in data.steps)


def _regression(data: Data) -> bool:
    """Whether `make_regression` made the numbers: its targets are weighted sums of the inputs."""
    made = bool(data.steps) and data.steps[0].text.startswith("make_regression ")
    return made and all(_STRAIGHT.fullmatch(step.text) for step in data.steps[1:])


def drawn(fit: Fit) -> bool:
    """Whether a model is trained on numbers drawn at random, with targets that have nothing to do with them.

    Targets that are computed from such inputs are there to be learnt.
    """
    match fit.x, fit.y:
        case Data() as x, Data() as y:
            return x.random and y.random and x.rows != y.rows
    return False


def shown(facts: Facts, training: Training) -> bool:
    """Whether a training never takes place, for its compile is only shown, or is one of a test.

    Nor does it in a script that only puts a trained model to work.
    """
    if "tests" in facts.context:
        return True
    compiled = training.compile
    return training.fit is None and (only_shown(facts, compiled) or only_run(facts, compiled))


def only_shown(facts: Facts, compiled: Compile) -> bool:
    """Whether a model is compiled and then never used, in a script that uses others or saves it.

    It is what a guide does that shows how to compile, or how to save a model. Where neither is so
    the script may be the part of another one in which the training stands.
    """
    model = compiled.model
    saved = any(s.model is not None and _same(s.model, model) for s in facts.stored)
    return (bool(facts.fits) or saved) and _idle(facts, compiled)


def only_looked_at(facts: Facts, compiled: Compile) -> bool:
    """Whether a model is compiled and only its layers are shown, in a script that trains nothing."""
    looked = any(
        look.what in ("summary", "plot_model") and _same(look.model, compiled.model)
        for look in facts.looks
    )
    return looked and never_trained(facts, compiled)


def never_trained(facts: Facts, compiled: Compile) -> bool:
    """Whether a model is compiled by a script that trains nothing, as in notes of a lesson.

    No other script of the folder imports this one, which could then do the training.
    """
    if facts.fits or not _idle(facts, compiled):
        return False
    return not imported_beside(facts, compiled.site)


def imported_beside(facts: Facts, site: Site, *more: str | re.Pattern[str]) -> bool:
    """Whether another script of the folder imports the file of a place, and has more texts in it."""
    name = re.escape(re.split(r"[\\/]", site.at.path)[-1].rpartition(".")[0])
    imports = re.compile(
        rf"\bimport (?:[\w., ]+, )?{name}\b|\bfrom \.?(?:[\w.]+\.)?{name} import\b|\brun {name}\b"
    )
    return facts.beside((imports, *more))


def only_run(facts: Facts, compiled: Compile) -> bool:
    """Whether a script trains nothing, and reads the weights of a model from a file.

    Old versions of Keras want a model compiled before it predicts; its loss is never computed.
    """
    reads = any(stored.loads for stored in facts.stored)
    trains = facts.fits or facts.foreign or facts.gradients or facts.scores
    if not reads or trains or imported_beside(facts, compiled.site):
        return False
    return all(use.method == "score" or use.method.startswith("predict") for use in facts.uses)


def _idle(facts: Facts, compiled: Compile) -> bool:
    """Whether a model that is compiled by the script itself is never at work in it."""
    if compiled.function or compiled.loop or facts.foreign:
        return False
    return all(
        isinstance(other, Model) and not _holds(other, compiled.model) for other in _at_work(facts)
    )


def _at_work(facts: Facts) -> Iterator[object]:
    """The models that are trained, measured or handed on; something unknown for those not known."""
    for fit in facts.fits:
        yield fit.model
    for use in facts.uses:
        if not use.method.startswith("predict"):
            yield use.model
    for score in facts.scores:
        yield score.model
    for gradient in facts.gradients:
        yield gradient.model


def _holds(whole: Model, model: Model) -> bool:
    """Whether a model is the other one, or one that it is a part of."""
    return _same(whole, model) or any(
        _holds(part, model) for part in whole.layers if isinstance(part, Model)
    )


def _same(one: Model, other: Model) -> bool:
    return one.site.node is other.site.node
