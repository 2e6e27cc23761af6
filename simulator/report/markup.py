"""HTML as text: what comes from outside is escaped here."""

from collections.abc import Sequence
from html import escape

__all__ = [
    "breakable",
    "bullets",
    "cell",
    "details",
    "escape",
    "figure",
    "paragraph",
    "section",
    "table",
]


def section(anchor: str, heading: str, *parts: str) -> str:
    """Return a section of the page."""
    inside = "\n".join(part for part in parts if part)
    return f'<section id="{anchor}">\n<h2>{escape(heading)}</h2>\n{inside}\n</section>'


def paragraph(text: str, kind: str = "lead") -> str:
    """Return a paragraph of plain text."""
    return f'<p class="{kind}">{escape(text)}</p>'


def bullets(texts: Sequence[str]) -> str:
    """Return a list of plain texts; empty where there are none."""
    if not texts:
        return ""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def cell(value: str, beneath: str = "") -> str:
    """Return the inside of a table's cell: a value, and its interval below."""
    small = f"<small>{escape(beneath)}</small>" if beneath else ""
    return f"{escape(value)}{small}"


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int = 1
) -> str:
    """Return a table that scrolls by itself where the page is narrow.

    Parameters
    ----------
    heads : plain texts
    rows : insides of cells, HTML
    texts : columns from the left that hold words; the others hold numbers
    """
    head = "".join(
        f'<th scope="col"{_kind(place, texts)}>{escape(text)}</th>'
        for place, text in enumerate(heads)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{inside}</th>'
            if place == 0
            else f"<td{_kind(place, texts)}>{inside}</td>"
            for place, inside in enumerate(row)
        )
        + "</tr>\n"
        for row in rows
    )
    return (
        '<div class="wide" tabindex="0"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>"
    )


def _kind(place: int, texts: int) -> str:
    return "" if place < texts else ' class="n"'


def details(summary: str, inside: str) -> str:
    """Return what is shown when asked for."""
    return f"<details><summary>{escape(summary)}</summary>\n{inside}\n</details>"


def breakable(path: str) -> str:
    """Return a dotted path that a narrow column may break after a dot."""
    return path.replace(".", ".\N{ZERO WIDTH SPACE}")


def figure(heading: str, svg: str, kind: str = "chart") -> str:
    """Return a chart under its heading."""
    title = f"<figcaption>{escape(heading)}</figcaption>" if heading else ""
    return f'<figure class="{kind}">{title}{svg}</figure>'
