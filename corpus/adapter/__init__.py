"""What the embedding model learned from the question bank; see README.md beside this file."""
