"""Frozen types of the field, without algorithms or I/O.

Amounts are whole minor units of the season's currency (``…_minor``), shares
that are agreed are whole thousandths (``…_permille``), times are aware UTC.
"""
