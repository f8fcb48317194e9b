"""How many independent paths run through code: McCabe's count over an `ast` node."""

import ast

_ONE_MORE = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
)


def complexity(node: ast.AST) -> int:
    """One, and one more for each decision below the node."""
    return 1 + sum(_decisions(child) for child in ast.walk(node))


def _decisions(node: ast.AST) -> int:
    match node:
        case ast.BoolOp(values=values):
            return len(values) - 1
        case ast.comprehension(ifs=conditions):
            return 1 + len(conditions)
        case ast.Match(cases=cases):
            return sum(not _is_catch_all(case) for case in cases)
        case _:
            return isinstance(node, _ONE_MORE)


def _is_catch_all(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None
