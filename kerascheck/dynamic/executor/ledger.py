"""Keeps what runs, what fails, and what made-up data may have touched, for `executor`.

It runs under the user's interpreter, with the standard library alone. A value that depends on a
stand-in is *tainted*, and so is everything that is made while a tainted statement runs. That is
kept by statement, with the names it reads and writes, and by the objects that it may change; it
says "tainted" too often rather than too rarely.
"""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import sys
import time

_LOOP_SECONDS = 5.0
"""A loop in which no layer is made is left after so long."""


class Entry:
    """A statement that runs."""

    def __init__(self, statement, frame, reason, layers):
        self.statement, self.frame, self.reason = statement, frame, reason
        self.begun, self.rounds = time.monotonic(), 0
        self.layers, self.trained, self.failed = layers, False, False


class Ledger:
    """What runs, what failed, and what is tainted and why."""

    errors = (Exception, SystemExit)

    def __init__(self, hooks, call, imports):
        self.hooks = hooks
        self.call, self.take, self.bring, self.star = (
            call, imports.take, imports.bring, imports.star,
        )  # fmt: skip
        self.statements = []
        self.stack = []
        self.names, self.objects, self.frames = {}, {}, {}

    @property
    def reason(self):
        """Why what is made now is tainted; empty if it is not."""
        return self.stack[-1].reason if self.stack else ""

    def leak(self, reason):
        """Note that a stand-in became a plain value, in the statement that runs."""
        if self.stack and not self.stack[-1].reason:
            self.stack[-1].reason = reason

    def before(self, key):
        frame = sys._getframe(1)
        statement, fid = self.statements[key], id(frame)
        names = frame.f_globals
        if statement.first:
            self.forget(fid)
            if self.stack and self.stack[-1].reason:
                self.frames[fid] = self.stack[-1].reason
        reason = self.frames.get(fid, "")
        if not reason and self.stack and self.stack[-1].frame == fid:
            reason = self.stack[-1].reason
        if not reason and (self.names or self.objects):
            reason = self.tainted(statement, fid, names, frame)
        self.stack.append(Entry(statement, fid, reason, self.hooks.made))

    def tainted(self, statement, fid, names, frame):
        """Why a statement is tainted by what it reads."""
        local = frame.f_locals if frame.f_locals is not names else {}
        for name in statement.reads:
            found = self.names.get((fid, name)) or self.names.get((id(names), name))
            if found:
                return found
            if self.objects:
                value = local.get(name, names.get(name))
                known = self.objects.get(id(value))
                if known is not None and known[0] is value:
                    return known[1]
        return ""

    def after(self, key):
        frame = sys._getframe(1)
        fid = id(frame)
        while self.stack:
            entry = self.stack.pop()
            if entry.statement is self.statements[key] and entry.frame == fid:
                break
        else:
            return
        statement, names = entry.statement, frame.f_globals
        owner = id(names) if frame.f_locals is names else fid
        if not entry.reason:
            for name in statement.writes:
                self.names.pop((owner, name), None)
            return
        local = frame.f_locals
        if not entry.failed:
            # What a failed statement would have made is a stand-in, which speaks for itself.
            for name in statement.writes:
                self.names[owner, name] = entry.reason
        for name in statement.reads:
            value = local.get(name, names.get(name))
            if self.hooks.changeable(value):
                self.objects[id(value)] = (value, entry.reason)
        for name in statement.changes:
            self.hooks.touched(local.get(name, names.get(name)), entry.reason)
        if statement.jumps:
            self.frames[fid] = entry.reason
        if statement.returns:
            caller = next((item for item in reversed(self.stack) if item.frame != fid), None)
            if caller is not None:
                caller.reason = caller.reason or entry.reason

    def forget(self, fid):
        """A new frame, which may have the identity of one that has ended."""
        self.frames.pop(fid, None)
        for key in [key for key in self.names if key[0] == fid]:
            del self.names[key]

    def failed(self, key, error):
        """Note an error; a layer at work passes it on to who called it."""
        if self.hooks.working:
            raise error
        statement = self.statements[key]
        self.hooks.failed(statement, error)
        for entry in self.stack:
            if entry.statement is statement:
                entry.reason = entry.reason or f"line {statement.line} fails"
                entry.failed = True

    def unknown(self, key, name):
        """What stands for a name that a failed statement would have made."""
        statement = self.statements[key]
        return self.hooks.standin(f"`{name}`, as line {statement.line} fails")

    def context(self, value):
        """A context manager, if it is one."""
        if hasattr(type(value), "__enter__") and hasattr(type(value), "__exit__"):
            return value
        return self.hooks.standin("a context that is not known")

    def handled(self):
        """Note that a handler runs, for an error that another place might not have raised."""
        error = sys.exc_info()[0]
        if error is None or not issubclass(error, ImportError):
            self.leak(f"an error is handled in line {self.stack[-1].statement.line}")

    def trained(self):
        """Note that something was trained, in all loops that run."""
        for entry in self.stack:
            entry.trained = True

    def ended(self):
        """Whether a loop is left now: it has trained, or it takes long, and makes no layers."""
        entry = self.stack[-1]
        entry.rounds += 1
        made = self.hooks.made != entry.layers
        if made:
            entry.layers, entry.begun, entry.trained = self.hooks.made, time.monotonic(), False
            return False
        if entry.rounds > 1 and entry.trained:
            self.leak(f"the loop in line {entry.statement.line} trains, and is left after a turn")
            return True
        if time.monotonic() - entry.begun > _LOOP_SECONDS:
            self.leak(f"the loop in line {entry.statement.line} takes long and is left")
            return True
        return False
