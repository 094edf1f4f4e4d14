"""Every way in to the assistant."""
