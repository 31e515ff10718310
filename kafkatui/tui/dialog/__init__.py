"""The dialog that every action is filled in with: rows for its fields, the preview, what became of it."""
