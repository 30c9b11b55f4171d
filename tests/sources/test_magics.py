"""IPython's syntax becomes Python that takes the same place."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascheck.sources.magics import replace_magics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("%matplotlib inline", "pass              ", id="line magic"),
        pytest.param("pip install keras\nls = 1", "pass             \nls = 1", id="bare command"),
        pytest.param("ls -l\nls in a\ncat(b)\n!c", "ls -l\nls in a\ncat(b)\n0 ", id="names"),
        pytest.param("if a:\n    !ls\n", "if a:\n    ...\n", id="in a block"),
        pytest.param("!!ls", "pass", id="two marks"),
        pytest.param("?x", "0 ", id="help in front"),
        pytest.param("model.fit??\nx", "pass       \nx", id="help behind"),
        pytest.param("x = !ls 'a", "x = get_ipython()", id="assigned command"),
        pytest.param("a, b = %env X", "a, b = get_ipython()", id="assigned magic"),
        pytest.param("d['k'] = !ls", "d['k'] = get_ipython()", id="assigned to an item"),
        pytest.param("!a \\\n  b\nc", "pass\n\nc", id="continued command"),
        pytest.param("%time x = f(1)", "pass; x = f(1)", id="timed statement"),
        pytest.param("  %time   f(\n 1)\n", "  pass;   f(\n 1)\n", id="timed over two lines"),
        pytest.param("%time for x in y: z", "pass".ljust(19), id="timed loop"),
        pytest.param("%timeit f(1)", "pass        ", id="repeated statement"),
        pytest.param("%%bash\nls\n", "\n\n", id="shell cell"),
        pytest.param("\n# c\n%%html\n<a>", "\n\n\n", id="after a comment"),
        pytest.param("%%time\nx = 1", "#     \nx = 1", id="timed cell"),
        pytest.param("%%opts Curve [a=1]\nx", "#                 \nx", id="options of plots"),
        pytest.param("%%time\n%%bash\nx", "#     \n\n", id="stacked"),
        pytest.param("x = (a\n% b)\n", "x = (a\n% b)\n", id="a remainder"),
        pytest.param('"""\n%a\n!b\n"""\n!c', '"""\n%a\n!b\n"""\n0 ', id="in a string"),
        pytest.param("a != b", "a != b", id="unequal"),
        pytest.param("print('a=%s' % b)", "print('a=%s' % b)", id="formatting"),
        pytest.param("# why?\nx = 1  # ok?", "# why?\nx = 1  # ok?", id="questions"),
        pytest.param("x = a \\\n % b", "x = a \\\n % b", id="remainder on a continued line"),
        pytest.param("x = '?'\n'a' '?'", "x = '?'\n'a' '?'", id="strings"),
        pytest.param("f(x)\n%a '\ny = 1", "f(x)\npass\ny = 1", id="a quote in a magic"),
    ],
)
def test_replacements(text: str, expected: str) -> None:
    assert replace_magics(text)[0] == expected


def test_what_was_dropped_is_told() -> None:
    dropped = replace_magics("x = 1\n%load_ext a\n!b \\\n  c\nd?\n")[1]
    assert [(item.line, item.end_line, item.text, item.what) for item in dropped] == [
        (2, 2, "%load_ext a", "magic"),
        (3, 4, "!b \\\n  c", "shell"),
        (5, 5, "d?", "help"),
    ]


def test_in_a_script_a_cell_magic_is_a_line() -> None:
    assert replace_magics("%%bash\nx = 1", cells=False)[0] == "pass  \nx = 1"


@given(
    st.lists(
        st.sampled_from(
            [
                "%m a",
                "!s 'b",
                "x = !c",
                "y = f(1)",
                "%time z = 1",
                "?q",
                "q?",
                "if a:\n  %m",
                "",
                "# c",
            ]
        ),
        max_size=8,
    )
)
def test_lines_stay_where_they_are_and_the_rest_is_python(lines: list[str]) -> None:
    text = "\n".join(lines)
    replaced = replace_magics(text)[0]
    ast.parse(replaced)
    assert replaced.count("\n") == text.count("\n")
    for old, new in zip(text.split("\n"), replaced.split("\n"), strict=True):
        if "y = f" in old:
            assert new == old
        if "z = 1" in old:
            assert new.index("z") == old.index("z")


@given(st.text(alphabet="%!?= \n\\'\"()#ax;", max_size=40))
def test_any_text_keeps_its_lines(text: str) -> None:
    assert replace_magics(text)[0].count("\n") == text.count("\n")
