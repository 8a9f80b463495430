"""Everything that is read can be read: the contrast of each pair that the style sheet makes."""

import pytest

from assistant_desktop.ui.theme import SHAPE_CONTRAST, TEXT_CONTRAST, contrast, readable, scheme

SCHEMES = [
    (dark, accent)
    for dark in (False, True)
    for accent in (
        None,
        "#308CC6",
        "#FFCC00",
        "#00FF88",
        "#7F00FF",
        "#808080",
        "#FFFFFF",
        "#000000",
    )
]


@pytest.mark.parametrize(("dark", "accent"), SCHEMES)
def test_text_meets_aa_on_every_ground(dark, accent):
    shades = scheme(dark=dark, system_accent=accent)
    texts = ("text", "quiet", "accent", "amber", "orange", "red")
    grounds = ("ground", "surface", "code")
    pairs = [(text, ground) for text in texts for ground in grounds]
    pairs += [("on_accent", "accent"), ("ground", "text"), ("on_accent", "red")]
    pairs += [("text", one) for one in ("bubble", "hover", "selection", "line")]
    pairs += [("quiet", "bubble"), ("accent", "bubble")]
    poor = {
        pair: round(contrast(getattr(shades, pair[0]), getattr(shades, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(shades, pair[0]), getattr(shades, pair[1])) < TEXT_CONTRAST
    }
    assert poor == {}


@pytest.mark.parametrize(("dark", "accent"), SCHEMES)
def test_edges_of_controls_and_focus_rings_can_be_seen(dark, accent):
    shades = scheme(dark=dark, system_accent=accent)
    for shape in ("edge", "accent", "text"):
        for ground in ("ground", "surface"):
            seen = contrast(getattr(shades, shape), getattr(shades, ground))
            assert seen >= SHAPE_CONTRAST, (shape, ground, seen)


def test_the_systems_accent_is_moved_only_as_far_as_needed():
    assert readable("#0B57D0", ("#FFFFFF",), dark=False) == "#0B57D0"
    assert readable("#FFCC00", ("#FFFFFF",), dark=False) not in (None, "#FFCC00")


def test_contrast_is_what_wcag_says():
    assert round(contrast("#FFFFFF", "#000000"), 1) == 21.0
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48
