"""A file of 200 MB on the command line: checked whole, in little memory."""

import re
import time
from pathlib import Path

ROWS = 5_000
MOST_MEGABYTES = 180


def most_megabytes_of(process):
    """Wait for the end of a process, and return the most memory that it had.

    Asked of the process itself: what `wait4` says counts the memory of whoever started it, too.
    """
    peak = 0
    while process.poll() is None:
        held = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        peak = max(peak, int(held[1]) >> 10 if held else 0)
        time.sleep(0.02)
    return peak


def test_a_file_of_200_megabytes_is_tried_in_little_memory(installation, tmp_path):
    file, remark = tmp_path / "units.csv", "n" * 40_000
    with file.open("w") as written:
        written.write("code,name,kind,remark\n")
        for number in range(ROWS):
            written.write(f"u{number},Unit {number},branch,{remark}\n")
    assert file.stat().st_size > 200_000_000
    with installation.begin("folkmoot", "import", "units", str(file), "--dry-run") as process:
        peak = most_megabytes_of(process)
        said = process.stdout.read()
    assert (process.returncode, said.splitlines()[-1:]) == (
        0,
        [f"Rows in order: {ROWS} (new: {ROWS}, to change: 0, already so: 0)."],
    )
    assert 0 < peak < MOST_MEGABYTES
    assert list((installation.data / "imports").iterdir()) == []
