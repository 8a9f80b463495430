"""The one finder of resources/."""

import pytest

from assistant_desktop import resource_files


@pytest.fixture(autouse=True)
def _forget():
    resource_files.resource_root.cache_clear()
    yield
    resource_files.resource_root.cache_clear()


@pytest.mark.parametrize("place", ["assistant_desktop/resources", "resources"])
def test_found_inside_the_package_and_beside_it(tmp_path, monkeypatch, place):
    package = tmp_path / "assistant_desktop"
    wanted = tmp_path / place / "icons" / "app.svg"
    wanted.parent.mkdir(parents=True)
    wanted.touch()
    monkeypatch.setattr(resource_files, "_PACKAGE", package)
    assert resource_files.locate("icons/app.svg") == wanted


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "icons/../../secret"])
def test_never_leaves_its_folder(name):
    with pytest.raises(ValueError, match="below resources/"):
        resource_files.locate(name)


def test_a_missing_one_is_named():
    with pytest.raises(FileNotFoundError, match="no-such-thing"):
        resource_files.locate("no-such-thing")
