"""How messages leave the service: by mail, by webhook, to Slack."""
