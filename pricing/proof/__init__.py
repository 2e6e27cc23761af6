"""The log held to its seals and to the rules that were in force, event by event.

A second count: nothing here asks the code that decided prices and sales. What is
shared is what a season, a plan and an event are, and how the log is read.
"""
