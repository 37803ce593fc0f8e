"""Every public module, class, function and method says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXEMPT = {"overload", "override", "setter", "deleter"}


def decorators(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    found = set()
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        match target:
            case ast.Name(name) | ast.Attribute(attr=name):
                found.add(name)
    return found


def undocumented(tree: ast.Module | ast.ClassDef, path: str) -> Iterator[str]:
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or decorators(node) & EXEMPT:
            continue
        if not ast.get_docstring(node):
            yield f"{path}:{node.lineno} {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node, path)


def test_every_public_name_is_documented() -> None:
    found = []
    for file in sorted((ROOT / "workbench").rglob("*.py")):
        path, tree = file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            found.append(f"{path}:1 the module")
        found += undocumented(tree, path)
    assert not found, "Without a docstring:\n" + "\n".join(found)


def test_a_missing_docstring_is_noticed() -> None:
    tree = ast.parse('class A:\n    """Doc."""\n    def f(self): ...\n    def _g(self): ...\n')
    assert list(undocumented(tree, "x.py")) == ["x.py:3 f"]
