"""A stand-in for the interpreter: calls of library functions on values made by hand."""

from collections.abc import Mapping, Sequence

import pytest

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries import images, keras_data, sklearn, tfdata
from kerascheck.finding import Span
from kerascheck.keras_api.names import canonical
from kerascheck.values import Clue, Data, Kind, Site, Unknown, Value

_MODULES = (sklearn, keras_data, tfdata, images)
_FUNCTIONS: dict[str, Handler] = {k: v for m in _MODULES for k, v in m.FUNCTIONS.items()}
_METHODS: dict[str, Handler] = {k: v for m in _MODULES for k, v in m.METHODS.items()}
_ATTRIBUTES = {k: v for m in _MODULES for k, v in m.ATTRIBUTES.items()}
_DATA_ATTRIBUTES = {**tfdata.DATA_ATTRIBUTES, **images.DATA_ATTRIBUTES}
_KINDS = {Kind.DATASET: "tensorflow.data.Dataset", Kind.SEQUENCE: images.ITERATOR}


class _Locator:
    def span(self, statement: object, node: object) -> Span:
        return Span("train.py", 0, 1, 0, 1, 1)

    def text(self, node: object) -> str:
        return str(node)


class Library:
    """Calls library functions and remembers what they tell the interpreter."""

    def __init__(self) -> None:
        self.loops = 0
        self.clues: list[Clue] = []
        self.models: list[Value] = []
        self.marks: list[str] = []
        self.scores: list[tuple[Value, Value]] = []
        self.misshapen: list[tuple[Value, Value]] = []
        self.image_format: Value = "channels_last"
        self.site = Site(_Locator(), None, "here")

    def call(
        self, function: Value, args: Sequence[Value], kwargs: Mapping[str, Value], site: Site
    ) -> Value:
        if callable(function):
            return function(*args, **kwargs)
        return Unknown("not a function", site)

    def clue(self, clue: Clue, model: Value = None) -> None:
        self.clues.append(clue)
        self.models.append(model)

    def mark(self, name: str, site: Site) -> None:
        self.marks.append(name)

    def score(
        self, labels: Value, predictions: Value, site: Site, *, operator: bool = False
    ) -> None:
        self.scores.append((labels, predictions))

    def misshape(self, data: Data, target: Value, site: Site) -> None:
        self.misshapen.append((data, target))

    def __call__(self, path: str, /, *args: Value, complete: bool = True, **kwargs: Value) -> Value:
        """Call the function or class with the path, whichever of its spellings that is."""
        path = canonical(path)
        call = Call(path, self.site, list(args), kwargs, self, complete=complete)
        return _FUNCTIONS[path](call)

    def method(self, receiver: Value, name: str, /, *args: Value, **kwargs: Value) -> Value:
        """Call a method of an object or of data."""
        path = f"{_kind(receiver)}.{name}"
        return _METHODS[path](Call(path, self.site, list(args), kwargs, self, receiver))

    def attribute(self, receiver: Value, name: str) -> Value:
        """Read an attribute of an object or of data."""
        path = f"{_kind(receiver)}.{name}"
        if isinstance(receiver, Data):
            return _DATA_ATTRIBUTES[path](receiver, self.site)
        assert isinstance(receiver, Instance)
        return _ATTRIBUTES[path](receiver, self.site)

    def unknown(self, why: str = "read from a file") -> Unknown:
        return Unknown(why, self.site)


def _kind(receiver: Value) -> str:
    if isinstance(receiver, Data):
        return _KINDS[receiver.kind]
    assert isinstance(receiver, Instance)
    return receiver.kind


@pytest.fixture
def library() -> Library:
    return Library()
