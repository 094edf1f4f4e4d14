"""From bytes to a library: read a file, find its paragraphs, index their passages."""
