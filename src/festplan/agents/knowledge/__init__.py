"""What the agents know about parties: numbers with their source, and text, as pure functions.

Each number names its source and grade: A a primary source, B trade or press, C an unsourced
calculator, own our own proposal. C and own are always shown as an estimate.
"""
