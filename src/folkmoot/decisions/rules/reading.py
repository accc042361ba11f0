"""What is said of a reading that names nobody, on the page and by the act."""

from django.utils.translation import gettext_lazy as _

NOBODY_PRESENT = _(
    "You ticked nobody. Tick those who were there and agreed that you enter it for them. If you want to enter nobody by "
    "name, see that everyone has the text and press “Everyone here has it” instead."
)
