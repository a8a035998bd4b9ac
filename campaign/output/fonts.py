"""Which of the official fonts this machine has. They are named in a file, never put into it."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

# a font's name -> its other names, and its file in Windows
OTHER_NAMES = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXBSJW"),
    "仿宋_GB2312": ("FangSong_GB2312",),
    "楷体_GB2312": ("KaiTi_GB2312",),
    "黑体": ("SimHei", "simhei"),
    "宋体": ("SimSun", "simsun"),
}
WINDOWS_FONTS = Path("C:/Windows/Fonts")
SECONDS = 10


def missing_fonts(wanted: Sequence[str]) -> list[str]:
    """Those of `wanted` that are not here; none where the machine cannot be asked."""
    here = installed()
    if not here:
        return []
    return [name for name in wanted if not here & {name.lower(), *map(str.lower, OTHER_NAMES.get(name, ()))}]


@cache
def installed() -> frozenset[str]:
    """Names of the fonts here in lower case; files without their suffix where there is no fontconfig."""
    if WINDOWS_FONTS.is_dir():
        return frozenset(path.stem.lower() for path in WINDOWS_FONTS.iterdir())
    asked = shutil.which("fc-list")
    if asked is None:
        return frozenset()
    listed = subprocess.run(
        [asked, ":", "family"], capture_output=True, timeout=SECONDS, check=False
    ).stdout.decode(errors="replace")
    return frozenset(name.strip().lower() for line in listed.splitlines() for name in line.split(","))
