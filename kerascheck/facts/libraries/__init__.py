"""What libraries do to data and labels: handlers by canonical name.

`FUNCTIONS` has functions and classes by path (`numpy.zeros`). `METHODS` has methods of data by
their bare name (`reshape`) and those of library objects by kind and name
(`sklearn.preprocessing.LabelEncoder.fit_transform`); `ATTRIBUTES` has attributes of library
objects by kind and name, `CONSTANTS` values by path (`numpy.newaxis`).
"""

from collections.abc import Callable

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries import (
    images,
    keras_data,
    keras_registration,
    methods,
    numpy,
    opencv,
    pandas,
    pictures,
    preprocess,
    python,
    seeds,
    sklearn,
    tfdata,
    tuners,
)
from kerascheck.values import Data, Kind, Site, Value

__all__ = ["ATTRIBUTES", "CONSTANTS", "FUNCTIONS", "METHODS"]

_DATASET, _ITERATOR = "tensorflow.data.Dataset.", f"{images.ITERATOR}."


def _named(prefix: str, table: dict[str, Handler]) -> dict[str, Handler]:
    return {
        path.removeprefix(prefix): handler
        for path, handler in table.items()
        if path.startswith(prefix)
    }


def _by_kind(name: str) -> Handler:
    """The method of that name of datasets, of iterators or of arrays and tables."""
    on_dataset, on_iterator = _DATASETS.get(name), _ITERATORS.get(name)
    on_array = methods.METHODS.get(name)

    def handler(call: Call) -> Value:
        kind = call.receiver.kind if isinstance(call.receiver, Data) else None
        chosen = on_array
        if kind is Kind.DATASET:
            chosen = on_dataset
        elif kind in (Kind.SEQUENCE, Kind.GENERATOR):
            chosen = on_iterator or on_dataset
        return chosen(call) if chosen else call.unknown(f"`.{name}()` of data is not followed")

    return handler


_DATASETS = _named(_DATASET, tfdata.METHODS)
_ITERATORS = _named(_ITERATOR, images.METHODS)

FUNCTIONS: dict[str, Handler] = {
    **python.FUNCTIONS,
    **numpy.FUNCTIONS,
    **pandas.FUNCTIONS,
    **sklearn.FUNCTIONS,
    **keras_data.FUNCTIONS,
    **keras_registration.FUNCTIONS,
    **images.FUNCTIONS,
    **preprocess.FUNCTIONS,
    **opencv.FUNCTIONS,
    **pictures.FUNCTIONS,
    **tfdata.FUNCTIONS,
    **seeds.FUNCTIONS,
    **tuners.FUNCTIONS,
}
METHODS: dict[str, Handler] = {
    **methods.METHODS,
    **{name: _by_kind(name) for name in {**_DATASETS, **_ITERATORS}},
    **python.METHODS,
    **numpy.METHODS,
    **pandas.METHODS,
    **sklearn.METHODS,
    **keras_data.METHODS,
    **images.METHODS,
    **pictures.METHODS,
    **tfdata.METHODS,
    **tuners.METHODS,
}
ATTRIBUTES: dict[str, Callable[[Instance, Site], Value]] = {
    **sklearn.ATTRIBUTES,
    **keras_data.ATTRIBUTES,
    **images.ATTRIBUTES,
    **tfdata.ATTRIBUTES,
    **tuners.ATTRIBUTES,
}
CONSTANTS: dict[str, Value] = dict(numpy.CONSTANTS)
