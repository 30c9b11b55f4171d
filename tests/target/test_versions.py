"""Requirements as pip, Poetry and conda write them, held against the library that pip uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from kerascheck.target.versions import SpecifierError, newest, parse
from kerascheck.values.target import Pin, Target, Version

RELEASES = [
    f"{major}.{minor}.{patch}" for major in (1, 2, 3) for minor in range(4) for patch in (0, 1)
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("*", None),
        (">=2.4", None),
        ("!=2.5", None),
        ("==2.10", (2, 10)),
        (" == 2.10.1 ", (2, 10, 1)),
        ("==2.3.0rc1", (2, 3, 0)),
        ("==2.*", (2, 9999)),
        ("2.10", (2, 10)),
        (">=2.4,<3", (2, 9999)),
        (">=2.4 <3", (2, 9999)),
        ("(>=2.4,<3.0.0)", (2, 9999)),
        ("<2.16", (2, 15, 9999)),
        ("<=2.15", (2, 15)),
        ("~=2.10", (2, 9999)),
        ("~=2.10.1", (2, 10, 9999)),
        ("^2.10", (2, 9999)),
        ("~2.10", (2, 10, 9999)),
        ("2.10 || 2.12", (2, 12)),
        ("<2 || >=3", None),
        ("=2.10", (2, 10)),
        ("<=3.0,!=3.0", (2, 9999)),
        ("<=2.15, != 2.15", (2, 14, 9999)),
        ("<=2.15,!=2.14", (2, 15)),
    ],
)
def test_the_newest_that_is_allowed(text: str, expected: Version | None) -> None:
    assert newest(text) == expected


@pytest.mark.parametrize("text", ["==two", "==2.10 or so", "=>2", ">=2.4,,x"])
def test_what_is_no_requirement(text: str) -> None:
    with pytest.raises(SpecifierError, match="is no requirement on a version"):
        newest(text)


@pytest.mark.parametrize("text", ["", "two", "2.x", ">=2"])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(SpecifierError, match="is no version"):
        parse(text)


SIGNS = st.sampled_from(["==", "<", "<=", ">=", ">", "!=", "~="])
PARTS = st.builds(
    lambda sign, version: f"{sign}{version}", SIGNS, st.sampled_from([r[:-2] for r in RELEASES])
)


@given(st.lists(PARTS, min_size=1, max_size=3).map(",".join))
def test_it_is_keras_3_if_the_newest_release_that_pip_may_choose_is(text: str) -> None:
    allowed = [release for release in RELEASES if release in SpecifierSet(text)]
    if not allowed:
        return  # No version at all can be installed.
    version = newest(text)
    target = Target() if version is None else Target(keras=Pin(version))
    newest_major = parse(allowed[-1])[0]
    # Without a bound from above there are newer releases than those of this test.
    assert target.reaches((3,)) == (newest_major == 3 or version is None)
