"""What can be set for the portal; read once, then frozen."""

from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict


class PortalSettings(BaseSettings):
    """From SIGNPOST_PORTAL_… in the environment. Without `tile_url` maps show our own outlines.

    `tile_url` is as Leaflet takes it, `https://tiles.example.org/{z}/{x}/{y}.png`; its server may ask for `tile_attribution`.
    """

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_PORTAL_", frozen=True)

    tile_url: str | None = None
    tile_attribution: str = ""
    region: str = "Yorkshire and the Humber"
    help_email: str | None = None

    @property
    def tile_host(self) -> str | None:
        """What the content security policy must let through."""
        if self.tile_url is None:
            return None
        parts = urlsplit(self.tile_url)
        return f"{parts.scheme}://{parts.netloc}"
