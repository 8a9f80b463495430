"""Places as people say them: Russian cases, regions."""

import pytest

from assistant_desktop.services.weather_service.place_names import same, spellings, split_region


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Риге", "Рига"),
        ("Москве", "Москва"),
        ("Казани", "Казань"),
        ("Берлине", "Берлин"),
        ("Париже", "Париж"),
        ("Лондоне", "Лондон"),
        ("Твери", "Тверь"),
        ("Сочи", "Сочи"),
        ("Вене", "Вена"),
        ("Праге", "Прага"),
        ("Варшаве", "Варшава"),
        ("Минске", "Минск"),
        ("Юрмале", "Юрмала"),
        ("Саратове", "Саратов"),
        ("Санкт-Петербурге", "Санкт-Петербург"),
        ("Нижнем Новгороде", "Нижний Новгород"),
        ("Великом Новгороде", "Великий Новгород"),
        ("Нью-Йорке", "Нью-Йорк"),
        ("Черногории", "Черногория"),
        ("Riga", "Riga"),
    ],
)
def test_a_case_is_undone(said, meant):
    tried = list(spellings(said))
    assert meant in tried
    assert len(tried) <= 6


def test_a_region_tells_one_place_from_another():
    assert split_region("Springfield,  Illinois") == ("Springfield", "Illinois")
    assert split_region("New  York") == ("New York", "")


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("Риге", "Рига", True),
        ("riga", "Riga", True),
        ("Казани", "Казань", True),
        ("Орёл", "Орел", True),
        ("Riga", "Rigas", False),
        ("Вене", "Венеция", False),
        ("Рига", "Ривне", False),
    ],
)
def test_one_place_in_two_spellings(one, other, are):
    assert same(one, other) is are
