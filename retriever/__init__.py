"""Question to paragraphs to answer."""
