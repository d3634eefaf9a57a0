"""The catalogues are compiled before any page is rendered, so that tests read what readers read."""

from infra.i18n import ROOT, compile_catalogues

compile_catalogues(ROOT)
