import pytest

from kerascheck.facts.retired import retired, unmentioned

FUNCTION = "def head(x):\n    y = first(x)\n    return second(y)\n\n\ndef net(x):\n"


@pytest.mark.parametrize(
    ("rest", "line", "found"),
    [
        pytest.param("    # return head(x)\n    return x\n", 2, True, id="a comment calls it"),
        pytest.param("    return x  # or head(x)\n", 3, True, id="behind the code"),
        pytest.param("    return x\n", 2, False, id="nothing names it"),
        pytest.param("    # head(x)\n    return head(x)\n", 2, False, id="it is called"),
        pytest.param("    # head(x)\n    return use(head)\n", 2, False, id="it is handed on"),
        pytest.param("    # see head\n    return x\n", 2, False, id="a comment names it"),
        pytest.param("    # return head(x)\n    return x\n", 7, False, id="another function"),
    ],
)
def test_functions_that_comments_alone_call(rest: str, line: int, found: bool) -> None:
    assert retired(FUNCTION + rest, line) is found


def test_the_outermost_function_counts() -> None:
    text = "def net(x):\n    def part(y):\n        return y\n    return part(x)\n# net(1)\n"
    assert retired(text, 3)
    assert not retired("x = 1\n", 1)
    assert not retired("", 4)


def test_functions_whose_name_is_nowhere_else() -> None:
    assert unmentioned([FUNCTION], FUNCTION, 2) == "head"
    assert unmentioned([FUNCTION + "    # head(x)\n"], FUNCTION, 2) == "head"
    assert unmentioned([FUNCTION, "use(head)\n"], FUNCTION, 2) == ""
    assert unmentioned(["x = 1\n"], "x = 1\n", 1) == ""
