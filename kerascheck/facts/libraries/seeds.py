"""Seeds of random numbers, and warnings that are switched off: noted, for rules to look at."""

from kerascheck.facts.call import Call, Handler
from kerascheck.values import Value


def _marks(name: str) -> Handler:
    def handler(call: Call) -> Value:
        call.run.mark(name, call.site)
        return None

    return handler


def _filter(call: Call) -> Value:
    """`warnings.filterwarnings`: noted if it silences warnings of all kinds, from everywhere."""
    if (
        call.complete
        and call.get("action", 0) == "ignore"
        and len(call.args) + len(call.kwargs) == 1
    ):
        call.run.mark("silenced", call.site)
    return None


FUNCTIONS: dict[str, Handler] = {
    "random.seed": _marks("seed-python"),
    "numpy.random.seed": _marks("seed-numpy"),
    "tensorflow.random.set_seed": _marks("seed-backend"),
    "tensorflow.random.set_random_seed": _marks("seed-backend"),
    "tensorflow.set_random_seed": _marks("seed-backend"),
    "tensorflow.compat.v1.set_random_seed": _marks("seed-backend"),
    "tensorflow.compat.v2.random.set_seed": _marks("seed-backend"),
    "torch.manual_seed": _marks("seed-backend"),
    "keras.utils.set_random_seed": _marks("seed-all"),
    "warnings.filterwarnings": _filter,
    "warnings.simplefilter": _filter,
}
