"""The way in from Slack: mentions, direct messages, /verse, the message shortcut and the agent view."""
