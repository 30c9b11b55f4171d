"""Copies of data with some fields changed."""

from dataclasses import fields, replace

import pytest

from kerascheck.values import Data


def test_a_copy_is_what_replace_makes() -> None:
    data = Data(dtype="uint8", low=0, high=255)
    copy, expected = data.but(part="train", high=1), replace(data, part="train", high=1)
    names = [field.name for field in fields(Data)]
    assert [getattr(copy, name) for name in names] == [getattr(expected, name) for name in names]
    assert (data.part, data.high) == ("", 255)


def test_what_is_no_field_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="no such fields of data"):
        Data().but(prat="train")
