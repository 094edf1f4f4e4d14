"""What is true and does not change: the documents, their register, the field's words, the model of a paragraph."""
