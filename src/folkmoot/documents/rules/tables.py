"""Tables in Markdown, bounded: a row that says little is filled up with cells, so that a few words become a page of them."""

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

from folkmoot.kernel.errors import Refused

MOST_COLUMNS = 50
MOST_CELLS = 10_000
# A cell that somebody wrote takes at least a character and a bar.
_SHORTEST_CELL = 2
_CELLS, _TYPED = "cells", "typed"


def with_bounded_tables(parser: MarkdownIt) -> MarkdownIt:
    """Have `parser` show a table that is too large, or hardly written, as it was typed."""
    parser.block.ruler.at("table", _bounded, {"alt": ["paragraph", "reference"]})
    return parser


def must_have_bearable_tables(markdown: str, parser: MarkdownIt) -> None:
    """Let only a text through of which `parser` shows every table.

    :raises Refused: if a table has too many columns, they have too many cells together, or most rows of one are cut short.
    """
    env: dict[str, list[int]] = {}
    parser.parse(markdown, env)
    if lines := env.get(_TYPED):
        raise Refused(
            _(
                "The table in line %(line)d is too large, or most of its cells are not written. A text shows tables of at"
                " most %(columns)d columns, and %(cells)d cells in all. Write every cell, or divide the table."
            )
            % {"line": lines[0] + 1, "columns": MOST_COLUMNS, "cells": MOST_CELLS},
            field="body",
        )


def _bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  -- the parser's signature
    if silent or not table(state, start, end, True):  # noqa: FBT003  -- the parser's signature
        return table(state, start, end, silent)
    after = _end_of(state, start, end)
    columns = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]].strip(" |").count("|") + 1
    cells = columns * (after - start - 1)
    written = state.eMarks[after - 1] - state.bMarks[start]
    counted = state.env.setdefault(_CELLS, [0])
    if columns > MOST_COLUMNS or cells * _SHORTEST_CELL > written or counted[0] + cells > MOST_CELLS:
        return _as_typed(state, start, after)
    counted[0] += cells
    return table(state, start, end, silent)


def _end_of(state: StateBlock, start: int, end: int) -> int:
    """Return the line behind a table: what the parser itself would take for its end."""
    ends = state.md.block.ruler.getRules("blockquote")
    for line in range(start + 2, end):
        is_outside = state.isEmpty(line) or state.sCount[line] < state.blkIndent or state.is_code_block(line)
        if is_outside or any(rule(state, line, end, True) for rule in ends):  # noqa: FBT003  -- as above
            return line
    return end


def _as_typed(state: StateBlock, start: int, after: int) -> bool:
    state.env.setdefault(_TYPED, []).append(start)
    token = state.push("code_block", "code", 0)
    token.content = state.getLines(start, after, state.blkIndent, True)  # noqa: FBT003  -- the parser's signature
    token.map = [start, after]
    state.line = after
    return True
