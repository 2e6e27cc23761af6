"""What is said of a change of price: causes and moves, in English and French."""

from collections.abc import Mapping

from pricing.domain.spoken import Language
from pricing.store.events import Cause

CAUSE_WORDS: Mapping[Language, Mapping[Cause, str]] = {
    "en": {
        Cause.PLAN_ACTIVATED: "A new price plan came into force.",
        Cause.PERIOD_STARTED: "A new booking period began.",
        Cause.SALE_OPENED: "The sale opened.",
        Cause.STEP_DUE: "A change that a rule had held back was due.",
        Cause.SALES_MOVED: "Prices were set anew after the sales so far.",
        Cause.POSTPONED: "The performance was moved to another date.",
        Cause.UNFROZEN: "Prices that had been frozen may move again.",
    },
    "fr": {
        Cause.PLAN_ACTIVATED: "Un nouveau plan de prix est entré en vigueur.",
        Cause.PERIOD_STARTED: "Une nouvelle période de vente a commencé.",
        Cause.SALE_OPENED: "La vente est ouverte.",
        Cause.STEP_DUE: "Un changement qu'une règle avait retardé est intervenu.",
        Cause.SALES_MOVED: "Les prix ont été revus d'après les ventes à ce jour.",
        Cause.POSTPONED: "La représentation a été reportée à une autre date.",
        Cause.UNFROZEN: "Les prix, qui étaient gelés, peuvent de nouveau bouger.",
    },
}
MOVE_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "first": 'Category "{category}" costs {to}.',
        "up": 'Category "{category}" goes up from {before} to {to}.',
        "down": 'Category "{category}" goes down from {before} to {to}.',
        "same": 'Category "{category}" still costs {to}.',
        "closed": 'Category "{category}" is not on sale now.',
        "kept": "Prices stay the same.",
        "kept_else": "Prices stay the same, for other reasons than before.",
        "demand": (
            "At the printed prices, {demand} seats are expected to be asked for, of "
            "{seats}."
        ),
        "before_sale": "The sale has not opened yet.",
    },
    "fr": {
        "first": "La catégorie « {category} » coûte {to}.",
        "up": "La catégorie « {category} » passe de {before} à {to}.",
        "down": "La catégorie « {category} » baisse de {before} à {to}.",
        "same": "La catégorie « {category} » coûte toujours {to}.",
        "closed": "La catégorie « {category} » n'est pas en vente pour le moment.",
        "kept": "Les prix restent les mêmes.",
        "kept_else": "Les prix restent les mêmes, pour d'autres raisons qu'avant.",
        "demand": (
            "Aux prix imprimés, la demande attendue est de {demand} places, pour "
            "{seats} dans la salle."
        ),
        "before_sale": "La vente n'est pas encore ouverte.",
    },
}
