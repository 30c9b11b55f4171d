"""What a model is for, scored from evidence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kerascheck.finding import Evidence
from kerascheck.values.data import Clue
from kerascheck.values.unknown import Int

HARD = 0.95
"""From this weight on, one item of evidence fixes the task."""
LIKELY_SCORE, LIKELY_MARGIN, HINT_SCORE = 0.60, 0.30, 0.40
CLASSIFICATION = frozenset({"binary", "multiclass", "multilabel", "classification"})
_CLASS_TASKS = ("binary", "multiclass")


@dataclass(frozen=True)
class Task:
    """The best-scored task, or `unknown`.

    `n` is the number of classes or labels where evidence names it. `level` says how sure:
    certain by one hard item without a contradicting one, else by score and margin. `clues` are
    the items in favour, the strongest first.
    """

    kind: str
    level: Evidence | None = None
    score: float = 0.0
    n: Int | None = None
    clues: tuple[Clue, ...] = ()

    @property
    def because(self) -> str:
        """The strongest item of evidence, in words."""
        return self.clues[0].text if self.clues else ""


UNKNOWN_TASK = Task("unknown")


def infer(clues: Iterable[Clue], *, without: Collection[str] = ()) -> Task:
    """The task that `clues` speak for, leaving out those whose source is in `without`.

    Weights for one task combine by noisy-or; evidence against multiplies by its complement. Two
    hard items for different tasks give `unknown`: then nothing is judged. `classification`
    evidence raises both binary and multiclass and settles neither; a hard item of it makes
    certain that it is one of the two.
    """
    kept = [clue for clue in clues if clue.source not in without]
    hard = {clue.task for clue in kept if clue.weight >= HARD and not clue.against}
    specific = hard - {"classification"}
    classes = "classification" in hard
    if len(specific) > 1 or (classes and specific - set(_CLASS_TASKS)):
        return UNKNOWN_TASK
    scores = {task: _score(kept, task) for task in {clue.task for clue in kept} | specific}
    general = scores.pop("classification", 0.0)
    if general and any(task in scores for task in _CLASS_TASKS):
        for task in _CLASS_TASKS:
            scores[task] = 1 - (1 - scores.get(task, 0.0)) * (1 - general)
    elif general:
        scores["classification"] = general
    if not scores:
        return UNKNOWN_TASK
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best, score = next(((t, s) for t, s in ranked if t in specific), ranked[0])
    rivals = [
        s
        for task, s in ranked
        if task != best and not (general and {task, best} <= set(_CLASS_TASKS))
    ]
    margin = score - max(rivals, default=0.0)
    if best in specific or (classes and best in CLASSIFICATION):
        level = Evidence.CERTAIN
    elif score >= LIKELY_SCORE and margin >= LIKELY_MARGIN:
        level = Evidence.LIKELY
    elif score >= HINT_SCORE:
        level = Evidence.HINT
    else:
        return UNKNOWN_TASK
    names = {best, "classification"} if best in CLASSIFICATION else {best}
    mine = sorted((c for c in kept if c.task in names and not c.against), key=lambda c: -c.weight)
    n = next((clue.n for clue in mine if isinstance(clue.n, int)), None)
    return Task(best, level, score, n, tuple(mine))


def _score(clues: Iterable[Clue], task: str) -> float:
    miss, doubt = 1.0, 1.0
    for clue in clues:
        if clue.task == task:
            if clue.against:
                doubt *= 1 - clue.weight
            else:
                miss *= 1 - clue.weight
    return (1 - miss) * doubt
