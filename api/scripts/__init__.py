"""Who is on call, for shell scripts and for Alertmanager: other words for what `/v1/oncall` answers."""
