"""The words of rules, previews and votes on a terminal, in English and French."""

from collections.abc import Mapping

from pricing.constraints.explain import Language

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "heads": "rule|says|voted in|state",
        "own": "its own",
        "holds": "in force",
        "follows": "in force; prices follow from {time}",
        "suspended": "suspended: {why}",
        "sides": "|without|with|change (95 %)",
        "income": "income",
        "fill_rate": "fill",
        "access_share": "seats at or under {price}",
        "means": "who|seats without|seats with|change|price without|price with",
        "cost": (
            "The plan costs {cost}, and seats {seats} {people}; prices differ on "
            "{nights} performances."
        ),
        "gain": (
            "The plan brings {cost} more, and seats {seats} {people}; prices differ on "
            "{nights} performances."
        ),
        "more": "more",
        "fewer": "fewer",
        "played": "{trials} simulated seasons in {seconds} s; sales are simulated.",
        "refused": "It cannot be proposed now: {why}",
        "STATE_OPEN": "open until {close}",
        "STATE_ADOPTED": "adopted {close}",
        "STATE_REJECTED": "rejected {close}",
        "STATE_WITHDRAWN": "withdrawn",
        "count": (
            "{votes} of {members} voted, {quorum} needed: {yes} yes, {no} no, median "
            "{median}"
        ),
        "votes": "member|vote|cast",
        "yes": "yes",
        "no": "no",
        "blocked": "not yet in {season}: {why}",
        "repeal": "end of {rule}",
        "replaces": "in place of: {sentence}",
        "figure_mean_price": "mean price",
    },
    "fr": {
        "heads": "règle|énoncé|votée par|état",
        "own": "la sienne",
        "holds": "en vigueur",
        "follows": "en vigueur ; les prix suivent à partir du {time}",
        "suspended": "suspendue : {why}",
        "sides": "|sans|avec|écart (95 %)",
        "income": "recette",
        "fill_rate": "remplissage",
        "access_share": "places à {price} ou moins",
        "means": "qui|places sans|places avec|écart|prix sans|prix avec",
        "cost": (
            "Le plan coûte {cost} et place {seats} {people} ; les prix diffèrent pour "
            "{nights} représentations."
        ),
        "gain": (
            "Le plan rapporte {cost} de plus et place {seats} {people} ; les prix "
            "diffèrent pour {nights} représentations."
        ),
        "more": "personnes de plus",
        "fewer": "personnes de moins",
        "played": (
            "{trials} saisons simulées en {seconds} s ; les ventes sont simulées."
        ),
        "refused": "Elle ne peut pas être proposée maintenant : {why}",
        "STATE_OPEN": "ouverte jusqu'au {close}",
        "STATE_ADOPTED": "adoptée le {close}",
        "STATE_REJECTED": "rejetée le {close}",
        "STATE_WITHDRAWN": "retirée",
        "count": (
            "{votes} {votes:|vote|votes} sur {members}, {quorum} "
            "{quorum:|nécessaire|nécessaires} : {yes} oui, {no} non, "
            "médiane {median}"
        ),
        "votes": "membre|vote|le",
        "yes": "oui",
        "no": "non",
        "blocked": "pas encore dans {season} : {why}",
        "repeal": "fin de {rule}",
        "replaces": "à la place de : {sentence}",
        "figure_cap": "plafond",
        "figure_floor": "plancher",
        "figure_rise": "hausse",
        "figure_share": "part",
        "figure_subsidy": "subvention",
        "figure_mean_price": "prix moyen",
        "figure_income": "recette",
        "figure_change": "variation",
    },
}
