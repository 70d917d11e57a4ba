"""One cell of user code: compiled as a notebook does, run, and the value of its last expression kept.

Top-level `await` works; an awaitable left as last expression is awaited; `asyncio.run(x)` and
`loop.run_until_complete(x)` outside of a function mean `await x`, since the loop is running already.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import keyword
import linecache
import re
from collections.abc import Iterator
from types import CodeType
from typing import Any, Final

_FLAGS: Final = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
# A line without the characters of statements. Backslashes are left out too: the compiler would warn of them twice.
_ONE_LINE: Final = re.compile(r"[^\s\\;=#@][^\n\r\\;=#]*")
# A number that a word follows at once, of which the compiler warns even where it then takes the line for a statement.
_NUMBER_AND_WORD: Final = re.compile(r"\d\.?[^\W\d_]")
_STATEMENTS: Final = tuple(
    f"{word} " for word in keyword.kwlist if word not in ("None", "True", "False", "await", "lambda", "not")
)


class Cell:
    """`statements` and `expression` are code objects; either may be missing."""

    def __init__(self, source: str, file_name: str) -> None:
        self.statements: CodeType | None = None
        self.expression: CodeType | None = _plain_expression(source, file_name)
        if self.expression is not None:
            return
        try:
            tree = _parse(source, file_name)
        except SyntaxError as error:
            from .pasted import repairs  # most sessions need none

            for source in repairs(source):
                with contextlib.suppress(SyntaxError):
                    tree = _parse(source, file_name)
                    break
            else:
                raise error from None
        if _may_run_the_loop(source):
            tree = ast.fix_missing_locations(_AwaitInsteadOfRun(tree).visit(tree))
        try:
            self._compile(tree, source, file_name)
        except SyntaxError as error:
            # The compiler was given only the tree, and looks for the line in a file.
            error.text = error.text or linecache.getline(file_name, error.lineno or 0) or None
            raise

    def _compile(self, tree: ast.Module, source: str, file_name: str) -> None:
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr) and not source.rstrip().endswith(";"):
            tree.body.pop()
            self.expression = compile(
                ast.Expression(last.value), file_name, "eval", flags=_FLAGS, dont_inherit=True
            )
        if tree.body:
            self.statements = compile(tree, file_name, "exec", flags=_FLAGS, dont_inherit=True)

    async def run(self, namespace: dict[str, Any]) -> Any:
        """The value of the last expression, or None."""
        if self.statements is not None:
            if self.statements.co_flags & inspect.CO_COROUTINE:
                await eval(self.statements, namespace)
            else:
                eval(self.statements, namespace)
        if self.expression is None:
            return None
        value = eval(self.expression, namespace)
        if self.expression.co_flags & inspect.CO_COROUTINE:
            value = await value
        return await value if inspect.isawaitable(value) else value


def _plain_expression(source: str, file_name: str) -> CodeType | None:
    """The code of a single line that is an expression, where that can be told without a syntax tree.

    To make a tree and to compile it takes longer than anything else in a short run.
    """
    if not _ONE_LINE.fullmatch(source) or source.startswith(_STATEMENTS) or _may_run_the_loop(source):
        return None
    if _NUMBER_AND_WORD.search(source):
        return None
    _keep_lines(source, file_name)
    try:
        code: CodeType = compile(source, file_name, "eval", flags=_FLAGS, dont_inherit=True)
    except SyntaxError:
        return None
    return code


def _may_run_the_loop(source: str) -> bool:
    """Python normalizes identifiers, so other letters may mean these names."""
    return "asyncio" in source or "run_until_complete" in source or not source.isascii()


def _keep_lines(source: str, file_name: str) -> None:
    """linecache is where tracebacks and inspect.getsource look for them."""
    linecache.cache[file_name] = (len(source), None, source.splitlines(keepends=True), file_name)


def _parse(source: str, file_name: str) -> ast.Module:
    _keep_lines(source, file_name)
    # The same as ast.parse, but without a frame of its own in the traceback.
    tree: ast.Module = compile(source, file_name, "exec", flags=ast.PyCF_ONLY_AST, dont_inherit=True)
    return tree


class _AwaitInsteadOfRun(ast.NodeTransformer):
    def __init__(self, tree: ast.Module) -> None:
        own = list(_outside_of_functions(tree))
        imports = [node for node in own if isinstance(node, (ast.Import, ast.ImportFrom))]
        modules = {name for node in imports for name in _names_of(node, None, "asyncio")}
        functions = {name for node in imports for name in _names_of(node, "asyncio", "run")}
        # A name that the cell also binds to something else may mean that where it is called.
        others = {name for node in own for name in _bound_otherwise(node)} if modules or functions else set()
        self._modules = {"asyncio", *(modules - others)}
        self._functions = functions - others

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if self._runs_the_loop(node.func) and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            return ast.copy_location(ast.Await(node.args[0]), node)
        return node

    def _leave(self, node: ast.AST) -> ast.AST:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _leave
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _leave

    def _runs_the_loop(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Name):
            return function.id in self._functions
        if not isinstance(function, ast.Attribute):
            return False
        is_asyncio = isinstance(function.value, ast.Name) and function.value.id in self._modules
        return function.attr == "run_until_complete" or (function.attr == "run" and is_asyncio)


_OTHER_NAMES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def _outside_of_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes whose names are the cell's own."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _OTHER_NAMES):
            waiting.extend(ast.iter_child_nodes(node))


def _names_of(node: ast.Import | ast.ImportFrom, module: str | None, name: str) -> list[str]:
    """The names that the import gives to `name` of the module, or to the module itself."""
    if getattr(node, "module", None) != module:
        return []
    return [alias.asname or alias.name for alias in node.names if alias.name == name]


def _bound_otherwise(node: ast.AST) -> list[str]:
    """The names that the node binds to anything other than asyncio and its `run`."""
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        ours = {*_names_of(node, None, "asyncio"), *_names_of(node, "asyncio", "run")}
        return [name for alias in node.names if (name := alias.asname or alias.name.partition(".")[0]) not in ours]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return [node.name] if node.name else []
    return []
