"""What the service keeps: conversations, feedback, audit rows and API keys; never case detail, never longer than it may."""
