"""JSON Schema to GBNF, ours: llama.cpp's converter drops integer bounds and lets raw control
characters through. Pure.

Source: GBNF as described in llama.cpp's grammars/README.md; JSON as in RFC 8259; the subset of
JSON Schema that pydantic writes.
"""

import json
from typing import Any

_BASE = {
    "space": "[ ]?",
    "character": r'[^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" hex hex hex hex)',
    "hex": "[0-9a-fA-F]",
    "string": '"\\"" character* "\\""',
    "integer": '"-"? ("0" | [1-9] [0-9]{0,15})',
    "number": 'integer ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?',
    "boolean": '"true" | "false"',
    "null": '"null"',
    "object": '"{" space (string ":" space value ("," space string ":" space value)*)? "}"',
    "array": '"[" space (value ("," space value)*)? "]"',
    "value": "object | array | string | number | boolean | null",
}
MAX_STRING = 4000


class JsonGrammar:
    """Collects rules while schemas are walked."""

    def __init__(self) -> None:
        self.rules: dict[str, str] = {}

    def text(self, root: str) -> str:
        """The whole grammar with `root` as its start."""
        lines = {"root": root, **self.rules, **_BASE}
        return "\n".join(f"{name} ::= {rule}" for name, rule in lines.items())

    def add(self, schema: dict[str, Any], definitions: dict[str, Any] | None = None) -> str:
        """The expression that matches what `schema` allows."""
        known = definitions if definitions is not None else schema.get("$defs", {})
        return self._expression(schema, known, depth=0)

    def _expression(self, schema: dict[str, Any], known: dict[str, Any], depth: int) -> str:
        if depth > 8 or not schema:
            return "value"
        if "$ref" in schema:
            named = known.get(str(schema["$ref"]).rsplit("/", 1)[-1], {})
            return self._expression(named, known, depth + 1)
        if "const" in schema:
            return _literal(schema["const"])
        if "enum" in schema:
            return f"({' | '.join(_literal(value) for value in schema['enum'])})"
        for word in ("anyOf", "oneOf"):
            if word in schema:
                options = [self._expression(one, known, depth + 1) for one in schema[word]]
                return f"({' | '.join(options)})"
        return self._typed(schema, known, depth)

    def _typed(self, schema: dict[str, Any], known: dict[str, Any], depth: int) -> str:
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema, known, depth)
        if kind == "array":
            return self._array(schema, known, depth)
        if kind == "string":
            return _string(schema)
        if kind == "integer":
            return _integer(schema)
        if kind in {"number", "boolean", "null"}:
            return str(kind)
        return "value"

    def _object(self, schema: dict[str, Any], known: dict[str, Any], depth: int) -> str:
        properties = schema.get("properties")
        if not properties:
            return "object" if schema.get("additionalProperties", True) else '"{" space "}"'
        required = [name for name in properties if name in schema.get("required", ())]
        optional = [name for name in properties if name not in required]
        pairs = {
            name: f'{_literal(name)} ":" space {self._rule(part, known, depth)}'
            for name, part in properties.items()
        }
        return self._named(_pairs_in_order(pairs, required, optional))

    def _array(self, schema: dict[str, Any], known: dict[str, Any], depth: int) -> str:
        item = self._rule(schema.get("items") or {}, known, depth)
        least = int(schema.get("minItems", 0))
        most = schema.get("maxItems")
        rest = f"{{{max(least - 1, 0)},{int(most) - 1 if most else ''}}}"
        filled = f'{item} ("," space {item}){rest}'
        inner = filled if least else f"({filled})?"
        return self._named(f'"[" space {inner} "]"')

    def _rule(self, schema: dict[str, Any], known: dict[str, Any], depth: int) -> str:
        expression = self._expression(schema, known, depth + 1)
        return expression if " " not in expression else self._named(expression)

    def _named(self, expression: str) -> str:
        for name, rule in self.rules.items():
            if rule == expression:
                return name
        name = f"part{len(self.rules)}"
        self.rules[name] = expression
        return name


def _pairs_in_order(pairs: dict[str, str], required: list[str], optional: list[str]) -> str:
    """Required properties first, then any of the optional ones, in the schema's order."""
    head = ' "," space '.join(pairs[name] for name in required)
    tail = "".join(f' ("," space {pairs[name]})?' for name in optional)
    if head:
        return f'"{{" space {head}{tail} "}}"'
    # Nothing is required: whichever optional comes first has no comma before it.
    ways = []
    for index, name in enumerate(optional):
        later = "".join(f' ("," space {pairs[other]})?' for other in optional[index + 1 :])
        ways.append(f"{pairs[name]}{later}")
    return f'"{{" space ({" | ".join(ways)})? "}}"'


def _literal(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _string(schema: dict[str, Any]) -> str:
    least = int(schema.get("minLength", 0))
    most = min(int(schema.get("maxLength", MAX_STRING)), MAX_STRING)
    if least == 0 and most == MAX_STRING:
        return "string"
    return f'"\\"" character{{{least},{most}}} "\\""'


def _integer(schema: dict[str, Any]) -> str:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    low = None if low is None else int(low) + ("exclusiveMinimum" in schema)
    high = None if high is None else int(high) - ("exclusiveMaximum" in schema)
    if low is None and high is None:
        return "integer"
    if low is not None and high is not None and high - low <= 200:
        return f"({' | '.join(_literal(n) for n in range(low, high + 1))})"
    sign = "" if low is not None and low >= 0 else '"-"? '
    digits = len(str(max(abs(low or 0), abs(high or 0)))) if high is not None else 16
    first = "[1-9]" if low is not None and low > 0 else '("0" | [1-9])'
    return (
        f"({sign}{first} [0-9]{{0,{max(digits - 1, 0)}}})"
        if first == "[1-9]"
        else (f'({sign}("0" | [1-9] [0-9]{{0,{max(digits - 1, 0)}}}))')
    )


def document(schema: dict[str, Any]) -> str:
    """A grammar for one JSON value of this form."""
    grammar = JsonGrammar()
    return grammar.text(grammar.add(schema))


def envelope(tools: list[dict[str, Any]]) -> str:
    """A grammar for models whose template knows no tools: calls, or an answer, as JSON.

    {"calls": [{"name": ..., "arguments": {...}}]} or {"answer": "..."}.
    """
    grammar = JsonGrammar()
    calls = []
    for tool in tools:
        function = tool["function"]
        arguments = grammar.add(function.get("parameters") or {"type": "object"})
        name = _literal(function["name"])
        calls.append(
            grammar._named(f'"{{\\"name\\": " {name} ", \\"arguments\\": " {arguments} "}}"')
        )
    one = f"({' | '.join(calls)})"
    called = f'"{{\\"calls\\": [" {one} (", " {one}){{0,7}} "]}}"'
    return grammar.text(f'({called}) | ("{{\\"answer\\": " string "}}")')
