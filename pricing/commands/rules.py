"""``jauge rules``: each rule of a season in a sentence."""

from pricing.commands.options import Language, SeasonPath, out
from pricing.console import show_rules
from pricing.files import season_file


def rules(path: SeasonPath, language: Language = Language.en) -> None:
    """Say each rule of a season in a sentence.

    Example: `jauge rules season.toml --language fr`
    """
    season = season_file.read(path)
    show_rules(season, language.value, out)
