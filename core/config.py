"""Settings: one nested group per room; the only reader of the environment.

The names that people know from elsewhere stand at the top (`BOT_TOKEN`, `OLLAMA_HOST`, …); the rest is nested by
room with a double underscore (`FORWARDING__ALBUM_SETTLE_SECONDS=3.5`).
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import SettingsError


class Group(BaseModel):
    """The settings of one room; a name that is mistyped is an error, not silence."""

    model_config = ConfigDict(extra="forbid")


LEAST_CONTEXT = 4096


class InferenceSettings(Group):
    """Of the models."""

    num_ctx: int = Field(8192, description="Context length sent with each request, in tokens; at least 4096")
    keep_alive: str = Field("10m", description="How long Ollama keeps a model loaded after use")
    first_token_timeout: float = Field(180.0, gt=0, description="Seconds until the first token; covers loading")
    token_timeout: float = Field(60.0, gt=0, description="Seconds between two tokens")
    max_parallel: int = Field(1, ge=1, description="Requests at once per model")
    picture_edge: int = Field(1280, ge=224, le=4096, description="Longest side of a picture for a model, in pixels")
    queue_limit: int = Field(32, ge=1, description="People who may wait for a model; the next hear when to come back")
    pinned: str = Field("", description="Models that stay loaded for ever, by comma")
    think: Literal["auto", "off", "on"] = Field(
        "off", description="Whether models that can think do; auto leaves it to the server"
    )

    @field_validator("num_ctx")
    @classmethod
    def _holds_an_answer(cls, value: int) -> int:
        if value < LEAST_CONTEXT:
            raise ValueError(f"must be at least {LEAST_CONTEXT}: instructions, tools and an answer need that much")
        return value

    @property
    def pinned_models(self) -> tuple[str, ...]:
        return tuple(self.pinned.replace(",", " ").split())

    def keep_alive_of(self, model: str) -> str | int:
        """As Ollama takes it: a duration with its unit, or seconds as a number; -1 is for ever."""
        if {model, model.removesuffix(":latest")} & set(self.pinned_models):
            return -1
        return int(self.keep_alive) if self.keep_alive.removeprefix("-").isdecimal() else self.keep_alive


WHISPER_SIZES = ("tiny", "base", "small", "medium", "large-v3", "turbo")


class SpeechSettings(Group):
    """Of voices, heard and spoken."""

    engine: Literal["faster-whisper", "openai-whisper"] = Field("faster-whisper", description="What hears")
    language: str = Field("", description="Language of all recordings, such as ru; empty finds it out")
    longest_minutes: int = Field(120, ge=1, description="Longest recording that is heard")
    voices: Path | None = Field(None, description="Folder of Piper voices; without one espeak-ng speaks")


class MemorySettings(Group):
    """Of the memory."""

    index: Literal["chroma", "exact"] = Field("chroma", description="Where vectors are searched")
    recall_limit: int = Field(5, ge=1, le=20, description="Records given to the model with a turn")


class ToolsSettings(Group):
    """Of the agents' tools."""

    allowed_hosts: str = Field("", description="Private hosts whose pages may be read, by comma, with :port if need be")

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(self.allowed_hosts.lower().replace(",", " ").split())


class ForwardingSettings(Group):
    """Of the forwarding engine."""

    album_settle_seconds: float = Field(3.5, gt=0, description="How long an album waits for its next part")
    filter_timeout_seconds: float = Field(2.0, gt=0, description="Longest time one filter may take")
    model_timeout_seconds: float = Field(120.0, gt=0, le=600, description="Longest time a model may think over a post")
    post_days: int = Field(30, ge=1, description="How long posts are kept")
    lease_seconds: float = Field(30.0, gt=0, description="After which a claimed delivery is free again")
    feed_minutes: float = Field(15.0, gt=0, description="How often a feed is read")
    reconcile_minutes: float = Field(5.0, gt=0, description="How often holes and what waits behind them are looked for")
    bot_over_mtproto: bool = Field(
        default=True, description="Whether the bot's copies leave over MTProto where API_ID is set"
    )
    paid_broadcast: bool = Field(default=False, description="Whether rules may spend the bot's Stars on sending faster")
    allowed_hosts: str = Field("", description="Private hosts of feeds and webhooks, by comma, with :port if need be")

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(self.allowed_hosts.lower().replace(",", " ").split())


class BotSettings(Group):
    """Of the process."""

    throttle_per_minute: int = Field(30, ge=1, description="Messages a person may send a minute")
    access: Literal["open", "allowlist", "pairing"] = Field("pairing", description="Who may talk to the bot")
    names: str = Field("", description="What the bot is called in groups besides its first name, by comma")
    reply_transport: Literal["auto", "draft", "edit", "off"] = Field("auto", description="How an answer streams")
    shutdown_seconds: float = Field(10.0, gt=0, description="How long running turns may finish at stop")

    @property
    def called(self) -> tuple[str, ...]:
        """`names`, one by one."""
        return tuple(name.strip() for name in self.names.split(",") if name.strip())


class QuotaSettings(Group):
    """Of people; 0 is without bound."""

    user_messages: int = Field(500, ge=0, description="Questions a user has a day")
    user_tokens: int = Field(0, ge=0, description="Tokens a user has a day, read and written")
    guest_messages: int = Field(20, ge=0, description="Questions a guest has a day")
    guest_tokens: int = Field(50_000, ge=0, description="Tokens a guest has a day, read and written")


class ApiSettings(Group):
    """Of the HTTP edge."""

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="Port of webhook and health; 0 takes a free one")


class SandboxSettings(Group):
    """Of the sandbox."""

    port: int = Field(8081, ge=0, le=65535, description="Port of the page and the Bot API; 0 takes a free one")
    mtproto_port: int = Field(8443, ge=0, le=65535, description="Port of the MTProto face; 0 takes a free one")


class Settings(BaseSettings):
    """Everything an operator can set, by environment or `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_nested_delimiter="__", extra="ignore", env_ignore_empty=True
    )

    bot_token: SecretStr | None = Field(None, description="From BotFather; without it `make run` starts the sandbox")
    admin_ids: Annotated[tuple[int, ...], NoDecode] = Field((), description="Telegram ids; the first is the owner")
    allowed_ids: Annotated[tuple[int, ...], NoDecode] = Field((), description="People and groups let in unasked")
    ollama_host: str = Field("http://127.0.0.1:11434", description="Address of Ollama")
    ollama_model: str = Field("", description="Chat model; empty takes the first that Ollama has")
    ollama_embed_model: str = Field("", description="Embedding model; empty uses the built-in one")
    openai_url: str = Field("", description="A server that speaks OpenAI's protocol (LocalAI, vLLM, llama.cpp)")
    openai_api_key: SecretStr | None = Field(None, description="Its key, where it wants one")
    openai_capabilities: Annotated[tuple[Literal["tools", "vision", "thinking"], ...], NoDecode] = Field(
        ("tools",), description="What its models can do: tools, vision, thinking; it does not tell itself"
    )
    whisper_model: str = Field("", description="Folder or file of a Whisper model, or a size to fetch once: small")
    database_url: SecretStr | None = Field(None, description="SQLAlchemy URL; empty is SQLite in DATA_DIR")
    redis_url: SecretStr | None = Field(None, description="Redis; empty keeps cache and throttle in the process")
    searxng_url: str = Field("", description="A SearXNG for searching the web; empty: no search")
    chroma_url: str = Field("", description="A Chroma server; empty is embedded Chroma in DATA_DIR")
    telegram_api_url: str = Field("", description="A local Bot API server; empty is Telegram's")
    api_id: int | None = Field(None, description="For the account (Telethon), from my.telegram.org")
    api_hash: SecretStr | None = Field(None, description="For the account (Telethon), from my.telegram.org")
    mtproto_server: str = Field("", description="host:port of another MTProto server, such as the sandbox")
    mtproto_key_file: Path | None = Field(None, description="PEM of that server's public RSA key")
    webhook_url: str = Field("", description="Public https address; empty polls")
    webhook_secret: SecretStr | None = Field(None, description="Required with WEBHOOK_URL")
    data_dir: Path = Field(Path("data"), description="Where everything is kept")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")

    inference: InferenceSettings = Field(default_factory=InferenceSettings)
    speech: SpeechSettings = Field(default_factory=SpeechSettings)
    memory: MemorySettings = Field(default_factory=MemorySettings)
    tools: ToolsSettings = Field(default_factory=ToolsSettings)
    forwarding: ForwardingSettings = Field(default_factory=ForwardingSettings)
    bot: BotSettings = Field(default_factory=BotSettings)
    quota: QuotaSettings = Field(default_factory=QuotaSettings)
    api: ApiSettings = Field(default_factory=ApiSettings)
    sandbox: SandboxSettings = Field(default_factory=SandboxSettings)

    @field_validator("openai_capabilities", mode="before")
    @classmethod
    def _split_words(cls, value: object) -> object:
        return [part for part in value.replace(",", " ").split() if part != "none"] if isinstance(value, str) else value

    @field_validator("admin_ids", "allowed_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value

    @field_validator("database_url", mode="after")
    @classmethod
    def _is_known_database(cls, value: SecretStr | None) -> SecretStr | None:
        scheme = value.get_secret_value().partition("://")[0] if value else "sqlite"
        if scheme.partition("+")[0] not in ("sqlite", "postgres", "postgresql"):
            raise ValueError("must begin with sqlite:// or postgresql://")
        return value

    @field_validator("redis_url", mode="after")
    @classmethod
    def _is_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis://")
        return value

    @field_validator("ollama_host", "openai_url", "searxng_url", "chroma_url", "telegram_api_url", "webhook_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not _is_web_address(value):
            raise ValueError("is no address; it looks like http://127.0.0.1:11434")
        return value

    @field_validator("whisper_model")
    @classmethod
    def _is_whisper(cls, value: str) -> str:
        if value and value not in WHISPER_SIZES and not Path(value).exists():
            raise ValueError(f"there is no {value}; a size is one of {', '.join(WHISPER_SIZES)}")
        return value

    @field_validator("mtproto_key_file")
    @classmethod
    def _is_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @model_validator(mode="after")
    def _account_is_whole(self) -> Self:
        if self.api_id is not None and self.api_hash is None:
            raise SettingsError(setting="API_HASH", reason="is required with API_ID")
        return self

    @property
    def database(self) -> str:
        """The URL that SQLAlchemy gets, driver named."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.data_dir / 'platform.db'}"
        url = self.database_url.get_secret_value()
        for plain in ("postgres://", "postgresql://"):
            if url.startswith(plain):
                return "postgresql+asyncpg://" + url.removeprefix(plain)
        return url.replace("sqlite://", "sqlite+aiosqlite://", 1) if url.startswith("sqlite://") else url


def _is_web_address(value: str) -> bool:
    """`http(s)://host[:port][/path]`, the scheme may be missing."""
    parts = urlsplit(value if "://" in value else f"http://{value}")
    try:
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(re.fullmatch(r"[\w.-]+|[\da-f:]*::?[\da-f:]+", host))


def load_settings() -> Settings:
    """Read the environment and `.env`.

    Raises:
        SettingsError: names the first setting that is wrong and what is wrong with it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "__".join(str(part) for part in first["loc"] if not isinstance(part, int)).upper()
        raise SettingsError(setting=name, reason=first["msg"].removeprefix("Value error, ")) from error
