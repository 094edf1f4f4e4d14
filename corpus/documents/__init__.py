"""The official texts, byte for byte; see NOTICE."""
