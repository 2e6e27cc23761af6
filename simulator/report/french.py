"""The texts of a report in French."""

FRENCH = {
    "title": "{season} : ce que la saison rapporterait",
    "played": "Chaque politique a été jouée {trials} fois devant le même public simulé "
    "(graine {seed}). Les fourchettes sont des intervalles à 95 % de la moyenne.",
    "one_trial": "Un seul essai : rien ne peut être dit de la dispersion. Jouez-en "
    "davantage.",
    "interrupted": "Interrompu après {done} essais sur {wanted} : les chiffres ne "
    "portent que sur ceux-là.",
    "derived": "Le public est déduit de la prévision et du fichier de saison : une "
    "part de ce qu'une politique gagne ici est supposée. Un public décrit par vous en "
    "dit plus.",
    "fixed": "prix imprimés",
    "rule-table": "table de règles",
    "optimised": "Jauge",
    "income": "Recette",
    "fill_rate": "Remplissage",
    "access_share": "Places à {price} au plus",
    "spill": "Demandées, plus de place",
    "average_price": "Prix moyen payé",
    "solidarity_share": "Places solidaires",
    "undercut_share": "Acheteurs précoces lésés",
    "short": "En bref",
    "short_lead": "{policy}, et l'écart avec « {against} ».",
    "more": "de plus que « {against} »",
    "less": "de moins que « {against} »",
    "same": "les essais ne tranchent pas avec « {against} »",
    "policies": "Toutes les politiques",
    "policy": "Politique",
    "calendar": "Remplissage de chaque représentation",
    "calendar_lead": "Part moyenne des places vendues avec {policy} ; pointez une date "
    "pour voir son intervalle.",
    "legend": "Remplissage :",
    "under": "moins de {high}",
    "from": "{low} et plus",
    "trouble": "Dates en difficulté",
    "trouble_lead": "Les plus faibles remplissages avec {policy}. Là où presque "
    "personne n'est refusé, un barème plus bas, plus de places à tarif réduit ou un "
    "autre jour peuvent aider ; jauge simulate l'essaie par un réglage.",
    "no_trouble": "Aucune représentation ne vend moins de {limit} de ses places.",
    "all_dates": "Toutes les représentations en tableau",
    "date": "Date",
    "production": "Production",
    "venue": "Salle",
    "seats": "Places",
    "best_seats": "Remplissage par catégorie, la meilleure d'abord",
    "paths": "Les prix, et les ventes dessous",
    "paths_lead": "Plein tarif moyen sur toutes les places à chaque période de vente "
    "avec {policy} (trait) à côté du prix imprimé (tirets), et places vendues dans la "
    "période (barres). Une période porte le nombre de jours avant la représentation où "
    "elle commence.",
    "paths_alt": "{production} : le plein tarif moyen va de {first} à {last} ; imprimé "
    "{printed} ; {seats} places vendues.",
    "paths_more": "Les {count} productions de plus forte recette sont dessinées ; le "
    "tableau les a toutes.",
    "price": "plein tarif, {currency}",
    "sold": "places vendues",
    "days_out": "jours avant la représentation",
    "all_prices": "Tous les prix en tableau",
    "printed": "Prix imprimé",
    "frontier": "La recette face à l'accès",
    "income_unit": "recette, {currency}",
    "set in the season file": "fixée dans le fichier de saison",
    "frontier_lead": "Chaque point est une politique : plus à droite, plus de places à "
    "{price} au plus ; plus haut, plus de recette. Les barres sont des intervalles à "
    "95 %.",
    "frontier_set": "Les traits relient une même politique sous plusieurs réglages ; "
    "l'anneau est la saison telle qu'elle est ({stands}).",
    "frontier_alt": "{policy}{setting} : recette {income}, accès {access}.",
    "refused": "Non jouée : {setting}. {why}",
    "unmoved": "Rien ne change pour : {policies}.",
    "what_if": "Et si",
    "what_if_lead": "Chaque politique sous d'autres réglages, moins la même dans la "
    "saison telle qu'elle est, devant le même public.",
    "setting": "Réglage",
    "on": "en vigueur",
    "unset": "non fixé",
    "who": "Qui est entré",
    "who_lead": "Les places que cherchait le public de chaque tarif et tranche de "
    "revenus, et celles vendues à leur tarif avec {policy}. Qui trouve le quota du "
    "tarif épuisé peut acheter au plein tarif, et y est compté.",
    "who_alt": "{name} : {seats} places sur {wanted} cherchées.",
    "tariff": "Tarif",
    "wanted": "Cherchées",
    "got": "Vendues",
    "got_share": "Vendues sur cherchées",
    "solidarity": "solidaire",
    "rules": "Ce que demande chaque règle, et son prix",
    "rules_lead": "Le coût est celui du plan établi à l'ouverture des ventes ; une "
    "règle chiffrée coûte cela pour une unité de plus, toute autre en entier. Puis le "
    "nombre d'essais où chaque politique l'a respectée ; un tiret où rien ne peut se "
    "vendre contre elle.",
    "no_plan": "Les coûts sont connus quand la politique optimised est parmi celles "
    "jouées.",
    "rule": "Règle",
    "cost": "Coût",
    "binds": "Pèse sur",
    "kept": "Respectée : {policy}",
    "performances_count": "{count} représentations",
    "realised": "atteint {share}",
    "whole": "la règle entière",
    "point": "un point de plus",
    "seat": "une place de plus",
    "unit": "une unité de {currency} de plus",
    "differences": "Écarts entre politiques",
    "differences_lead": "Devant le même public, essai par essai. Un intervalle qui "
    "contient zéro : les essais ne distinguent pas les deux.",
    "differences_alt": "Recette, {policy} moins {against} : {value}.",
    "difference": "Écart",
    "income_difference": "écart de recette, {currency}",
    "runs": "Simulations comparées",
    "runs_lead": "Chaque simulation moins la première, {first}. Même public : écarts "
    "essai par essai. Autre public : deux échantillons indépendants, aux intervalles "
    "plus larges.",
    "run": "Simulation",
    "paired": "même public",
    "unpaired": "autre public",
    "incomparable": "autre monnaie ou autre prix d'accès",
    "assumptions": "Ce sur quoi cela repose",
    "assume_people": "Environ {parties} groupes de spectateurs, de {segments} sortes, "
    "cherchent des places. Qui ils sont, ce qu'ils paieraient et quand ils cherchent "
    "est tiré au sort avant tout prix ; les politiques ne connaissent que la prévision "
    "et leurs propres ventes.",
    "assume_elasticity": "Les plans supposent une élasticité-prix de {elasticity} "
    "({source}) et que {share} de ceux qui cherchent achètent aux prix imprimés. Ni "
    "l'une ni l'autre ne s'apprend des ventes passées, car les prix y suivaient la "
    "demande.",
    "assume_spread": "Le nombre de ceux qui cherchent varie de {season} d'une saison à "
    "l'autre, de {night} d'un soir à l'autre, et de {word} par le bouche-à-oreille "
    "après une première (écarts types).",
    "assume_other": "Une autre date vaut {value} du premier choix pour qui en "
    "accepterait une.",
    "assume_not": "Ce qui n'y est pas : la revente, le temps qu'il fait, les grèves, "
    "une critique connue d'avance, et ce que le public de la saison suivante penserait "
    "des prix de celle-ci.",
    "assume_interval": "Les intervalles disent de combien le hasard de {trials} essais "
    "peut déplacer une moyenne. Ils ne disent pas de combien les hypothèses s'écartent "
    "de la vérité.",
    "matters": "La graine est {seed} : la même commande redonne les mêmes chiffres.",
}
