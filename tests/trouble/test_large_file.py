"""A file of 200 MB on the command line: checked whole, in little memory."""

import os

ROWS = 5_000
MOST_MEGABYTES = 180


def test_a_file_of_200_megabytes_is_tried_in_little_memory(installation, tmp_path):
    file, remark = tmp_path / "units.csv", "n" * 40_000
    with file.open("w") as written:
        written.write("code,name,kind,remark\n")
        for number in range(ROWS):
            written.write(f"u{number},Unit {number},branch,{remark}\n")
    assert file.stat().st_size > 200_000_000
    with installation.begin("folkmoot", "import", "units", str(file), "--dry-run") as process:
        said = process.stdout.read()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert (process.returncode, said.splitlines()[-1:]) == (
        0,
        [f"Rows in order: {ROWS} (new: {ROWS}, to change: 0, already so: 0)."],
    )
    assert used.ru_maxrss >> 10 < MOST_MEGABYTES
    assert list((installation.data / "imports").iterdir()) == []
