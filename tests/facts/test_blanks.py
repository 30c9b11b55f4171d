import libcst as cst
import pytest

from kerascheck.facts.blanks import marks_missing
from kerascheck.project import Project


def marked(body: str) -> bool:
    project = Project("a.py", f"if x:\n    {body}\n".encode())
    block = project.blocks[0]
    branch = block.module.body[0]
    assert isinstance(branch, cst.If)
    return marks_missing(branch.body, block.locator)


@pytest.mark.parametrize(
    "body",
    [
        "n = None", "n = -1", "n = 0; m = ''", "n = []", "n = {}", "n = ()", "self.n = None",
        "n = np.zeros(1)", "n = np.array([])", "n = np.empty((0,))", "return None", "return []",
        "print('none')\n    n: int = -1",
    ],
)  # fmt: skip
def test_blocks_that_mark_that_something_is_missing(body: str) -> None:
    assert marked(body)


@pytest.mark.parametrize(
    "body",
    [
        "n = 1", "n = 'none'", "n = [0]", "n = np.zeros(2)", "n = read()", "pass", "print(n)",
        "return", "n = None\n    for i in n:\n        pass", "n = None\n    m = 3", "n += 0",
    ],
)  # fmt: skip
def test_other_blocks(body: str) -> None:
    assert not marked(body)
