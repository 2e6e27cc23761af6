"""What long work says of how far it is where nobody looks at a terminal."""

import io

from rich.console import Console

from pricing.console.progress import progress_bar


def test_off_a_terminal_a_plain_line_is_printed_every_ten_seconds():
    at = iter([100.0, 104.0, 111.0, 112.0, 350.0])
    console = Console(file=io.StringIO(), width=20)

    with progress_bar("Playing", console, lambda: next(at)) as progress:
        for done in (0.01, 0.125, 0.13):
            progress(done, "[fixed] of a rather long name")
        progress(0.9, "")

    assert console.file.getvalue() == (
        "Playing: [fixed] of a rather long name, 12% done after 11 s\n"
        "Playing, 90% done after 250 s\n"
    )


def test_on_a_terminal_it_is_a_bar_that_goes_away():
    console = Console(file=io.StringIO(), force_terminal=True)

    with progress_bar("Playing", console) as progress:
        progress(0.5, "fixed")

    assert "done after" not in console.file.getvalue()
