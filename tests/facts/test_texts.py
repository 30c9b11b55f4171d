import pytest

from kerascheck.values import Data, Ending, Unknown, ending
from tests.facts.trace_of import value_of


@pytest.mark.parametrize(
    ("expression", "end"),
    [
        ("folder() + '/a.h5'", "/a.h5"),
        ("'x/' + folder() + '/a.h5'", "/a.h5"),
        ("'x/' + (folder() + '/a.h5')", "/a.h5"),
        ("f'{folder()}/a.h5'", "/a.h5"),
        ("'{}/a.h5'.format(folder())", "/a.h5"),
        ("'{:.2f}/a.h5'.format(0.5)", "/a.h5"),
        ("'%s/a.h5' % folder()", "/a.h5"),
        ("'%s/%d.h5' % (folder(), 3)", ".h5"),
        ("'%s_%d%%.h5' % (folder(), 3)", "%.h5"),
        ("os.path.join(folder(), 'a.h5')", "a.h5"),
        ("os.path.join(folder(), '%s.h5' % name())", ".h5"),
        ("os.path.join(folder(), f'{name()}.h5')", ".h5"),
    ],
)
def test_the_end_of_a_text_that_is_not_known(expression: str, end: str) -> None:
    value = value_of(expression, "import os\n")
    assert isinstance(value, Ending)
    assert value.end == end


@pytest.mark.parametrize(
    "expression",
    ["'a' + folder()", "f'a{folder()}'", "'a%s' % folder()", "'a%%' % folder()", "folder() + 1"],
)
def test_a_text_with_an_end_that_is_not_known(expression: str) -> None:
    value = value_of(expression)
    assert isinstance(value, Unknown)
    assert not isinstance(value, Ending)


def test_texts_of_the_same_parts_are_equal() -> None:
    one, same, other = (Unknown("a"), "/b"), "/b", Unknown("a")
    assert ending(*one) == ending(one[0], same)
    assert ending(*one) != ending(other, same)
    assert ending(*one) != ending(one[0], "/c")
    assert len({ending(*one), ending(one[0], same)}) == 1


def test_a_point_in_a_text_is_no_way_to_write_a_number() -> None:
    assert value_of("'net_{}.h5'.format(3)") == "net_3.h5"


def test_pixels_stay_pixels_when_they_are_inverted() -> None:
    code = "import cv2\nx = np.array([cv2.imread('a.png', 0)])\n"
    for expression in ("~x", "np.invert(x)", "cv2.bitwise_not(x)"):
        data = value_of(expression, code)
        assert isinstance(data, Data)
        assert (data.low, data.high) == (0.0, 255.0)
