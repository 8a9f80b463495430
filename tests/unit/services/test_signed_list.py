"""A list of versions is believed with a signature of ours over just that, and never else."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant_desktop.domain.errors import ServiceNonsense
from assistant_desktop.domain.update import UpdateManifest, parts_of
from assistant_desktop.services.update_service import signed_list
from assistant_desktop.services.update_service.signed_list import read_signed, to_sign
from tests.fakes.version_makers import maker

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def keys_of(*keys: Ed25519PrivateKey) -> dict[str, str]:
    return {maker.key_name(maker.public_half(key)): maker.public_half(key) for key in keys}


KEYS = keys_of(KEY)


def told(**changes: object) -> bytes:
    one = {
        "format": 1,
        "version": "1.2.0",
        "released": "2026-11-20",
        "expires": "2027-01-01T00:00:00+00:00",
        "page": "https://example.org/1.2.0",
        "notes": {"en": ["Better."], "ru": ["Лучше."]},
        "downloads": [],
        "of a later version": {"is": "passed over"},
    }
    return json.dumps(one | changes).encode()


def read(body: bytes, keys: dict[str, str] = KEYS, now: datetime = NOW) -> UpdateManifest:
    return read_signed(body, keys, now, "example.org")


def test_what_is_signed_is_what_the_standard_says(monkeypatch):
    """The example of the specification. Source: DSSE 1.0.2, "Pre-Authentication Encoding"."""
    monkeypatch.setattr(signed_list, "PAYLOAD_TYPE", "http://example.com/HelloWorld")
    assert to_sign(b"hello world") == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_a_list_of_ours_is_read():
    manifest = read(maker.signed(told(), KEY))
    assert (manifest.version, manifest.notes["ru"]) == ("1.2.0", ("Лучше.",))


def test_a_second_key_of_ours_takes_over():
    assert read(maker.signed(told(), OTHER), keys_of(KEY, OTHER)).version == "1.2.0"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        told(),
        maker.signed(told(), OTHER),
        json.dumps({"payloadType": 1, "payload": 2, "signatures": 3}).encode(),
        json.dumps({"payloadType": "x", "payload": "", "signatures": [1]}).encode(),
    ],
)
def test_what_is_not_signed_by_us_is_refused(body):
    with pytest.raises(ServiceNonsense, match="not signed"):
        read(body)


def test_another_keys_signature_under_our_name_is_refused():
    envelope = json.loads(maker.signed(told(), OTHER))
    envelope["signatures"][0]["keyid"] = next(iter(KEYS))
    with pytest.raises(ServiceNonsense, match="not signed"):
        read(json.dumps(envelope).encode())


def test_a_signature_of_ours_over_another_kind_of_text_is_refused():
    """A signature that was given for one purpose is none for another."""
    envelope = json.loads(maker.signed(told(), KEY))
    bare = base64.b64decode(envelope["payload"])
    envelope["signatures"][0]["sig"] = base64.b64encode(KEY.sign(bare)).decode()
    with pytest.raises(ServiceNonsense, match="not signed"):
        read(json.dumps(envelope).encode())


def test_a_copy_without_keys_believes_nobody():
    with pytest.raises(ServiceNonsense, match="not signed"):
        read(maker.signed(told(), KEY), {})


@settings(max_examples=150)
@given(st.integers(0, 10_000), st.integers(0, 7), st.sampled_from(["payload", "sig"]))
def test_one_changed_bit_is_enough_to_refuse(place, bit, part):
    envelope = json.loads(maker.signed(told(), KEY))
    holder = envelope if part == "payload" else envelope["signatures"][0]
    raw = bytearray(base64.b64decode(holder[part]))
    raw[place % len(raw)] ^= 1 << bit
    holder[part] = base64.b64encode(bytes(raw)).decode()
    with pytest.raises(ServiceNonsense):
        read(json.dumps(envelope).encode())


def test_a_list_that_ran_out_is_refused():
    """Else an old one could be shown for ever, and a version that mends something hidden."""
    with pytest.raises(ServiceNonsense, match="out of date"):
        read(maker.signed(told(), KEY), now=NOW + timedelta(days=60))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"version": "1.2"},
        {"version": "1.2.0-rc1"},
        {"page": "http://example.org"},
        {"page": "file:///etc/passwd"},
        {"page": "https://exa\nmple.org"},
        {"expires": "2027-01-01T00:00:00"},
        {"notes": {"en": ["x" * 500]}},
        {"notes": {"en": ["\x1b]0;owned\x07"]}},
        {"downloads": "none"},
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_right_is_refused_though_it_is_signed(changes):
    with pytest.raises(ServiceNonsense, match="cannot be read"):
        read(maker.signed(told(**changes), KEY))


def test_files_that_only_later_versions_know_are_passed_over():
    def file(**changes: object) -> dict[str, object]:
        one = {"system": "linux", "machine": "x86_64", "kind": "deb", "size": 1,
               "url": "https://example.org/a.deb", "sha256": "0" * 64}  # fmt: skip
        return one | changes

    odd = [file(system="android"), file(size=0), file(url="http://example.org/"), "nonsense", None]
    manifest = read(maker.signed(told(downloads=[*odd, file()]), KEY))
    assert [one.system for one in manifest.downloads] == ["linux"]


@given(st.tuples(*[st.integers(0, 99_999)] * 3), st.tuples(*[st.integers(0, 99_999)] * 3))
def test_versions_compare_by_their_numbers(one, other):
    def written(parts: tuple[int, ...]) -> str:
        return ".".join(map(str, parts))

    assert (parts_of(written(one)) > parts_of(written(other))) == (one > other)


# ---- what the makers write ----


def test_the_makers_list_names_each_installer_once(tmp_path):
    names = {
        "assistant-desktop_0.1.0_amd64.deb": ("linux", "deb", "amd64"),
        "assistant-desktop-0.1.0-1.x86_64.rpm": ("linux", "rpm", "x86_64"),
        "assistant-desktop-0.1.0-linux-x86_64.tar.xz": ("linux", "tar", "x86_64"),
        "assistant-desktop-0.1.0-windows-x64.exe": ("win32", "setup", "x64"),
        "assistant-desktop-0.1.0-macos-arm64.dmg": ("darwin", "dmg", "arm64"),
        "assistant_desktop-0.1.0-py3-none-any.whl": ("linux", "python", "any"),
    }
    for name in (*names, "assistant-desktop_0.0.9_amd64.deb", "SHA256SUMS"):
        (tmp_path / name).write_bytes(b"content")
    (tmp_path / "assistant-desktop").mkdir()
    payload = maker.payload_of(
        tmp_path, "https://example.org/f/", "https://example.org/p", {"en": ["New."]}, NOW
    )
    listed = UpdateManifest.model_validate_json(payload).downloads
    found = {one.url.rpartition("/")[2]: (one.system, one.kind, one.machine) for one in listed}
    assert found == names
    assert {one.size for one in listed} == {7}


def test_the_notes_are_the_first_entry_of_the_changelog():
    text = "# Changelog\n\n## 1.1.0\n\n### Added\n\n- One.\n- Two.\n\n## 1.0.0\n\n- Old.\n"
    assert maker.notes_of(text) == ["One.", "Two."]
    (long,) = maker.notes_of("\n## 1\n- " + "word " * 100)
    assert len(long) <= 300
    assert long.endswith("…")


def test_a_private_key_is_its_owners_alone_and_never_written_over(tmp_path):
    path = tmp_path / "key.pem"
    public = maker.new_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert maker.public_half(maker.read_key(path.read_bytes())) == public
    with pytest.raises(FileExistsError):
        maker.new_key(path)
