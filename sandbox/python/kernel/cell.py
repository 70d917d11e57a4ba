"""One cell of user code: compiled as a notebook does, run, and the value of its last expression kept.

Top-level `await` works; an awaitable left as last expression is awaited; `asyncio.run(x)` outside of
a function means `await x`, since the loop is running already.
"""

from __future__ import annotations

import ast
import inspect
import linecache
from types import CodeType
from typing import Any, Final

_FLAGS: Final = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Cell:
    """`statements` and `expression` are code objects; either may be missing."""

    def __init__(self, source: str, file_name: str) -> None:
        # linecache is where tracebacks and inspect.getsource look for the lines.
        linecache.cache[file_name] = (len(source), None, source.splitlines(keepends=True), file_name)
        tree = ast.parse(source, file_name, "exec")
        # Other letters may stand for these.
        if "asyncio" in source or not source.isascii():
            tree = ast.fix_missing_locations(_AwaitInsteadOfAsyncioRun().visit(tree))
        self.statements: CodeType | None = None
        self.expression: CodeType | None = None
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
            await _evaluate(self.statements, namespace)
        if self.expression is None:
            return None
        value = await _evaluate(self.expression, namespace)
        return await value if inspect.isawaitable(value) else value


async def _evaluate(code: CodeType, namespace: dict[str, Any]) -> Any:
    value = eval(code, namespace)
    return await value if code.co_flags & inspect.CO_COROUTINE else value


class _AwaitInsteadOfAsyncioRun(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if (
            isinstance(function, ast.Attribute)
            and function.attr == "run"
            and isinstance(function.value, ast.Name)
            and function.value.id == "asyncio"
            and len(node.args) == 1
            and not isinstance(node.args[0], ast.Starred)
        ):
            return ast.copy_location(ast.Await(node.args[0]), node)
        return node

    def _leave(self, node: ast.AST) -> ast.AST:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _leave
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _leave
