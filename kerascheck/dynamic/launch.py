"""Starts what runs under the user's interpreter, which has no kerascheck: `worker` or `executor`.

`PYTHON -I launch.py NAME ARGUMENTS` calls `main` of `process.py` in the package NAME, which lies
beside this file. The modules of the two packages import each other relatively, and nothing else but
the standard library and the user's Keras. They are found by the path of one package, which has a
name of its own: no folder comes on `sys.path`, where a module of it could be taken for one of the
user's, or the other way; and a kerascheck that the interpreter may have is not touched.
"""

import importlib
import os
import sys
import types

PACKAGE = "kerascheck_dynamic"
"""The name under which the packages are loaded."""


def load(name: str) -> types.ModuleType:
    """The module `process` of a package; all that it imports of its own is loaded with it."""
    package = types.ModuleType(PACKAGE, __doc__)
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
    sys.modules[PACKAGE] = package
    # Another interpreter leaves nothing in the folder of kerascheck.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        return importlib.import_module(f"{PACKAGE}.{name}.process")
    finally:
        sys.dont_write_bytecode = before


if __name__ == "__main__":
    load(sys.argv[1]).main(sys.argv[2:])
