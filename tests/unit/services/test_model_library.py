"""The shipped list of models is sound, and what it says is enough to judge a computer by."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant_desktop.domain.model_library import (
    BITS_PER_WEIGHT,
    DISK_MARGIN_BYTES,
    Fit,
    LibraryEntry,
    Machine,
    ModelFileInfo,
    context_tokens,
    judge_fit,
    recommended,
)
from assistant_desktop.resource_files import locate
from assistant_desktop.services.llm.model_library import LibraryFile, library
from assistant_desktop.wording import wording
from assistant_desktop.wording.model_words import (
    fit_text,
    languages_text,
    left_text,
    licence_text,
    size_text,
    speed_text,
    tools_text,
    verdict_text,
)

GB = 1_000_000_000
BY_NAME = {entry.name: entry for entry in library()}


def machine(ram_gb: float, free_gb: float | None = None, **more) -> Machine:
    fields = {"disk_free": 500 * GB, "physical_cores": 8}
    free = round((ram_gb if free_gb is None else free_gb) * GB)
    return Machine(ram_total=round(ram_gb * GB), ram_free=free, **{**fields, **more})


def pick(where: Machine, language: str) -> LibraryEntry | None:
    fits = {e.name: judge_fit(e.memory_bytes(8192), e.weight_bytes, where) for e in library()}
    return recommended(library(), fits, where, language)


# --------------------------------------------------------------------------------------- the list


def test_it_holds_what_was_promised():
    chat = [entry for entry in library() if entry.kind == "chat"]
    assert len(chat) >= 10
    sizes_b = sorted(e.parameters_b for e in chat)
    assert sizes_b[0] < 1
    assert sizes_b[-1] > 14
    assert len([e for e in chat if "ru" in e.best_at]) >= 2
    assert any(e.kind == "embedding" and "ru" in e.languages for e in library())


@pytest.mark.parametrize("entry", library(), ids=lambda entry: entry.name)
def test_each_fact_has_a_source(entry):
    assert all(source.startswith("https://") for source in entry.sources)
    assert entry.tools == "none" or entry.tools_source.startswith("https://")
    assert entry.precision.lower() in entry.file.lower()
    assert entry.host == "https://huggingface.co"
    assert entry.kind == "embedding" or entry.kv_bytes_per_token > 0


def test_sizes_and_hashes_are_left_to_the_hub():
    fields = set(json.loads(locate("models/library.json").read_text())["models"][0])
    assert not fields & {"sha256", "size", "bytes", "etag"}


def test_a_name_or_a_file_that_is_there_twice_is_refused():
    one = library()[0].model_dump()
    with pytest.raises(ValidationError, match="twice"):
        LibraryFile.model_validate({"about": "", "models": [one, one]})


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("qwen3-4b-2507", 2_497_281_120),
        ("qwen3-0.6b", 639_446_688),
        ("qwen3-1.7b", 1_834_426_016),
        ("qwen3-8b", 5_027_783_488),
        ("ministral-3-8b", 5_198_911_904),
        ("granite-4.1-8b", 5_347_914_400),
        ("qwen3-14b", 9_001_752_960),
        ("qwen3.5-4b", 2_740_937_888),
        ("bge-m3", 634_553_760),
        ("qwen3-embedding-0.6b", 639_150_592),
    ],
)
def test_the_rule_comes_within_a_tenth_of_files_as_published(name, published):
    assert BY_NAME[name].weight_bytes == pytest.approx(published, rel=0.1)


def test_the_context_costs_what_llama_cpp_says():
    # Ministral 3 8B: 34 layers, 8 heads of 128; keys and values of two bytes.
    assert BY_NAME["ministral-3-8b"].kv_bytes_per_token == 34 * 8 * 128 * 2 * 2
    assert set(BITS_PER_WEIGHT) == {"Q4_K_M", "Q8_0"}


def test_the_address_is_the_hubs_or_another():
    entry = BY_NAME["qwen3-8b"]
    tail = "Qwen/Qwen3-8B-GGUF/resolve/main/Qwen3-8B-Q4_K_M.gguf"
    assert entry.url() == f"https://huggingface.co/{tail}"
    assert entry.url("http://127.0.0.1:9/") == f"http://127.0.0.1:9/{tail}"


# ------------------------------------------------------------------------------------ does it fit


@pytest.mark.parametrize(
    ("where", "verdict", "reason"),
    [
        (machine(32), "fits", "ok"),
        (machine(16, 5), "tight", "memory-now"),
        (machine(8), "no", "memory-total"),
        (machine(32, disk_free=4 * GB), "no", "disk"),
        (machine(8, gpu="cuda", vram_total=24 * GB, vram_free=20 * GB), "fits", "gpu"),
        (machine(8, gpu="cuda", vram_total=4 * GB, vram_free=4 * GB), "no", "memory-total"),
    ],
)
def test_each_reason_has_its_case(where, verdict, reason):
    fit = judge_fit(7 * GB, 5 * GB, where)
    assert (fit.verdict, fit.reason) == (verdict, reason)


def test_what_is_here_already_needs_no_disk():
    assert judge_fit(7 * GB, 0, machine(32, disk_free=0)).verdict == "fits"


@given(
    memory=st.integers(0, 10**12),
    download=st.integers(0, 10**12),
    total=st.integers(0, 10**12),
    free=st.integers(0, 10**12),
    disk=st.integers(0, 10**12),
)
def test_more_of_everything_never_makes_it_worse(memory, download, total, free, disk):
    order = {"no": 0, "tight": 1, "fits": 2}
    small = Machine(ram_total=total, ram_free=free, disk_free=disk)
    large = Machine(ram_total=total * 2, ram_free=free * 2, disk_free=disk * 2)
    before, after = (judge_fit(memory, download, one) for one in (small, large))
    assert order[after.verdict] >= order[before.verdict]
    if before.verdict != "no" and download:
        assert disk >= download + DISK_MARGIN_BYTES


@pytest.mark.parametrize(
    ("where", "language", "name"),
    [
        (machine(16), "ru", "t-lite-2.1"),
        (machine(16, physical_cores=4), "ru", "qvikhr-3-4b"),
        (machine(16, physical_cores=4), "en", "qwen3-4b-2507"),
        (machine(64, physical_cores=16), "en", "qwen3-14b"),
        (machine(16, physical_cores=2), "en", "qwen3-1.7b"),
        (machine(4, physical_cores=2), "ru", "qwen3-0.6b"),
    ],
)
def test_what_is_recommended_suits_the_computer_and_the_language(where, language, name):
    found = pick(where, language)
    assert found is not None
    assert found.name == name


def test_where_nothing_fits_nothing_is_recommended():
    assert pick(machine(2), "en") is None


# ---------------------------------------------------------------------------------------- in words


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_verdict_can_be_said(language):
    words = wording(language)
    for reason in ("memory-total", "disk", "memory-now", "gpu", "ok"):
        text = fit_text(words, Fit("fits", reason, 2_500_000_000, 640_000_000))
        assert ("2,5" if language == "ru" else "2.5") in text
        assert "640" in text
        assert "{" not in text
    for entry in library():
        said = (languages_text(words, entry), tools_text(words, entry), licence_text(words, entry))
        assert "{" not in "".join(said)
    assert len({verdict_text(words, Fit(v, "ok")) for v in ("fits", "tight", "no")}) == 3


def test_numbers_are_said_as_people_say_them():
    en, ru = wording("en"), wording("ru")
    assert [size_text(en, n) for n in (0, 999_999, 64e7, 2.5e9)] == [
        "0 MB", "1 MB", "640 MB", "2.5 GB",
    ]  # fmt: skip
    assert size_text(ru, 2.5e9) == "2,5 ГБ"
    assert speed_text(en, 12.4e6) == "12.4 MB/s"
    assert [left_text(en, s) for s in (0.2, 59, 61, 6000)] == [
        "1 s left", "59 s left", "1 min left", "2 h left",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "trained", "kv", "free", "tokens"),
    [
        (0, 131072, 150_000, 64 * GB, 32768),  # never more than the most
        (0, 131072, 150_000, 8 * GB, 13312),  # a quarter of what is free
        (0, 131072, 150_000, 0, 2048),  # at least this, whatever is free
        (0, 1024, 150_000, 0, 1024),  # but never more than it was trained for
        (0, 4096, 150_000, 64 * GB, 4096),
        (0, 131072, 0, 8 * GB, 32768),  # a recurrent one keeps nothing by the token
        (0, 0, 150_000, 64 * GB, 8192),  # it does not say
        (16384, 131072, 150_000, 0, 16384),  # the user's word holds
        (16384, 2048, 150_000, 64 * GB, 2048),
    ],
)
def test_the_context_that_memory_has_room_for(wanted, trained, kv, free, tokens):
    info = ModelFileInfo(
        path="m.gguf",
        architecture="llama",
        file_bytes=1,
        context_tokens=trained,
        kv_bytes_per_token=kv,
    )
    assert context_tokens(wanted, info, free) == tokens


@given(
    ram=st.integers(0, 1 << 50),
    free=st.integers(0, 1 << 50),
    disk=st.integers(0, 1 << 60),
    vram=st.integers(0, 1 << 45),
    cores=st.integers(1, 1024),
)
def test_no_machine_is_too_absurd_to_be_judged(ram, free, disk, vram, cores):
    there = Machine(
        ram_total=ram,
        ram_free=min(free, ram),
        disk_free=disk,
        physical_cores=cores,
        gpu="vulkan" if vram else "",
        vram_total=vram,
        vram_free=vram,
    )
    fits = {
        entry.name: judge_fit(entry.memory_bytes(8192), entry.weight_bytes, there)
        for entry in library()
    }
    best = recommended(library(), fits, there, "ru")
    assert best is None or fits[best.name].verdict != "no"
    for entry in library():
        if fits[entry.name].verdict == "fits":
            assert max(there.ram_free, vram) >= entry.memory_bytes(8192)
            assert disk >= entry.weight_bytes
