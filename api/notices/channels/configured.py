"""The channels that the settings allow."""

from __future__ import annotations

from collections.abc import Mapping

from api.notices.channels.channel import Channel, ChannelName
from api.notices.channels.mail import Mail
from api.notices.channels.posting import Poster
from api.notices.channels.slack import Slack
from api.notices.channels.slack_sync import SlackSync
from api.notices.channels.webhook import Webhook
from api.settings import Settings


def channels(settings: Settings, key: bytes) -> Mapping[ChannelName, Channel]:
    """By name; no mail where no server is set. `key` is the installation's own, for signatures."""
    poster = Poster(private=settings.webhooks_to_private_addresses)
    found: dict[ChannelName, Channel] = {
        ChannelName.WEBHOOK: Webhook(key, poster),
        ChannelName.SLACK: Slack(poster),
        ChannelName.SLACK_SYNC: SlackSync(key, poster),
    }
    if settings.smtp_host:
        found[ChannelName.MAIL] = _mail(settings)
    return found


def _mail(settings: Settings) -> Mail:
    return Mail(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        security=settings.smtp_tls,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
    )
