"""Plain words in which web addresses are links, as they are in news."""

from django import template
from django.utils.safestring import SafeString

from folkmoot.documents.rules import addresses

register = template.Library()


@register.filter(is_safe=True)
def linked(words: str) -> SafeString:
    return addresses.linked(words)
