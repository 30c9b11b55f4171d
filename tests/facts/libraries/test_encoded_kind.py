import pytest

from kerascheck.values import Data, Kind
from tests.facts.trace_of import value_of


@pytest.mark.parametrize("encoder", ["LabelEncoder", "MultiLabelBinarizer", "LabelBinarizer"])
def test_encoders_make_an_array_of_a_list(encoder: str) -> None:
    before = f"from sklearn.preprocessing import {encoder}\nlabels = ['a', 'b', 'c']\n"
    made = value_of(f"{encoder}().fit_transform(labels)", before)
    assert isinstance(made, Data)
    assert made.kind is Kind.ARRAY
