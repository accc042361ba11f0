import re

from folkmoot.cli.main import COMMANDS, page
from folkmoot.cli.testing.stages import ROOT
from folkmoot.config.environment import variable_names

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def rows_of(section):
    """The first cells of the table under a heading, without their backquotes."""
    text = OPERATING.partition(f"## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| (.*?) \| ", text.replace("\\|", "/"), re.MULTILINE)


def test_the_table_of_settings_names_every_variable_and_no_other():
    named = [cell.strip("`") for cell in rows_of("Settings") if cell.startswith("`")]
    assert sorted(named) == sorted(variable_names())


def test_the_table_of_commands_names_every_command():
    named = {
        cell.strip("`").split()[0] for row in rows_of("Commands") for cell in row.split(", ") if "`" in cell
    }
    assert named == {name for group in COMMANDS.values() for name in group}


def test_every_command_has_a_function_and_stands_on_the_help_page():
    lines = page().splitlines()
    for group in COMMANDS.values():
        for name, command in group.items():
            assert callable(command.load())
            assert [line for line in lines if line.split()[:1] == [name]] == [
                f"  {name:<9} {command.summary}"
            ]
