"""The network's settings: one row."""

from chalicelib.domain.network import NetworkSettings
from chalicelib.store.documents import Documents
from chalicelib.store.tables import SettingsRow

KEY = "network"

SETTINGS = Documents("settings", SettingsRow, NetworkSettings, lambda _settings: {"id": KEY})
save = SETTINGS.save


def read() -> NetworkSettings:
    """The settings as they stand; those of a new network before anybody changed them."""
    return SETTINGS.find(KEY) or NetworkSettings()
