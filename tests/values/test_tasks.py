import pytest

from kerascheck.finding import Evidence
from kerascheck.values import Clue, Task, infer


def clue(task: str, weight: float, source: str = "labels", n: int | None = None) -> Clue:
    return Clue(task, weight, source, f"{task} by {source}", None, n)


def kind_and_level(task: Task) -> tuple[str, Evidence | None]:
    return task.kind, task.level


@pytest.mark.parametrize(
    ("clues", "expected"),
    [
        pytest.param([], ("unknown", None), id="nothing"),
        pytest.param([clue("regression", 0.3)], ("unknown", None), id="too little"),
        pytest.param([clue("multiclass", 0.97)], ("multiclass", Evidence.CERTAIN), id="hard"),
        pytest.param(
            [clue("multiclass", 0.97), clue("regression", 0.97)],
            ("unknown", None),
            id="two hard items that disagree",
        ),
        pytest.param(
            [clue("binary", 0.97), clue("multiclass", 0.99, "output")],
            ("unknown", None),
            id="two hard items of neighbouring tasks",
        ),
        pytest.param(
            [clue("binary", 0.97), clue("multiclass", 0.8, "output")],
            ("binary", Evidence.CERTAIN),
            id="a hard item against a likely one",
        ),
        pytest.param(
            [clue("multiclass", 0.8, "output")], ("multiclass", Evidence.LIKELY), id="likely"
        ),
        pytest.param(
            [clue("multiclass", 0.8, "output"), clue("regression", 0.75, "metrics")],
            ("multiclass", Evidence.HINT),
            id="likely with a close rival",
        ),
        pytest.param([clue("regression", 0.45)], ("regression", Evidence.HINT), id="hint"),
        pytest.param(
            [clue("classification", 0.97)],
            ("classification", Evidence.CERTAIN),
            id="classes, their number open",
        ),
        pytest.param(
            [clue("classification", 0.97), clue("multiclass", 0.8, "output")],
            ("multiclass", Evidence.CERTAIN),
            id="classes, the output tells how many",
        ),
        pytest.param(
            [clue("classification", 0.97), clue("regression", 0.97)],
            ("unknown", None),
            id="classes against numbers",
        ),
        pytest.param(
            [clue("classification", 0.45, "names"), clue("binary", 0.7, "output")],
            ("binary", Evidence.LIKELY),
            id="a name and an output",
        ),
    ],
)
def test_the_task_and_how_sure_it_is(
    clues: list[Clue], expected: tuple[str, Evidence | None]
) -> None:
    assert kind_and_level(infer(clues)) == expected


def test_weights_combine_by_noisy_or() -> None:
    assert infer([clue("regression", 0.5), clue("regression", 0.5)]).score == pytest.approx(0.75)


def test_evidence_against_lowers_the_score() -> None:
    against = Clue("regression", 0.5, "names", "against", None, None, against=True)
    assert infer([clue("regression", 0.9), against]).score == pytest.approx(0.45)


def test_a_source_can_be_left_out() -> None:
    clues = [clue("multiclass", 0.97, "loss"), clue("regression", 0.7, "labels")]
    assert infer(clues, without=("loss",)).kind == "regression"


def test_the_number_of_classes_comes_from_the_strongest_item_that_has_one() -> None:
    clues = [clue("multiclass", 0.8, "output", 5), clue("multiclass", 0.97, "labels", 10)]
    task = infer(clues)
    assert task.n == 10
    assert task.because == "multiclass by labels"
