from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from folkmoot.ui.arcs import Arcs
from folkmoot.ui.icicle import Icicle
from folkmoot.ui.icons import icon_markup
from folkmoot.ui.languages import direction_of
from folkmoot.ui.lines import Line
from folkmoot.ui.links import Link
from folkmoot.ui.picture import draw
from folkmoot.ui.shares import Share, percent
from folkmoot.ui.states import state_chip
from folkmoot.ui.tables import Column, Table, sorted_by

Text = str | Promise

register = template.Library()


@register.simple_tag
def icon(name: str, *, flip: bool = False) -> SafeString:
    return icon_markup(name, flip=flip)


@register.simple_tag
def button(label: Text, *, kind: str = "plain", url: str = "", about: Text = "", **more: str) -> SafeString:
    return _component("button", label=label, kind=kind, url=url, about=about, **more)


@register.simple_tag(takes_context=True)
def act_button(
    context: Context, label: Text, url: str, *, kind: str = "plain", about: Text = "", **more: str
) -> SafeString:
    given = {key: context.get(key) for key in ("csrf_token", "new_act_id")}
    return _component("act_button", label=label, url=url, kind=kind, about=about, **given, **more)


@register.simple_tag
def heading(title: Text, *, lede: Text = "", kicker: Text = "") -> SafeString:
    return _component("heading", title=title, lede=lede, kicker=kicker)


@register.simple_tag
def state(name: str, word: Text = "") -> SafeString:
    return state_chip(name, word)


@register.simple_tag
def progress(share: Share, label: Text, *, count: Text = "") -> SafeString:
    return _component("progress", percent=percent(share), label=label, count=count)


@register.simple_block_tag
def task(content: str, title: Text, **more: object) -> SafeString:
    return _component("task", content=content, title=title, **more)


@register.simple_block_tag
def card(content: str, title: Text, **more: object) -> SafeString:
    return _component("card", content=content, title=title, **more)


@register.simple_block_tag
def empty(content: str, title: Text) -> SafeString:
    return _component("empty", content=content, title=title)


@register.simple_block_tag
def notice(content: str, kind: str = "plain") -> SafeString:
    return _component("notice", content=content, kind=kind)


@register.simple_tag
def refusal(sentence: object) -> SafeString:
    return _component("refusal", sentence=sentence)


@register.simple_tag
def crumbs(links: Iterable[Link]) -> SafeString:
    return _component("crumbs", links=list(links))


@register.simple_tag
def tabs(links: Iterable[Link], label: Text) -> SafeString:
    return _component("tabs", links=links, label=label)


@register.simple_tag
def steps(names: Sequence[Text], *, current: int) -> SafeString:
    return _component("steps", names=names, current=current, count=len(names))


@register.simple_tag
def facts(pairs: Iterable[tuple[Text, object]]) -> SafeString:
    return _component("facts", pairs=pairs)


@register.simple_tag
def points(numbered: Iterable[object], *, language: str = "") -> SafeString:
    return _component("points", points=numbered, language=language, direction=direction_of(language))


@register.simple_tag
def pager(*, newer: str = "", older: str = "", label: Text = "") -> SafeString:
    return _component("pager", newer=newer, older=older, label=label)


@register.simple_tag
def export_links(links: Iterable[Link], about: Text) -> SafeString:
    return _component("export_links", links=links, about=about)


@register.simple_tag
def search_form(label: Text, *, value: str = "", name: str = "q", hint: Text = "", **kept: str) -> SafeString:
    return _component("search_form", label=label, value=value, name=name, hint=hint, kept=kept.items())


@register.simple_tag(takes_context=True)
def table(context: Context, table: Table) -> SafeString:
    return _component("table", table=table, request=context.get("request"))


@register.simple_tag(takes_context=True)
def sort_header(context: Context, column: Column, table: Table) -> SafeString:
    return _component("sort_header", column=column, sort=sorted_by(column, table, context.get("request")))


@register.simple_tag
def icicle(picture: Icicle) -> SafeString:
    return _component("icicle", picture=draw(picture))


@register.simple_tag
def arcs(picture: Arcs) -> SafeString:
    return _component("arcs", picture=picture)


@register.simple_tag
def line(picture: Line) -> SafeString:
    return _component("line", line=picture)


def _component(name: str, /, **context: object) -> SafeString:
    return render_to_string(f"ui/components/{name}.html", context)
