"""Code in colours: pygments tokens in the theme's own shades."""

from collections.abc import Iterator

from assistant_desktop.ui.theme import Colours

MOST_HIGHLIGHTED = 20_000


def coloured(code: str, language: str, shades: Colours) -> Iterator[tuple[str, str]]:
    """Pieces of the code, each with its colour."""
    if not language or len(code) > MOST_HIGHLIGHTED:
        yield code, shades.text
        return
    # 60 ms, and only where there is code to show.
    from pygments.lexers import get_lexer_by_name
    from pygments.token import Token
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        yield code, shades.text
        return
    kinds = (
        (Token.Comment, shades.quiet),
        (Token.Keyword, shades.accent),
        (Token.Operator.Word, shades.accent),
        (Token.Literal.String, shades.amber),
        (Token.Literal.Number, shades.orange),
        (Token.Name.Function, shades.accent),
        (Token.Name.Class, shades.accent),
        (Token.Name.Decorator, shades.orange),
        (Token.Name.Tag, shades.accent),
        (Token.Generic.Deleted, shades.red),
    )
    for token, text in lexer.get_tokens(code):
        # A token type contains its subtypes; the stubs take it for a plain tuple of names.
        kin = (shade for kind, shade in kinds if kind.__contains__(token))
        colour = next(kin, shades.text)
        yield text, colour
