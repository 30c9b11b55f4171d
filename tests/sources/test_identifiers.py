from kerascheck.sources.identifiers import identifiers


def test_words_in_their_order_and_as_often_as_they_stand() -> None:
    assert identifiers("if größe2 in (a.b, a): x_1 += 3e5") == [
        "if", "größe2", "in", "a", "b", "a", "x_1", "e5",
    ]  # fmt: skip


def test_numbers_and_marks_are_none() -> None:
    assert identifiers("3 + 4 * (5,)") == []
