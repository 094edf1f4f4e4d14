"""verse doctor: what is as it should be, what is not, and what to do about it; nothing is changed by looking."""
