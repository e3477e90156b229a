"""The verbs of the command line, a module each; `common` holds what they share."""
