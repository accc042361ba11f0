from django.http import HttpRequest

from folkmoot.ui.exports import links_to_files


def list_links(request: HttpRequest, export: str, following: str) -> dict[str, object]:
    """Return the links below a list: to what comes after, if anything does, and to take all of it away."""
    query = request.GET.copy()
    query.pop("after", None)
    exports = links_to_files(export, query=query.urlencode())
    query["after"] = following
    return {"exports": exports, "older": f"?{query.urlencode()}" if following else ""}
