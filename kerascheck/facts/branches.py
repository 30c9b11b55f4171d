"""Conditions that are not known: which side is taken, and how that is remembered.

A run takes one side of each unknown condition. The same condition in the same function takes
the same side again, so values of different branches are never mixed; `facts.worlds` runs the
file again with other sides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.blanks import marks_missing
from kerascheck.facts.operators import truth
from kerascheck.facts.record import Decision
from kerascheck.sources.identifiers import identifiers
from kerascheck.values import Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def decide(
    run: Interpreter,
    test: cst.BaseExpression,
    *,
    favoured: bool,
    matters: bool,
    alternative: bool = True,
    whole: str = "",
) -> bool:
    """Whether a condition holds, in this run.

    `favoured` is the side to take where nothing else says; `matters` tells whether the other
    side should be tried in a run of its own; `alternative`, whether the sides build different
    things. `whole` is the text of the `or` that the condition is a part of.
    """
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return not decide(
            run, test.expression, favoured=not favoured, matters=matters, alternative=alternative
        )
    if isinstance(test, cst.BooleanOperation):
        return _both(run, test, favoured, matters, alternative, whole)
    known = truth(run.evaluate(test))
    if known is not None:
        return known
    return _side(run, test, favoured, matters, alternative, whole)


def _both(
    run: Interpreter,
    test: cst.BooleanOperation,
    favoured: bool,
    matters: bool,
    alternative: bool,
    whole: str,
) -> bool:
    assert run.locator is not None
    either = isinstance(test.operator, cst.Or)
    whole = (whole or run.locator.text(test)) if either else ""

    def side(part: cst.BaseExpression) -> bool:
        return decide(
            run, part, favoured=favoured, matters=matters, alternative=alternative, whole=whole
        )

    return side(test.left) or side(test.right) if either else side(test.left) and side(test.right)


def _side(
    run: Interpreter,
    test: cst.BaseExpression,
    favoured: bool,
    matters: bool,
    alternative: bool,
    whole: str,
) -> bool:
    assert run.locator is not None
    text = run.locator.text(test)
    negated = False
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        operator = test.comparisons[0].operator
        if isinstance(operator, (cst.NotEqual, cst.IsNot, cst.NotIn)):
            # `x != 1` is the same question as `x == 1`.
            negated = True
            text = text.replace("!=", "==").replace("is not", "is").replace("not in", "in")
    function = run.frame.function.qualname if run.frame.function else ""
    key = f"{function}:{text}"
    made = run.record.decisions.get(key)
    question = _question(run, test)
    given = question is not None and _given(run, question)
    known = _answered(run, question)
    if made is not None:
        if given and not made.given:
            run.record.decisions[key] = replace(made, given=True)
        taken = made.taken if known is None else known
        _remember(run, test, question, taken)
        return taken is not negated
    taken, free = _implied(run, test, known, favoured is not negated)
    if key in run.choices:
        taken, free = run.choices[key], True
    run.record.decisions[key] = Decision(
        key,
        run.site(test),
        taken,
        text,
        free and matters,
        alternative,
        run.around,
        _of_turn(run, text),
        given,
        _about(run, test, function),
        text if negated else whole or text,
        run.deciding is None or run.deciding.orelse is not None,
        _marks_missing(run, test, taken is not negated),
    )
    _remember(run, test, question, taken)
    return taken is not negated


def _about(run: Interpreter, test: cst.BaseExpression, function: str) -> str:
    """What is compared, and in which function, if a condition asks whether it equals a constant."""
    compared = _equality(run, test)
    return "" if compared is None else f"{function}:{compared[0]}"


def _marks_missing(run: Interpreter, test: cst.BaseExpression, holds: bool) -> bool:
    """Whether the side that an `if` takes only marks that something is missing."""
    node = run.deciding
    if node is None or node.test is not test or run.locator is None:
        return False
    side = node.body if holds else node.orelse.body if isinstance(node.orelse, cst.Else) else None
    return side is not None and marks_missing(side, run.locator)


def _of_turn(run: Interpreter, text: str) -> bool:
    """Whether a condition names what the nearest `for` gives each of its turns."""
    loop = run.around.node if run.around is not None else None
    if not isinstance(loop, cst.For):
        return False
    assert run.locator is not None
    given = set(identifiers(run.locator.text(loop.target)))
    return not given.isdisjoint(identifiers(text))


@dataclass(frozen=True, eq=False)
class Question:
    """What `x == a` or `x is None` asks about a parameter `x`, whatever it is called there."""

    name: str
    value: Unknown
    other: Value

    def answered(self, other: Value, taken: bool) -> bool | None:
        """What the answer to another question about the value leaves to this one, if anything."""
        if type(other) is type(self.other) and other == self.other:
            return taken
        return False if taken else None


def _question(run: Interpreter, test: cst.BaseExpression) -> Question | None:
    if not (isinstance(test, cst.Comparison) and len(test.comparisons) == 1):
        return None
    target = test.comparisons[0]
    if not isinstance(target.operator, (cst.Equal, cst.NotEqual, cst.Is, cst.IsNot)):
        return None
    name = _parameter(run, test.left)
    value = run.evaluate(test.left) if name else None
    if not isinstance(value, Unknown):
        return None
    other = run.evaluate(target.comparator)
    if not (other is None or isinstance(other, (str, int, float, bool))):
        return None
    if isinstance(test.left, cst.Attribute):
        # `self.kind` is what `kind` was; of a namespace each attribute is another value.
        origin = _origin(value)
        return Question("", value, other) if origin and origin.name.value == name else None
    return Question(name, value, other)


def _parameter(run: Interpreter, node: cst.BaseExpression) -> str:
    """The name of a parameter of the function that runs, or of an attribute; empty if neither."""
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name):
        return node.attr.value
    function = run.frame.function
    if not isinstance(node, cst.Name) or function is None:
        return ""
    known = any(param.name.value == node.value for param in function.parameters)
    return node.value if known else ""


def _origin(value: Unknown) -> cst.Param | None:
    """The parameter of a function that nothing calls, if the value comes from one."""
    node = value.site.node if value.site is not None else None
    return node if isinstance(node, cst.Param) else None


def _given(run: Interpreter, question: Question) -> bool:
    """Whether the caller has passed what is asked to be None, so that it hardly is."""
    if question.other is not None or question.name not in run.frame.given:
        return False
    origin = _origin(question.value)
    default = origin.default if origin is not None else None
    return not (isinstance(default, cst.Name) and default.value == "None")


def _equality(run: Interpreter, test: cst.BaseExpression) -> tuple[str, Value] | None:
    if not (isinstance(test, cst.Comparison) and len(test.comparisons) == 1):
        return None
    target = test.comparisons[0]
    if not isinstance(target.operator, (cst.Equal, cst.NotEqual)):
        return None
    value = run.evaluate(target.comparator)
    if not isinstance(value, (str, int, float, bool)):
        return None
    assert run.locator is not None
    return run.locator.text(test.left), value


def _implied(
    run: Interpreter, test: cst.BaseExpression, known: bool | None, favoured: bool
) -> tuple[bool, bool]:
    """The side that an earlier `x == a` leaves to `x == b`, and whether there is a choice."""
    if known is not None:
        return known, False
    equality = _equality(run, test)
    if equality is not None and equality[0] in run.equalities:
        return run.equalities[equality[0]] == equality[1], False
    return favoured, True


def _answered(run: Interpreter, question: Question | None) -> bool | None:
    """What earlier questions about the same parameter leave to this one, if anything.

    Of other unknown values several may share one object, such as the parts of what a call returns.
    """
    if question is None or _origin(question.value) is None:
        return None
    answers = (question.answered(*answer) for answer in run.answers.get(id(question.value), ()))
    return next((answer for answer in answers if answer is not None), None)


def _remember(
    run: Interpreter, test: cst.BaseExpression, question: Question | None, taken: bool
) -> None:
    new = question is not None and _answered(run, question) is None
    if question is not None and new and _origin(question.value) is not None:
        run.asked.append(question.value)
        run.answers.setdefault(id(question.value), []).append((question.other, taken))
    if taken:
        equality = _equality(run, test)
        if equality is not None:
            run.equalities[equality[0]] = equality[1]


def leaves(body: cst.BaseSuite) -> bool:
    """Whether a block ends by raising, exiting, or going on with the next turn of a loop."""
    statements = body.body
    if not statements:
        return False
    last: object = statements[-1]
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1] if last.body else None
    if isinstance(last, (cst.Raise, cst.Return, cst.Continue, cst.Break)):
        return True
    if isinstance(last, cst.Expr) and isinstance(last.value, cst.Call):
        name = last.value.func
        name = name.attr if isinstance(name, cst.Attribute) else name
        return isinstance(name, cst.Name) and name.value in {"exit", "_exit", "quit", "abort"}
    return False
