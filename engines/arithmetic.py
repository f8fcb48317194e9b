"""Arithmetic as written by a person or a model, in exact decimals; nothing but numbers and operators is run."""

import ast
import operator
from collections.abc import Callable
from decimal import Decimal, localcontext

from core.errors import UserError

MAX_LENGTH = 300
MAX_POWER = 1000
PRECISION = 28

_BINARY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda left, right: (left / right).to_integral_value("ROUND_FLOOR"),
    ast.Mod: lambda left, right: left - right * (left / right).to_integral_value("ROUND_FLOOR"),
}
_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "abs": abs,
    "min": min,
    "max": max,
    "sqrt": Decimal.sqrt,
    "round": lambda value, places=Decimal(0): value.quantize(Decimal(1).scaleb(-places)),
}


def calculate(expression: str) -> Decimal:
    """The value of an expression with + - * / // % ** ^, brackets, abs, min, max, sqrt and round.

    Raises:
        UserError: not such an expression, too long, or without a finite value.
    """
    if len(expression) > MAX_LENGTH:
        raise UserError("error-arithmetic")
    try:
        source = expression.strip().replace("^", "**").replace("×", "*").replace("÷", "/")
        tree = ast.parse(source, mode="eval")
        with localcontext() as context:
            context.prec = PRECISION
            return _plain(+_value(tree.body, source))
    except (SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError) as error:
        raise UserError("error-arithmetic") from error


def _value(node: ast.expr, source: str) -> Decimal:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            as_written = ast.get_source_segment(source, node) or ""  # a float would keep 16 digits of it
            return Decimal(number if isinstance(number, int) else as_written)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, source)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand, source)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left, source), _value(right, source))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left, source), _value(right, source))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_value(argument, source) for argument in arguments))
    raise ValueError("not arithmetic")


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if abs(exponent) > MAX_POWER:
        raise ValueError("too large a power")
    return base**exponent


def _plain(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("no finite value")
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) < 10**PRECISION else value
