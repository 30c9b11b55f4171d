"""Globs of `per-file-ignores`."""

import pytest

from kerascheck.globs import matches


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.py", "/p/a/b.py", True),
        ("b.py", "/p/a/b.py", True),
        ("b.p", "/p/a/b.py", False),
        ("a/*", "/p/a/b.py", True),
        ("a/*", "/p/a/c/b.py", True),
        ("./a/*", "/p/a/b.py", True),
        ("a/*", "/p/x/a/b.py", False),
        ("**/a/*", "/p/x/a/b.py", True),
        ("**/b.py", "/p/b.py", True),
        ("a/**/b.py", "/p/a/b.py", True),
        ("a/**/b.py", "/p/a/x/y/b.py", True),
        ("/p/a/*", "/p/a/b.py", True),
        ("a/*", "/q/a/b.py", False),
        ("a/?.py", "/p/a/b.py", True),
        ("a/[a-c].py", "/p/a/b.py", True),
        ("a/[!a-c].py", "/p/a/b.py", False),
        ("a/[b.py", "/p/a/[b.py", True),
        ("!a/*", "/p/a/b.py", False),
        ("!a/*", "/p/x/b.py", True),
        ("*.ipynb", "/p/a/b.py", False),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path, "/p") is expected
