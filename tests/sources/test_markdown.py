"""Markdown: which fences are Python, and where their lines stand."""

import pytest

from kerascheck.finding import Span
from kerascheck.sources import read_source

TEXT = """\
# Title

```python
import keras
x = f(1)
```

- a list

  ```py
  y = g(2)
    
  z = 3
  ```

> ```pycon
> >>> a = 1
> >>> if a:
> ...     b
> 1
> ```

```
untagged
```

```bash
ls
```
"""


def test_python_fences_are_blocks() -> None:
    source = read_source("a.md", TEXT.encode())
    assert [block.text for block in source.blocks] == [
        "import keras\nx = f(1)\n",
        "y = g(2)\n  \nz = 3\n",
        "a = 1\nif a:\n    b\n\n",
    ]
    assert [block.number for block in source.blocks] == [1, 2, 3]


@pytest.mark.parametrize(
    ("block", "line", "column", "word"),
    [(0, 2, 4, "f(1)"), (1, 1, 4, "g(2)"), (1, 3, 0, "z"), (2, 1, 4, "1"), (2, 3, 4, "b")],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_places_are_those_of_the_file(
    block: int, line: int, column: int, word: str, line_break: str
) -> None:
    source = read_source("a.md", TEXT.replace("\n", line_break).encode())
    span = Span("a.md", block, line, column, line, column + len(word))
    at = source.location(span)
    assert at.cell is None
    assert at.line == at.physical_line
    assert TEXT.split("\n")[at.line - 1][at.column - 1 : at.end_column - 1] == word
    assert source.line_text(block, line)[column : column + len(word)] == word


@pytest.mark.parametrize(
    ("tag", "is_python"),
    [
        ("python", True),
        ("Python", True),
        ("py title='a'", True),
        ("python3", True),
        ("ipython", True),
        ("{code-cell} ipython3", True),
        ("{python}", True),
        ("{.python .numberLines}", True),
        ("python,ignore", True),
        ("pytb", False),
        ("pythonic", False),
        ("text", False),
        ("", False),
        ("{note}", False),
    ],
)
def test_tags(tag: str, is_python: bool) -> None:
    source = read_source("a.md", f"```{tag}\nx = 1\n```\n".encode())
    assert bool(source.blocks) is is_python


def test_magics_in_a_fence() -> None:
    source = read_source("a.md", b"```python\n!pip install keras\n%time x = 1\n```\n")
    assert source.blocks[0].text == "pass              \npass; x = 1\n"
    assert source.line_text(0, 2) == "%time x = 1"
    assert source.skipped[0].span.line == 1


def test_fences_in_html_divisions_do_not_shift_the_others() -> None:
    text = "<div class='out'>\n```\n1\n```\n\n</div>\n\n```python\nimport keras\n```\n"
    (block,) = read_source("a.md", text.encode()).blocks
    assert (block.text, block.first_line) == ("import keras\n", 9)
