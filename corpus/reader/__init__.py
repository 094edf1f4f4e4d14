"""What the reader learned from the question bank; see README.md beside this file."""
