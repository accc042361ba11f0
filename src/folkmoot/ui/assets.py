"""The static files without which no page can be made; `vendor` is fetched, not committed."""

ASSETS = (
    "ui/folkmoot.css",
    "ui/changes.css",
    "ui/folkmoot.js",
    "ui/icons.svg",
    "ui/logo.svg",
    "vendor/htmx.min.js",
)
