"""Numbers of parameters in comments and docstrings."""

import pytest

from kerascheck.sources.prose import said


@pytest.mark.parametrize(
    ("text", "number", "which"),
    [
        ("# has 473,632 trainable params\n", 473_632, "trainable"),
        ("x = 1  # Total params: 109,386\n", 109_386, "total"),
        ("# 109386 parameters\n", 109_386, ""),
        ("# Trainable params: 1_626_442\n", 1_626_442, "trainable"),
        ("# the number of parameters is 12,345\n", 12_345, ""),
        ('def f():\n    """A model.\n\n    It has 12,345 parameters.\n    """\n', 12_345, ""),
    ],
)
def test_exact_numbers_are_read(text: str, number: int, which: str) -> None:
    (found,) = said(text)
    assert (found.number, found.which) == (number, which)
    line = text.split("\n")[found.line - 1]
    assert int(line[found.column : found.end_column].replace(",", "").replace("_", "")) == number


@pytest.mark.parametrize(
    "text",
    [
        "# about 473,632 params\n",
        "# more than 473,632 parameters\n",
        "# ~ 473,632 params\n",
        "# 473,000 parameters\n",
        "# 1.2 million parameters\n",
        "# 12 params\n",
        "# Non-trainable params: 12,345\n",
        "# 12,345 images and some parameters\n",
        "print('12,345 parameters')\n",
        "n = 12_345  # parameter of the function\n",
        "# kerascheck: params=12345\n",
        "'''\nlayer   Param #\nTotal params: 12,345\n'''\n",
        "# 784*12345 params\n",
    ],
)
def test_what_is_no_exact_claim_is_not_read(text: str) -> None:
    assert list(said(text)) == []
