"""The static files without which no page can be made; `vendor` is fetched, not committed."""

ASSETS = (
    "ui/changes.css",
    "ui/folkmoot.css",
    "ui/folkmoot.js",
    "ui/icicle.css",
    "ui/icons.svg",
    "ui/logo.svg",
    "vendor/htmx.min.js",
)
# What only the pages that need it load: every page has a plain way beside it.
ON_SOME_PAGES = (
    "accounts/passkeys.js",
    "ui/along.js",
    "ui/board.css",
    "ui/push.js",
    "ui/running.css",
    "ui/running.js",
    "ui/study.css",
)
