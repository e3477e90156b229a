"""Translations: a story's texts in gettext files, and back from them into the program."""
