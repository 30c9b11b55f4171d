"""STOPGAP by the lead, to be replaced by the sources helper."""
from typing import Any


def uses_keras(data: bytes) -> bool:
    return b"keras" in data or b"tensorflow" in data

def discover(paths: Any, settings_of: Any) -> Any:
    import os
    for p in paths:
        if os.path.isdir(p):
            for d, _, fs in os.walk(p):
                for f in sorted(fs):
                    if f.endswith((".py", ".ipynb")):
                        yield os.path.join(d, f)
        else:
            yield p
