"""A rig for drawing people and places in planes of light. It knows of no story.

Goes in: people, lights and shapes, as values. Comes out: the text of SVG drawings, the same for the
same values everywhere.
"""
