"""Rewrites a script for `executor`, so that each of its statements runs on its own.

It runs under the user's interpreter, with the standard library alone. After a statement that
fails, the next one runs; what the failed one would have named becomes a stand-in. Every call in
the script goes through `Ledger.call`, every import through `Ledger.take` or `bring`.
"""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import ast
import builtins

HOOKS = "__kerascheck__"
"""The name under which the rewritten script finds the `Ledger`."""
_FRAMES = frozenset(
    {"super", "locals", "globals", "vars", "dir", "eval", "exec", "__import__", "breakpoint"}
)
"""Functions that look at the frame that calls them; they are called as they are."""
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


_QUIET = frozenset(
    {
        "compile", "count_params", "evaluate", "fit", "fit_generator", "format", "get_config",
        "get_layer", "get_weights", "load_weights", "predict", "save", "save_weights", "summary",
        "test_on_batch", "to_json", "train_on_batch",
    }
)  # fmt: skip
"""Methods that leave a model as it is, as far as its layers go."""


class Statement:
    """What is known of one statement: where it stands, what it reads, writes, and is."""

    def __init__(self, node, place, reads, writes, first):
        self.place, self.reads, self.writes, self.first = place, reads, writes, first
        self.line = node.lineno
        self.at = span(place, node)
        self.returns = isinstance(node, ast.Return)
        compound = isinstance(node, (ast.If, ast.For, ast.While, ast.With, ast.Try))
        jumps = (ast.Return, ast.Break, ast.Continue, ast.Raise)
        self.jumps = compound and any(isinstance(item, jumps) for item in ast.walk(node))
        self.changes = changes_of(node)


def span(place, node):
    """Where a node stands: the place, lines from 1, columns in bytes from 0."""
    end = node.end_lineno or node.lineno
    return [place, node.lineno, node.col_offset, end, node.end_col_offset or 0]


def changes_of(node):
    """The names of what a statement may change, those in it included: by a method, as an argument."""
    found = set()
    for item in ast.walk(node):
        if isinstance(item, (ast.Attribute, ast.Subscript)) and not isinstance(item.ctx, ast.Load):
            found.add(root_of(item))
        elif isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute):
            if item.func.attr not in _QUIET:
                found.add(root_of(item.func))
        elif isinstance(item, ast.Call):
            found |= {root_of(value) for value in (*item.args, *(k.value for k in item.keywords))}
    return found


def root_of(node):
    """The name that a chain of attributes and items begins with; empty if with none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def names_of(node):
    """The names that a statement reads and writes, those inside of functions among the reads."""
    reads, writes = set(), set()
    for item in ast.walk(node):
        if isinstance(item, ast.Name):
            (reads if isinstance(item.ctx, ast.Load) else writes).add(item.id)
        elif isinstance(item, _DEFINITIONS):
            writes.add(item.name)
        elif isinstance(item, ast.alias):
            writes.add(item.asname or item.name.partition(".")[0])
        elif isinstance(item, ast.ExceptHandler) and item.name:
            writes.add(item.name)
    return reads, writes


class Rewriter:
    """Rewrites one block; `statements` collects what the ledger needs to know."""

    def __init__(self, place, statements):
        self.place, self.statements = place, statements
        self.count = 0
        self.opaque = {}
        self.depth = 0
        """How many functions the statement that is rewritten lies in."""

    def module(self, tree):
        """The tree of a block, rewritten in place."""
        body = tree.body
        head = 0
        while head < len(body) and (is_text(body[head]) or is_future(body[head])):
            head += 1
        tree.body = [*body[:head], *self.suite(body[head:])]
        self.closed()
        return ast.fix_missing_locations(tree)

    def suite(self, body, first=False):
        """Each statement of a suite on its own."""
        made = []
        for statement in body:
            made += self.statement(statement, first)
            first = False
        return made or [ast.Pass()]

    def statement(self, node, first=False):
        """What stands for a statement."""
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.Pass, ast.Break, ast.Continue)):
            return [node]
        if is_text(node):
            return [node]
        writes = names_of(node)[1]
        before = self.hoisted(node)
        key = len(self.statements)
        self.statements.append(Statement(node, self.place, self.head(node), writes, first))
        inner = self.inside(node)
        handler = [
            statement_of(node, hook(node, "failed", ast.Constant(key), named("error", node)))
        ]
        for name in sorted(self.bound(node)):
            value = hook(node, "unknown", ast.Constant(key), ast.Constant(name))
            target = ast.Name(name, ast.Store())
            handler.append(ast.copy_location(ast.Assign([target], value), node))
        # A name of our own for the error, as `except E as e` forgets `e`.
        caught = ast.ExceptHandler(
            hook_name(node, "errors"), f"{HOOKS}error", [rename_error(item) for item in handler]
        )
        # A `raise` is meant by who wrote it: it ends the function, and is a failure of its caller.
        meant = isinstance(node, ast.Raise) and self.depth > 0
        guarded = [inner] if meant else [ast.Try([inner], [caught], [], [])]
        after = statement_of(node, hook(node, "after", ast.Constant(key)))
        whole = ast.Try(guarded, [], [], [after])
        begin = statement_of(node, hook(node, "before", ast.Constant(key)))
        made = [*before, begin, whole]
        for item in made:
            ast.copy_location(item, node)
        return made

    def head(self, node):
        """The names that a statement reads itself, and not by the statements in it."""
        parts = [node]
        if isinstance(node, (ast.If, ast.While)):
            parts = [node.test]
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            parts = [node.iter]
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            parts = node.items
        elif isinstance(node, ast.Try):
            parts = []
        elif isinstance(node, ast.FunctionDef) and not is_generator(node):
            parts = [*node.decorator_list, node.args]
        elif isinstance(node, _DEFINITIONS):
            self.opaque.setdefault(node.name, set()).update(names_of(node)[0])
        return set().union(*(names_of(part)[0] for part in parts))

    def closed(self):
        """Let what reads a function or class read what that does, where it is not followed."""
        for reads in self.opaque.values():
            for _ in range(8):
                more = set().union(*(self.opaque[item] for item in reads & set(self.opaque)))
                if more <= reads:
                    break
                reads |= more
        for statement in self.statements:
            for name in statement.reads & set(self.opaque):
                statement.reads = statement.reads | self.opaque[name]

    def bound(self, node):
        """The names that are made stand-ins if a statement fails."""
        if isinstance(node, _DEFINITIONS):
            return {node.name}
        found = set()
        for item in own_nodes(node):
            if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store):
                found.add(item.id)
            elif isinstance(item, ast.alias) and item.name != "*":
                found.add(item.asname or item.name.partition(".")[0])
            elif isinstance(item, _DEFINITIONS):
                found.add(item.name)
        return found

    def hoisted(self, node):
        """The head of a compound statement as a statement of its own, so that it may fail."""
        if isinstance(node, (ast.For, ast.If)):
            field = "iter" if isinstance(node, ast.For) else "test"
            name, made = self.apart(getattr(node, field))
            setattr(node, field, name)
            return made
        if isinstance(node, ast.With):
            made = []
            for item in node.items:
                name, more = self.apart(item.context_expr)
                item.context_expr = hook(item.context_expr, "context", name)
                made += more
            return made
        return []

    def apart(self, expression):
        """A name for an expression, and the statements that give it its value."""
        self.count += 1
        name = f"{HOOKS}{self.count}"
        assign = ast.Assign([ast.Name(name, ast.Store())], expression)
        made = self.statement(ast.copy_location(assign, expression))
        return ast.copy_location(ast.Name(name, ast.Load()), expression), made

    def inside(self, node):
        """The statement itself, with what is in it rewritten."""
        calls = Calls(self)
        if isinstance(node, ast.If):
            node.body, node.orelse = self.suite(node.body), self.rest(node.orelse)
        elif isinstance(node, (ast.For, ast.While)):
            if isinstance(node, ast.While):
                node.test = calls.visit(node.test)
            ended = ast.If(hook(node, "ended"), [ast.Break()], [])
            node.body = [ast.copy_location(ended, node), *self.suite(node.body)]
            node.orelse = self.rest(node.orelse)
        elif isinstance(node, ast.With):
            node.body = self.suite(node.body)
        elif isinstance(node, ast.Try):
            # What is tried must fail as it does.
            tried = Tried(self)
            plain = not node.handlers
            node.body = self.suite(node.body) if plain else [tried.visit(i) for i in node.body]
            for handler in node.handlers:
                handled = statement_of(node, hook(node, "handled"))
                handler.body = [handled, *self.suite(handler.body)]
            node.orelse, node.finalbody = self.rest(node.orelse), self.rest(node.finalbody)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return calls.definition(node)
        elif isinstance(node, (ast.Import, ast.ImportFrom)) and not is_future(node):
            return self.taken(node)
        else:
            return calls.visit(node)
        return node

    def rest(self, body):
        return self.suite(body) if body else []

    def taken(self, node, tried=False):
        """An import as calls, which know more names than the module may have.

        What is tried, with a handler for an error, gives no stand-in for a package.
        """
        made = []
        how = ast.Constant(tried)
        for alias in node.names:
            if alias.name == "*":
                path = "." * node.level + (node.module or "")
                space = ast.Call(named("globals", node), [], [])
                return statement_of(node, hook(node, "star", ast.Constant(path), space))
            if isinstance(node, ast.Import):
                renamed = ast.Constant(alias.asname is not None)
                value = hook(node, "bring", ast.Constant(alias.name), renamed, how)
                name = alias.asname or alias.name.partition(".")[0]
            else:
                path = "." * node.level + (node.module or "")
                value = hook(node, "take", ast.Constant(path), ast.Constant(alias.name), how)
                name = alias.asname or alias.name
            target = ast.Name(name, ast.Store())
            made.append(ast.copy_location(ast.Assign([target], value), node))
        return made[0] if len(made) == 1 else ast.If(ast.Constant(True), made, [])


class Calls(ast.NodeTransformer):
    """Sends calls through the hooks, and rewrites functions inside of a statement."""

    tried = False
    """Whether a handler waits for an error."""

    def __init__(self, rewriter):
        self.rewriter = rewriter

    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in _FRAMES:
            return node
        function = hook_name(node, "call")
        return ast.copy_location(ast.Call(function, [node.func, *node.args], node.keywords), node)

    def visit_ImportFrom(self, node):
        return node if is_future(node) else self.rewriter.taken(node, self.tried)

    def visit_Import(self, node):
        return self.rewriter.taken(node, self.tried)

    def visit_FunctionDef(self, node):
        return self.definition(node)

    def visit_ClassDef(self, node):
        return self.definition(node)

    def visit_AsyncFunctionDef(self, node):
        return node

    def visit_Lambda(self, node):
        return self.generic_visit(node)

    def definition(self, node):
        """A function whose statements run on their own, or a class with such methods.

        Not those that Keras calls: it must see the errors of a layer. Nor generators, which are
        left and entered again in the middle.
        """
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        if isinstance(node, ast.ClassDef):
            plain = all(isinstance(base, ast.Name) and base.id == "object" for base in node.bases)
            inner = self if plain and not node.keywords else Plain(self.rewriter)
            node.body = [inner.visit(item) for item in node.body]
            return node
        if is_generator(node):
            node.body = [self.visit(item) for item in node.body]
            return node
        node.args = self.visit(node.args)
        head = [item for item in node.body[:1] if is_text(item)]
        self.rewriter.depth += 1
        node.body = [*head, *self.rewriter.suite(node.body[len(head) :], first=True)]
        self.rewriter.depth -= 1
        return node


class Tried(Calls):
    """The same for what is tried."""

    tried = True


class Plain(Calls):
    """Sends calls through the hooks only."""

    def definition(self, node):
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        node.body = [self.visit(item) for item in node.body]
        return node


def own_nodes(node):
    """The nodes of a statement without those of the functions in it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (*_DEFINITIONS, ast.Lambda, *_COMPREHENSIONS)):
            yield from own_nodes(child)


_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def is_generator(node):
    return any(isinstance(item, (ast.Yield, ast.YieldFrom, ast.Await)) for item in own_nodes(node))


def is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_future(node):
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def hook_name(node, name):
    found = ast.Attribute(ast.Name(HOOKS, ast.Load()), name, ast.Load())
    for item in (found, found.value):
        ast.copy_location(item, node)
        # Of a method over several lines Python would forget the columns of the call.
        item.end_lineno, item.end_col_offset = node.lineno, node.col_offset + 1
    return found


def hook(node, name, *arguments):
    """A call of a hook, placed where `node` stands."""
    call = ast.copy_location(ast.Call(hook_name(node, name), list(arguments), []), node)
    for argument in arguments:
        if not hasattr(argument, "lineno"):
            ast.copy_location(argument, node)
    return call


def named(name, node):
    return ast.copy_location(ast.Name(name, ast.Load()), node)


def rename_error(node):
    """Let a handler use our own name for the error."""
    for item in ast.walk(node):
        if isinstance(item, ast.Name) and item.id == "error":
            item.id = f"{HOOKS}error"
    return node


def statement_of(node, expression):
    return ast.copy_location(ast.Expr(expression), node)


def undefined(tree):
    """The names that a block reads and Python does not know by itself."""
    known = set(dir(builtins)) | {"__file__", "__name__", "__doc__", HOOKS}
    return names_of(tree)[0] - known
