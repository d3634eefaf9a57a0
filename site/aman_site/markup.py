"""Mends what the theme's base template writes and offers no block for."""

import re

from aman_site.texts import DIRECTIONS, SiteError

# The theme's own drawer, search and dialogs need its script, which the site does not load; two of
# these elements are also invalid HTML. Each must be found: a theme that changed stops the build.
LEFTOVERS = (
    r'<input class="md-toggle" data-md-toggle="drawer"[^>]*>',
    r'<input class="md-toggle" data-md-toggle="search"[^>]*>',
    r'<label class="md-overlay"[^>]*></label>',
    r'<div data-md-component="skip">.*?</div>',
    r'<div data-md-component="announce">.*?</div>',
    r'<div class="md-dialog".*?</div>\s*</div>',
    r"<script>\s*__md_scope=.*?</script>",
    r"<script>var target=.*?</script>",
)


def mended(html: str, lang: str, skip: str) -> str:
    """Set language and direction on `<html>`, and take the theme's unused elements out."""
    for pattern in LEFTOVERS:
        html, found = re.subn(pattern, "", html, flags=re.DOTALL)
        if found != 1:
            raise SiteError(f"the theme's template changed: {found} elements match {pattern}")
    html = re.sub(r"<html[^>]*>", f'<html lang="{lang}" dir="{DIRECTIONS[lang]}">', html, count=1)
    html, found = re.subn(
        r"<body[^>]*>", f'<body><a href="#content" class="md-skip">{skip}</a>', html, count=1
    )
    html = html.replace('<div class="md-container" data-md-component="container">', "<div>")
    html = html.replace('<main class="md-main" data-md-component="main">', "<main>")
    html = html.replace('<div class="md-main__inner md-grid">', "<div>")
    html = re.sub(r">\s+<", lambda m: ">\n<" if "\n" in m[0] else "> <", html)
    return re.sub(r"\n\s*\n+", "\n", html)
