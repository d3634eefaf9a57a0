"""The catalogues are compiled before anything is said."""

from infra.i18n import ROOT, compile_catalogues

compile_catalogues(ROOT)
