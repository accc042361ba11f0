"""Bringing a text that was written elsewhere."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.decisions.forms import ImportForm
from folkmoot.documents.rules.plain_texts import outline_to_markdown, text_in, under_heading
from folkmoot.documents.rules.points import title_in
from folkmoot.kernel.errors import Refused


@dataclass(frozen=True)
class Brought:
    """A text as `draft_decision` takes it, and what had to be decided to read it."""

    text: dict[str, str]
    notes: tuple[str, ...] = ()


def text_brought(form: ImportForm) -> Brought:
    """Return the text that a valid form brings.

    :raises Refused: if it is too long or no text, or has no title and none was given.
    """
    content = text_in(form.content())
    if form.cleaned_data["manner"] == "markdown":
        return _brought(form, title_in(content), content)
    read = outline_to_markdown(content)
    is_called_otherwise = read.title and form.cleaned_data["title"] not in {"", read.title}
    body = under_heading(read.title, read.markdown) if is_called_otherwise else read.markdown
    return _brought(form, read.title, body, read.notes)


def _brought(form: ImportForm, title: str, body: str, notes: tuple[str, ...] = ()) -> Brought:
    given = form.cleaned_data["title"]
    chosen = given or title
    if not chosen:
        raise Refused(_("The text does not begin with a title. Give it one."), field="title")
    if not given:
        notes = (_("The title was taken from the text: “%(title)s”.") % {"title": chosen}, *notes)
    return Brought({"language": form.cleaned_data["language"], "title": chosen, "body": body}, notes)
