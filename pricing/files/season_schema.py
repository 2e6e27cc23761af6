"""The published JSON Schema of season files.

``python -m pricing.files.season_schema`` prints it; editors that know TOML
check a season file against it as it is typed.
"""

import json

from pricing.files.season_format import SeasonFile


def schema() -> str:
    """Return the JSON Schema as text."""
    table = SeasonFile.model_json_schema()
    table["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(table, indent=1) + "\n"


if __name__ == "__main__":
    print(schema(), end="")
