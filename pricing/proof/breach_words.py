"""What is said of each kind of breach, in English and French.

``:m`` is an amount in minor units, ``:d`` a number of days, ``:|`` a word of a count.
"""

from collections.abc import Mapping

# By kind: English and French.
WORDS: Mapping[str, tuple[str, str]] = {
    # The log itself.
    "damaged": ("{why}", "{why}"),
    "cut": (
        "the log ends here, but was known up to event {bound}: its end is cut off",
        "le journal s'arrête ici, mais il était connu jusqu'à l'événement {bound} : "
        "sa fin a été coupée",
    ),
    "other_head": (
        "the seal of this event is {seal}, where {bound} was kept: the log is another",
        "le sceau de cet événement est {seal}, où {bound} avait été gardé : le journal "
        "n'est plus le même",
    ),
    "time_back": ("the time goes back", "l'heure revient en arrière"),
    # Posted prices.
    "over_cap": (
        "posted at {price:m}, over the cap of {bound:m}",
        "affiché à {price:m}, au-dessus du plafond de {bound:m}",
    ),
    "under_floor": (
        "posted at {price:m}, under the floor of {bound:m}",
        "affiché à {price:m}, sous le plancher de {bound:m}",
    ),
    "over_popular": (
        "posted at {price:m} though demand is great, where {bound:m} is the most",
        "affiché à {price:m} malgré la forte demande, maximum {bound:m}",
    ),
    "order": (
        "posted at {price:m}, less than the {bound:m} of {other}, which is no better",
        "affiché à {price:m}, moins que {other} à {bound:m}, pourtant moins bonne",
    ),
    "closed": (
        "closed though it has seats left",
        "fermée alors qu'il y reste des places",
    ),
    "falls": ("falls to {price:m} from {bound:m}", "baisse de {bound:m} à {price:m}"),
    "step": (
        "goes from {before:m} to {price:m}, where {percent:g} % is the most",
        "passe de {before:m} à {price:m}, où {percent:g} % est le maximum",
    ),
    "too_soon": (
        "changes {days:d} days after a change, where {bound} are the fewest",
        "change {days:d} {days:|jour|jours} après un changement, minimum {bound}",
    ),
    "notice": (
        "rises to {price:m} with {days:d} days of notice, where {bound} are the fewest",
        "monte à {price:m} à {days:d} {days:|jour|jours} de préavis, minimum {bound}",
    ),
    "no_such_tier": (
        "tier {tier!r} is not the one posted, or on no ladder",
        "l'échelon {tier!r} n'est pas celui affiché, ou d'aucune échelle",
    ),
    "no_such_plan": ("plan {plan!r} is not there", "le plan {plan!r} n'existe pas"),
    "kept_moved": (
        "a price that was kept is another than before",
        "un prix maintenu n'est plus le même",
    ),
    "before_sale": (
        "posted as before the sale, which was open",
        "affiché comme avant l'ouverture des ventes, déjà ouvertes",
    ),
    "not_posted_anew": (
        "sold at a price that was due to be posted anew",
        "vendu à un prix qui devait être affiché à nouveau",
    ),
    # Sales.
    "no_price": ("sold without a posted price", "vendu sans prix affiché"),
    "not_on_sale": (
        "sold at a price from before the sale",
        "vendu à un prix d'avant l'ouverture des ventes",
    ),
    "cancelled": ("sold after it was cancelled", "vendu après l'annulation"),
    "posted_otherwise": (
        "its lines begin from {price:m}, where {bound:m} was posted",
        "ses lignes partent de {price:m}, où {bound:m} était affiché",
    ),
    "priced_otherwise": (
        "{tariff} at {price:m}, where posted prices make {bound:m}",
        "{tariff} à {price:m}, où les prix affichés donnent {bound:m}",
    ),
    "fee_otherwise": (
        "{price:m} on top of the price, where the channel asks {bound:m}",
        "{price:m} en sus du prix, où le canal demande {bound:m}",
    ),
    "reference_otherwise": (
        "reference price {price:m}, where {bound:m} is printed",
        "prix de référence {price:m}, où {bound:m} est imprimé",
    ),
    "drawn_otherwise": (
        "{price:m} drawn from a pool, where {bound:m} is due",
        "{price:m} tirés d'une cagnotte, où {bound:m} sont dus",
    ),
    "not_to_choose": (
        "{tariff} at {price:m}, which is not to be chosen",
        "{tariff} à {price:m}, montant qui n'est pas au choix",
    ),
    "capacity": (
        "{taken} {taken:|seat|seats} taken of {bound} in {what}",
        "{taken} {taken:|place prise|places prises} sur {bound} en {what}",
    ),
    "channel": (
        "{taken} {taken:|seat|seats} taken on {what}, whose quota is {bound}",
        "{taken} {taken:|place prise|places prises} sur {what}, contingent : {bound}",
    ),
    "tariff": (
        "{taken} {taken:|seat|seats} taken at {what}, whose quota is {bound}",
        "{taken} {taken:|place|places} au tarif {what}, contingent : {bound}",
    ),
    "kept_for_others": (
        "{taken} {taken:|seat|seats} taken that are kept for others",
        "{taken} {taken:|place prise qui est gardée|places prises qui sont gardées} "
        "pour d'autres",
    ),
    "public": (
        "{taken} {taken:|seat|seats} taken by the public, where {bound} is the most "
        "before the release",
        "{taken} {taken:|place prise|places prises} par le public, maximum {bound} "
        "avant la libération",
    ),
    "pool": (
        "pool {pool} is overdrawn by {price:m}",
        "la cagnotte {pool} est à découvert de {price:m}",
    ),
    "card": (
        "{taken} {taken:|seat|seats} with one card {card}, where {bound} are the most",
        "{taken} {taken:|place|places} avec une carte {card}, maximum {bound}",
    ),
    "pack": (
        "{taken} {taken:|pack|packs} {pack} of {bound}",
        "{taken} {taken:|abonnement|abonnements} {pack} sur {bound}",
    ),
    "overdrawn": (
        "the solidarity fund is overdrawn by {price:m}",
        "le fonds de solidarité est à découvert de {price:m}",
    ),
    "voucher": ("a voucher is used twice", "un bon est utilisé deux fois"),
    "too_late": (
        "{quote} accepted after its hold ran out",
        "{quote} acceptée après la fin de l'option",
    ),
    "not_offered": (
        "{quote} ends, which is not on offer",
        "{quote} prend fin, qui n'est pas en cours",
    ),
    "quote_twice": (
        "{quote} is offered a second time",
        "{quote} est offerte une seconde fois",
    ),
    "sold_otherwise": (
        "{quote} is sold otherwise than it was offered",
        "{quote} est vendue autrement qu'elle n'était offerte",
    ),
    "not_held": (
        "ticket {serial} is taken back, which {quote} does not hold",
        "le billet {serial} est repris, que {quote} ne détient pas",
    ),
    "serial": (
        "tickets of {quote} are numbered from {serial} on, where {bound} follows",
        "les billets de {quote} sont numérotés à partir de {serial}, où {bound} suit",
    ),
    # Rules on sums.
    "fees_differ": (
        "{seller} adds another fee to the price than {other}",
        "{seller} ajoute d'autres frais au prix que {other}",
    ),
    "fee_too_high": (
        "{seller} takes {percent:.4g} % of the lowest price, where {bound:g} % is the "
        "most",
        "{seller} prend {percent:.4g} % du prix le plus bas, maximum {bound:g} %",
    ),
    "too_few": (
        "{percent:.4g} % of the seats sold at or under the price, where {bound:g} % "
        "are asked",
        "{percent:.4g} % des places vendues à ce prix ou moins, minimum {bound:g} %",
    ),
    "mean_too_high": (
        "sold at {price:m} on average, where {bound:m} is the most",
        "vendu à {price:m} en moyenne, maximum {bound:m}",
    ),
    "income_too_low": (
        "brought {price:m}, where {bound:m} are asked",
        "a rapporté {price:m}, minimum {bound:m}",
    ),
    "gap": (
        "{one} and {other} are {amount:.3f} seats a head apart, where {bound:.3f} is "
        "the most",
        "{one} et {other} diffèrent de {amount:.3f} place par personne, maximum "
        "{bound:.3f}",
    ),
    "plan_misses": (
        "the plan in force expects to miss it by {amount:.4g}",
        "le plan en vigueur prévoit de le manquer de {amount:.4g}",
    ),
    # Votes.
    "voted_rule": (
        "rule {rule} was voted, and changed without a vote",
        "la règle {rule}, votée, a été changée sans vote",
    ),
    "never_voted": (
        "rule {rule} is said to be of {proposal}, which adopted nothing",
        "la règle {rule} serait issue de {proposal}, qui n'a rien adopté",
    ),
    "voted_otherwise": (
        "rule {rule} is not what {proposal} adopted for this season",
        "la règle {rule} n'est pas ce que {proposal} a adopté pour cette saison",
    ),
    "not_invited": (
        "{organization} joined without being admitted",
        "{organization} a rejoint sans être admise",
    ),
    "member_twice": (
        "member {member} is of two organisations",
        "le membre {member} relève de deux organisations",
    ),
    "window": (
        "{proposal} is not open for as long as the terms say",
        "{proposal} n'est pas ouverte la durée prévue",
    ),
    "vote_late": (
        "{member} voted on {proposal} outside its window",
        "{member} a voté sur {proposal} hors délai",
    ),
    "vote_stranger": (
        "{member} voted on {proposal} and is no member",
        "{member} a voté sur {proposal} sans être membre",
    ),
    "vote_twice": (
        "{member} voted twice on {proposal}",
        "{member} a voté deux fois sur {proposal}",
    ),
    "closed_early": (
        "{proposal} was counted before its window ended",
        "{proposal} a été dépouillée avant la fin du vote",
    ),
    "miscounted": (
        "{proposal} comes to {counted} (members, quorum, votes, median, carried), "
        "where {told} is told",
        "{proposal} donne {counted} (membres, quorum, votes, médiane, adoptée), où le "
        "journal dit {told}",
    ),
}
