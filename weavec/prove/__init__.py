"""The proofs: what can be reached in a story, how, and where a reader would be stuck.

Goes in: a program. Comes out: a `Proof`, over every choice, every draw and every order of a
dream-merge. `result.py` says what a proof holds.
"""
