"""How a script that runs finds its own modules, and stubs for those that are not to be imported."""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os

from .rewriting import HOOKS


class Absent(importlib.abc.MetaPathFinder):
    """Finds stubs for packages that are not to be imported, even if they are there."""

    def __init__(self, stubs):
        self.stubs = stubs

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.stubs.absent or not self.stubs.asked():
            return None
        return importlib.util.spec_from_loader(name, self.stubs, is_package=True)


class Local(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that lie beside the script; they run statement by statement, too."""

    def __init__(self, run, folders):
        self.run, self.folders = run, folders

    def find_spec(self, name, path=None, target=None):
        if not self.run.finder.asked():
            return None
        for folder in self.folders:
            stem = os.path.join(folder, *name.split("."))
            for file, package in ((f"{stem}.py", False), (os.path.join(stem, "__init__.py"), True)):
                if os.path.isfile(file):
                    return importlib.util.spec_from_loader(
                        name, self, origin=file, is_package=package
                    )
            if os.path.isdir(stem) and not importlib.machinery.PathFinder.find_spec(name, path):
                return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        file = module.__spec__.origin
        module.__kerascheck_own__ = True
        if file is None:
            return
        module.__file__ = file
        self.run.files.add(file)
        with open(file, encoding="utf-8", errors="replace") as source:
            tree = parsed(source.read())
        module.__dict__[HOOKS] = self.run.ledger
        self.run.execute(tree, file, module.__dict__)


def parsed(text):
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])
