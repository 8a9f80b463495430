"""What this computer has for a model: memory, disk, cores, and a GPU where the build uses one."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import psutil

from assistant_desktop.domain.model_library import Machine
from assistant_desktop.services.llm.downloads import disk_free

_BACKENDS = ("cuda", "metal", "vulkan", "hip", "sycl", "opencl")
_ASK_S = 5.0


def look_at_machine(folder: Path) -> Machine:
    """Memory now, and the disk of the models' folder. Blocks: call it in a thread."""
    memory = psutil.virtual_memory()
    gpu = gpu_backend()
    total, free = _video_memory(gpu)
    return Machine(
        ram_total=memory.total,
        ram_free=memory.available,
        disk_free=disk_free(folder),
        physical_cores=psutil.cpu_count(logical=False) or 1,
        gpu=gpu,
        vram_total=total,
        vram_free=free,
    )


def gpu_backend() -> str:
    """Which GPU the installed llama.cpp was built for, empty for none.

    Each backend is a library of its own beside llama.cpp's (ggml-backend-reg.cpp): their names
    tell, and nothing has to be loaded.
    """
    spec = importlib.util.find_spec("llama_cpp")
    if spec is None or spec.origin is None:
        return ""
    folder = Path(spec.origin).parent / "lib"
    names = [path.name.lower() for path in folder.glob("*ggml-*")] if folder.is_dir() else []
    return next((one for one in _BACKENDS if any(f"ggml-{one}" in name for name in names)), "")


def _video_memory(gpu: str) -> tuple[int, int]:
    """Bytes of video memory and how many are free; zeros where nobody tells."""
    if gpu == "metal":
        memory = psutil.virtual_memory()  # one memory for both
        return memory.total, memory.available
    if gpu == "cuda" and shutil.which("nvidia-smi"):
        return _ask_nvidia()
    if gpu:
        return _ask_amd()
    return 0, 0


def _ask_nvidia() -> tuple[int, int]:
    query = ["nvidia-smi", "--query-gpu=memory.total,memory.free", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(query, capture_output=True, text=True, timeout=_ASK_S, check=True)
        total, free = told.stdout.splitlines()[0].split(",")
        return int(total) << 20, int(free) << 20
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return 0, 0


def _ask_amd() -> tuple[int, int]:
    """Source: Linux' amdgpu driver, mem_info_vram_total and mem_info_vram_used."""
    for device in sorted(Path("/sys/class/drm").glob("card*/device")):
        try:
            total = int((device / "mem_info_vram_total").read_text())
            return total, total - int((device / "mem_info_vram_used").read_text())
        except (OSError, ValueError):
            continue
    return 0, 0
