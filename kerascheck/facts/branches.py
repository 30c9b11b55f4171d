"""Conditions that are not known: which side is taken, and how that is remembered.

A run takes one side of each unknown condition. The same condition in the same function takes
the same side again, so values of different branches are never mixed; `facts.worlds` runs the
file again with other sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.operators import truth
from kerascheck.facts.record import Decision
from kerascheck.values import Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def decide(
    run: Interpreter,
    test: cst.BaseExpression,
    *,
    favoured: bool,
    matters: bool,
    alternative: bool = True,
) -> bool:
    """Whether a condition holds, in this run.

    `favoured` is the side to take where nothing else says; `matters` tells whether the other
    side should be tried in a run of its own; `alternative`, whether the sides build different
    things.
    """
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return not decide(
            run, test.expression, favoured=not favoured, matters=matters, alternative=alternative
        )
    if isinstance(test, cst.BooleanOperation):
        return _both(run, test, favoured, matters, alternative)
    known = truth(run.evaluate(test))
    if known is not None:
        return known
    return _side(run, test, favoured, matters, alternative)


def _both(
    run: Interpreter, test: cst.BooleanOperation, favoured: bool, matters: bool, alternative: bool
) -> bool:
    left = decide(run, test.left, favoured=favoured, matters=matters, alternative=alternative)
    if isinstance(test.operator, cst.And) and not left:
        return False
    if isinstance(test.operator, cst.Or) and left:
        return True
    return decide(run, test.right, favoured=favoured, matters=matters, alternative=alternative)


def _side(
    run: Interpreter, test: cst.BaseExpression, favoured: bool, matters: bool, alternative: bool
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
    if made is not None:
        return made.taken is not negated
    taken, free = _implied(run, test, favoured is not negated)
    if key in run.choices:
        taken, free = run.choices[key], True
    run.record.decisions[key] = Decision(
        key, run.site(test), taken, text, free and matters, alternative, run.around
    )
    _remember(run, test, taken)
    return taken is not negated


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


def _implied(run: Interpreter, test: cst.BaseExpression, favoured: bool) -> tuple[bool, bool]:
    """The side that an earlier `x == a` leaves to `x == b`, and whether there is a choice."""
    equality = _equality(run, test)
    if equality is not None and equality[0] in run.equalities:
        return run.equalities[equality[0]] == equality[1], False
    return favoured, True


def _remember(run: Interpreter, test: cst.BaseExpression, taken: bool) -> None:
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
