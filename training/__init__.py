"""For trainers: standards and what stands behind them, registers drawn from the text, quizzes, packs; each row cited."""
