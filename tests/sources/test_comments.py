"""Comments are told from strings, and are not looked for without need."""

import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascheck.sources import Block
from kerascheck.sources.comments import comments


def test_places_of_comments() -> None:
    text = "x = '# no'  # kerascheck: a\n  # é\n'''\n# no\n'''  # b\n\"\\\"# no\" # c"
    assert [(item.line, item.column, item.text, item.own_line) for item in comments(text)] == [
        (1, 12, "# kerascheck: a", False),
        (2, 2, "# é", True),
        (5, 5, "# b", False),
        (6, 9, "# c", False),
    ]


@pytest.mark.parametrize(
    ("text", "count"), [("x  # a", 0), ("x  # kerascheck", 1), ("x  # NOQA", 1)]
)
def test_a_block_looks_for_comments_only_if_one_may_be_meant(text: str, count: int) -> None:
    assert len(Block(text).comments) == count


@given(
    st.lists(
        st.sampled_from(
            [
                "x = 1",
                "# a",
                "'# b'",
                '"""\n# c\n"""',
                "f(  # d\n  1)",
                "r'\\\\' # e",
                "é # f",
                "''''#'''",
            ]
        ),
        max_size=8,
    ).map("\n".join)
)
def test_comments_are_those_of_the_tokenizer(text: str) -> None:
    expected = [
        (*token.start, token.string)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    ]
    assert [(item.line, item.column, item.text) for item in comments(text)] == expected
