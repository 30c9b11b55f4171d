"""Edits written into the bytes of a file: nothing else changes, whatever the file is like."""

import codecs
import json
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kerascheck.finding import Edit, Span
from kerascheck.sources import Source, read_source
from kerascheck.sources.unwritable import UnwritableError
from kerascheck.sources.write import edited, write

LINES = st.lists(
    st.sampled_from(
        [
            "a = 'é'",
            "b = f(1, x)",
            "    pass",
            "",
            '"""',
            "# ✓ done",
            "\t\\",
            "s = '🐍'",
            "c = '\\u00e9'",
        ]
    ),
    min_size=1,
    max_size=6,
)
BREAKS = st.lists(st.sampled_from(["\n", "\r\n"]), min_size=6, max_size=6) | st.just(["\r"] * 6)
"""A lone return in front of a line feed would be one break with it."""
NEW = st.sampled_from(["", "x", "ü", '"q"', "one\ntwo", "\n", "\nimport keras", "a\\b\n", "🐍"])


def replaced(source: Source, data: bytes, *edits: Edit) -> bytes:
    return write(source, data, edits)


@st.composite
def edits(draw: st.DrawFn, source: Source) -> list[Edit]:
    """Edits of one block that do not overlap."""
    block = draw(st.integers(0, len(source.blocks) - 1))
    text = source.blocks[block].text
    count = 2 * draw(st.integers(1, 2))
    marks = sorted(draw(st.lists(st.integers(0, len(text)), min_size=count, max_size=count)))
    pairs = list(zip(marks[::2], marks[1::2], strict=True))
    if len(pairs) > 1 and pairs[0][1] == pairs[1][0]:
        pairs = pairs[:1]
    return [
        Edit(Span(source.path, block, *place(text, start), *place(text, end)), draw(NEW))
        for start, end in pairs
    ]


def place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n") - 1


@settings(deadline=None)
@given(
    st.data(), LINES, BREAKS, st.booleans(), st.booleans(),
)  # fmt: skip
def test_of_a_script_all_other_bytes_stay(
    data: st.DataObject, lines: list[str], breaks: list[str], marked: bool, ends: bool
) -> None:
    text = "".join(line + end for line, end in zip(lines, breaks, strict=False))
    text = text if ends else text.rstrip("\r\n")
    raw = (codecs.BOM_UTF8 if marked else b"") + text.encode()
    source = read_source("a.py", raw)
    wanted = data.draw(edits(source))
    after = write(source, raw, wanted)
    assert [block.text for block in read_source("a.py", after).blocks] == edited(source, wanted)
    first, last = wanted[0].at, wanted[-1].at
    head = _raw_offset(raw, first.line, first.column)
    tail = len(raw) - _raw_offset(raw, last.end_line, last.end_column)
    assert after[:head] == raw[:head]
    assert after[len(after) - tail :] == raw[len(raw) - tail :]


def _raw_offset(raw: bytes, line: int, column: int) -> int:
    """Where a place of a script stands in its bytes."""
    mark = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
    text = raw[mark:].decode()
    position = 0
    for _ in range(line - 1):
        while text[position] not in "\r\n":
            position += 1
        position += 2 if text.startswith("\r\n", position) else 1
    return mark + len(text[: position + column].encode())


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_a_new_line_ends_as_those_around_it(line_break: str) -> None:
    raw = f"import os{line_break}f(){line_break}".encode()
    source = read_source("a.py", raw)
    edit = Edit(Span("a.py", 0, 1, 9, 1, 9), "\nimport keras")
    wanted = f"import os{line_break}import keras{line_break}f(){line_break}"
    assert replaced(source, raw, edit) == wanted.encode()


@pytest.mark.parametrize("name", ["latin-1", "cp1252", "shift_jis", "utf-8"])
def test_an_encoding_is_kept(name: str) -> None:
    raw = f"# coding: {name}\nf('\\\\', 1)  # ".encode(name) + b"\x83\x5c\n".replace(
        b"\x83\x5c", "é".encode(name) if name != "shift_jis" else b"\x83\x5c"
    )
    source = read_source("a.py", raw)
    after = replaced(source, raw, Edit(Span("a.py", 0, 2, 8, 2, 9), "2"))
    assert after == raw.replace(b", 1)", b", 2)")


def test_what_an_encoding_cannot_write_is_refused() -> None:
    raw = "# coding: latin-1\nf('é')\n".encode("latin-1")
    with pytest.raises(UnwritableError, match="cannot write"):
        replaced(read_source("a.py", raw), raw, Edit(Span("a.py", 0, 2, 2, 2, 5), "'✓'"))


def test_an_encoding_with_several_spellings_of_a_text_is_refused() -> None:
    raw = b"# coding: utf-7\nf(+AOk-, +AGE-)\n"
    with pytest.raises(UnwritableError, match="same bytes"):
        replaced(read_source("a.py", raw), raw, Edit(Span("a.py", 0, 2, 0, 2, 1), "g"))


@pytest.mark.parametrize(
    "at",
    [(1, 0, 1, 9), (3, 0, 3, 0), (0, 0, 1, 1), (1, 3, 1, 1)],
    ids=["behind the line", "behind the file", "before it", "backwards"],
)
def test_a_place_that_is_not_there_is_refused(at: tuple[int, int, int, int]) -> None:
    raw = b"f(1)\n"
    with pytest.raises(UnwritableError):
        replaced(read_source("a.py", raw), raw, Edit(Span("a.py", 0, *at), "x"))


def test_edits_that_overlap_are_refused() -> None:
    raw = b"f(1, 2)\n"
    one, two = Edit(Span("a.py", 0, 1, 2, 1, 5), "x"), Edit(Span("a.py", 0, 1, 4, 1, 6), "y")
    with pytest.raises(UnwritableError):
        replaced(read_source("a.py", raw), raw, one, two)


def cell(source: object, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {"a": [1.50]}, "outputs": [], "source": source, **more}


@settings(deadline=None)
@given(
    st.data(), LINES, st.booleans(), st.sampled_from([None, 1, 2, "\t"]), st.booleans(),
    st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n"]),
)  # fmt: skip
def test_of_a_notebook_only_the_source_changes(
    data: st.DataObject, lines: list[str], listed: bool, indent: Any, escaped: bool,
    line_break: str, ending: str,
) -> None:  # fmt: skip
    text = line_break.join(lines)
    source: object = text.splitlines(keepends=True) if listed else text
    document = {"cells": [cell("1 + 1"), cell(source, id="b"), cell("2")], "metadata": {"é": 1e3}}
    raw = json.dumps(document, indent=indent, ensure_ascii=escaped).encode() + ending.encode()
    before = read_source("n.ipynb", raw)
    wanted = data.draw(edits(before))
    try:
        after = write(before, raw, wanted)
    except UnwritableError:
        # What looks like a magic after the edit, or indents the first line, is read otherwise.
        event("refused")
        return
    assert [block.text for block in read_source("n.ipynb", after).blocks] == edited(before, wanted)
    read = json.loads(after)
    number = wanted[0].at.block
    assert isinstance(read["cells"][1]["source"], list) == (listed and isinstance(source, list))
    if escaped and not raw.isascii():
        assert after.isascii()
    new = read["cells"][number].pop("source")
    old = json.loads(raw)
    old["cells"][number].pop("source")
    assert read == old
    # Where the file is written as the standard library does it, only that source differs.
    old["cells"][number]["source"] = new
    keys = ("cell_type", "metadata", "outputs", "source", "id")
    item = old["cells"][number]
    old["cells"][number] = {key: item[key] for key in keys if key in item}
    if not raw.isascii() or b"\\u" in raw:
        assert after.startswith(raw[: raw.index(b'"source"')])
        assert (
            json.dumps(old, indent=indent, ensure_ascii=escaped).encode() + ending.encode() == after
        )


def test_a_line_more_in_a_cell_is_one_more_in_its_list() -> None:
    raw = json.dumps({"cells": [cell(["import os\n", "f()"])], "metadata": {}}, indent=1).encode()
    before = read_source("n.ipynb", raw)
    after = replaced(before, raw, Edit(Span("n.ipynb", 0, 1, 9, 1, 9), "\nimport keras"))
    assert after.decode() == raw.decode().replace(
        '    "import os\\n",\n', '    "import os\\n",\n    "import keras\\n",\n'
    )


def test_the_only_line_of_a_list_becomes_two() -> None:
    raw = json.dumps({"cells": [cell(["f()"])], "metadata": {}}, indent=1).encode()
    before = read_source("n.ipynb", raw)
    after = replaced(before, raw, Edit(Span("n.ipynb", 0, 1, 0, 1, 0), "import keras\n"))
    assert after.decode() == raw.decode().replace(
        '    "f()"\n', '    "import keras\\n",\n    "f()"\n'
    )


def test_a_line_that_is_taken_out_leaves_the_list() -> None:
    lines = ["a = 1\n", "b = 2\n", "c"]
    raw = json.dumps({"cells": [cell(lines)], "metadata": {}}, indent=1).encode()
    before = read_source("n.ipynb", raw)
    after = replaced(before, raw, Edit(Span("n.ipynb", 0, 2, 0, 3, 0), ""))
    assert json.loads(after)["cells"][0]["source"] == ["a = 1\n", "c"]


def test_magics_stay_as_they_are() -> None:
    text = "%matplotlib inline\n%time f(1)\nx = !ls\ng(1)\n!pip install keras"
    raw = json.dumps({"cells": [cell(text)], "metadata": {}}).encode()
    before = read_source("n.ipynb", raw)
    wanted = [Edit(Span("n.ipynb", 0, 2, 8, 2, 9), "2"), Edit(Span("n.ipynb", 0, 4, 2, 4, 3), "3")]
    after = json.loads(write(before, raw, wanted))["cells"][0]["source"]
    assert after == text.replace("f(1)", "f(2)").replace("g(1)", "g(3)")
    for at in [(1, 0, 1, 4), (2, 0, 2, 4), (3, 4, 3, 8), (3, 17, 3, 17), (1, 2, 4, 1)]:
        with pytest.raises(UnwritableError):
            replaced(before, raw, Edit(Span("n.ipynb", 0, *at), "x"))


def test_the_indentation_of_a_whole_cell_is_kept() -> None:
    raw = json.dumps({"cells": [cell("    a = 1\n    f(a)")], "metadata": {}}).encode()
    before = read_source("n.ipynb", raw)
    after = replaced(before, raw, Edit(Span("n.ipynb", 0, 1, 5, 1, 5), "\nb = 2"))
    assert json.loads(after)["cells"][0]["source"] == "    a = 1\n    b = 2\n    f(a)"


def test_half_a_character_elsewhere_stays_half() -> None:
    raw = b'{"cells": [{"cell_type": "code", "source": "a = \'\\ud83d\'; f(1)"}], "metadata": {}}'
    before = read_source("n.ipynb", raw)
    after = replaced(before, raw, Edit(Span("n.ipynb", 0, 1, 11, 1, 12), "2"))
    assert after == raw.replace(b"f(1)", b"f(2)")


MARKDOWN = """\
Text with f(1) in it

- a list\r
  ```python\r
  f(1)\r
  ```\r

> ```python
> a = "é"
> f(1)
> ```

```python
>>> f(1)
1
>>> g(2)
```

<div>
```python
\tf(1)
```
</div>
"""


@pytest.mark.parametrize(
    ("block", "line", "old", "new"),
    [
        (0, 1, "  f(1)\r\n", "  k()\r\n  h()\r\n"),
        (1, 2, "\n> f(1)\n", "\n> k()\n> h()\n"),
        (2, 1, ">>> f(1)\n", ">>> k()\n... h()\n"),
    ],
    ids=["list", "quotation", "session"],
)
def test_the_margin_of_a_fence_is_kept(block: int, line: int, old: str, new: str) -> None:
    raw = MARKDOWN.encode()
    source = read_source("a.md", raw)
    after = replaced(source, raw, Edit(Span("a.md", block, line, 0, line, 4), "k()\nh()"))
    assert after.decode() == MARKDOWN.replace(old, new)
