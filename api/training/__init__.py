"""The ways in to the training room: commands, API and pages, a module for each of its parts."""
