from kerascheck.facts.libraries.bounds import highest, lowest


def test_the_bounds_of_several_data() -> None:
    assert (lowest([2.0, -1.0]), highest([2.0, -1.0])) == (-1.0, 2.0)
    assert (lowest([2.0, None]), highest([None, 2.0])) == (None, None)
