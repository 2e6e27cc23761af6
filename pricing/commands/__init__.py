"""The commands of ``jauge``, a file for each thing people ask of it."""
