"""What can be set from outside: by environment, by `.env`, or by flags of `watchbill serve` and `watchbill worker`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE = "sqlite:///watchbill.db"


class Settings(BaseSettings):
    """Every setting, each read from `WATCHBILL_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WATCHBILL_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(
        DEFAULT_DATABASE,
        description="Where everything is kept: sqlite:///FILE for one machine, postgresql://USER@HOST/NAME for many.",
    )
    migrate: bool = Field(True, description="Bring the database's schema up to date at start; else refuse an old one.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65_535, description="Port to listen on; 0: any free one.")
    public_url: str = Field(
        "", description="How people reach the service, such as https://rota.example.org: for links in mails and feeds."
    )
    proxy_addresses: str = Field("127.0.0.1", description="Proxies whose X-Forwarded-For and -Proto are believed.")
    solver_jobs: int = Field(
        1, ge=0, le=64, description="Plans solved at once beside this process; 0: only workers do."
    )
    solver_workers: int = Field(
        2, ge=1, le=64, description="Threads of one search, and the most that a request may ask for."
    )
    solver_seconds: float = Field(120, ge=1, le=86_400, description="Seconds of search where a request names none.")
    solver_most_seconds: float = Field(
        3600, ge=1, le=86_400, description="Most seconds of search a request may ask for."
    )
    team_jobs: int = Field(1, ge=1, le=64, description="Plans of one team solved at once.")
    team_queue: int = Field(20, ge=1, le=1000, description="Plans of one team that may wait.")
    requests_a_minute: int = Field(6000, ge=1, description="Requests that one token or address may make in a minute.")
    logins_a_minute: int = Field(10, ge=1, description="Logins that one address may try in a minute.")
    session_hours: float = Field(12, gt=0, le=24 * 90, description="How long a login in a browser lasts.")
    cookie_secure: bool = Field(True, description="Send the login cookie over https only (and to localhost).")
    oidc_issuer: str = Field("", description="OpenID Connect provider, such as https://login.example.org; empty: none.")
    oidc_client_id: str = Field("", description="Our id at that provider.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Our secret at that provider.")
    oidc_name: str = Field("Single sign-on", description="What the login page calls it.")
    notices: bool = Field(
        True, description="Send notices from this process, and look for what people are to be told; else others do."
    )
    smtp_host: str = Field("", description="Mail server; empty: no mail is sent.")
    smtp_port: int = Field(587, ge=1, le=65_535, description="Its port.")
    smtp_user: str = Field("", description="Its user; empty: no login.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Its password.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field("starttls", description="How the connection is secured.")
    smtp_from: str = Field("watchbill@localhost", description="Sender of the mails.")
    webhooks_to_private_addresses: bool = Field(
        False, description="Whether webhooks may go to addresses of this network."
    )
    fonts: str = Field(
        "",
        description="Font files (.ttf, .otf) for what DejaVu Sans lacks, such as Chinese names in PDFs; a : between.",
    )
    log_format: Literal["console", "json"] = Field("console", description="How log lines look.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged.")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token that /metrics also takes; empty: only an ordinary token is."
    )
    telemetry: bool = Field(False, description="Send OpenTelemetry traces; OTEL_... variables say where to.")

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, where it is one."""
        name = self.database_url.partition(":///")[2] if self.sqlite else ""
        return Path(name) if name and name != ":memory:" else None
