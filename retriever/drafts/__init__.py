"""What a language model wrote, if one is set: asked for, and every sentence checked against the guidance before it goes out."""
