"""Names that a script registers with Keras: strings that Keras alone does not know may be these."""

from kerascheck.facts.call import Call, Handler
from kerascheck.values import Value


def _registered(call: Call) -> Value:
    call.run.mark("custom-objects", call.site)
    return call.unknown("the names that the script registers")


FUNCTIONS: dict[str, Handler] = {
    f"keras.{module}.{name}": _registered
    for module in ("utils", "saving")
    for name in ("get_custom_objects", "custom_object_scope", "CustomObjectScope")
}
