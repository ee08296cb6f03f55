"""User groups and channel topics of Slack that follow who is on call: what to set is posted as flat JSON."""
