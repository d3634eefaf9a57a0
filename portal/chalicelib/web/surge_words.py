"""Sentences of the surge pages that count something."""

from collections.abc import Mapping
from typing import Final

from chalicelib.words.text import NN_, Text

COUNTED: Final[Mapping[str, Text]] = {
    "open": NN_("%(count)s need was open.", "%(count)s needs were open."),
    "posted": NN_("%(count)s need was posted", "%(count)s needs were posted"),
    "closed": NN_("%(count)s need was closed", "%(count)s needs were closed"),
    "changed": NN_(
        "%(count)s need was changed, or somebody was asked for it",
        "%(count)s needs were changed, or somebody was asked for them",
    ),
    "sent": NN_("Partners were asked for %(count)s need.", "Partners were asked for %(count)s needs."),
    "refused": NN_(
        "%(count)s need could not be sent, since something had changed.",
        "%(count)s needs could not be sent, since something had changed.",
    ),
    "to_send": NN_("Requests go out for %(count)s need.", "Requests go out for %(count)s needs."),
    "partners": NN_("%(count)s partner is asked.", "%(count)s partners are asked."),
    "requests": NN_(
        "In all there is %(count)s request, answered by itself.",
        "In all there are %(count)s requests, each answered by itself.",
    ),
}
"""By what they count; a page fills in how many."""
