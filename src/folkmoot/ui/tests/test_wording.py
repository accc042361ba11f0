from pathlib import Path

import pytest

from folkmoot.ui.tests.wording import untranslated

PACKAGE = Path(__file__).parents[2]
TEMPLATES = sorted(path for path in PACKAGE.glob("**/templates/**/*") if path.suffix in {".html", ".txt"})

LEFT_OUT = [
    ("<h1>Decisions</h1>", ["Decisions"]),
    ("<p>{{ count }} members</p>", ["members"]),
    ('<img alt="A ring of people">', ["A ring of people"]),
    ('<input aria-label="Search" value="{{ q }}"/>', ["Search"]),
    ('{% button "Call the meeting" kind="primary" %}', ["Call the meeting"]),
    ('{% progress share "reached so far" %}', ["reached so far"]),
    ('{% heading title lede="Soon" %}', ["Soon"]),
    ('{% include "ui/confirm.html" with yes="Withdraw it" %}', ["Withdraw it"]),
    ('{{ unit.name|default:"none" }}', ["none"]),
    ("{{ is_open|yesno:'yes,no' }}", ["yes,no"]),
    ('<p translate="no">Harbour <b>Lane</b></p><p>Open</p>', ["Open"]),
]
IN_ORDER = [
    "{% translate 'Decisions' %}",
    '{% button _("Call the meeting") kind="primary" %}',
    '{% button no|default:_("Go back") url=back kind="quiet" %}',
    "{% blocktranslate with name=unit.name %}Members of {{ name }}{% endblocktranslate %}",
    "{% comment %}Why this is here{% endcomment %}{# and this #}",
    '<time datetime="{{ day|date:"Y-m-d" }}">{{ day|date:"j F Y" }}</time>',
    '{% if state == "In force" %}{{ number }}&nbsp;–&nbsp;{{ year }}{% endif %}',
    '<a class="button" href="{% url "units:page" unit.pk %}">{{ unit.name }}</a>',
    "<code>folkmoot serve</code>",
    "Folkmoot",
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_leaves_no_words_out_of_translation(path):
    assert untranslated(path.read_text()) == []


@pytest.mark.parametrize(("template", "left_out"), LEFT_OUT)
def test_words_left_out_are_found(template, left_out):
    assert untranslated(template) == left_out


@pytest.mark.parametrize("template", IN_ORDER)
def test_what_is_translated_or_not_speech_passes(template):
    assert untranslated(template) == []
