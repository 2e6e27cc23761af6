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
    "nightly": "Jauge, chaque nuit",
    "flat": "un barème par salle",
    "emsr-b": "contingents par tarif (EMSR-b)",
    "fluid": "fluide réoptimisé",
    "hindsight": "vue après coup",
    "income": "Recette",
    "fill_rate": "Remplissage",
    "access_share": "Places à {price} au plus",
    "spill": "Demandées, plus de place",
    "average_price": "Prix moyen payé",
    "solidarity_share": "Places solidaires",
    "undercut_share": "Acheteurs précoces lésés",
    "priced_out": "Trop chères pour eux",
    "recaptured": "Reportées sur une autre catégorie ou date",
    "given_back": "Rendues",
    "to_resellers": "Achetées pour revendre",
    "sold_on": "Revendues",
    "short": "En bref",
    "short_lead": "{policy}, et l'écart avec « {against} ».",
    "last_season": "{change} sur la saison passée ({value})",
    "last_season_full": "au plein tarif {now} : {change} sur la saison passée "
    "({value})",
    "last_season_lead": "Saison passée{name} : {count} représentations, contre {now}. "
    "Les ventes passées disent le prix d'une catégorie et non qui a payé moins : la "
    "recette et l'accès leur sont comparés au plein tarif, réductions exclues des deux "
    "côtés.",
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
    "trouble_lead": "Les plus faibles remplissages avec {policy}, et ce qui aiderait "
    "d'après ce qui a été joué. jauge simulate l'essaie par un réglage.",
    "help": "Ce qui aiderait",
    "help_price": "Un barème plus bas ou plus de places à tarif réduit : des gens qui "
    "cherchaient {seats} places les ont trouvées trop chères, {empty} sont restées "
    "vides.",
    "help_few": "Peu de gens la cherchent : à faire connaître, à proposer aux écoles "
    "ou aux groupes, ou à jouer moins souvent.",
    "help_day": "Un autre jour : les {day}, le spectacle se remplit à {fill}.",
    "help_category": "Des prix plus écartés : {best} se vend en entier quand {worst} "
    "reste vide.",
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
    "frontier_beside": "La même couleur sous d'autres réglages ; l'anneau est la "
    "saison telle qu'elle est ({stands}).",
    "frontier_alt": "{policy}{setting} : recette {income}, accès {access}.",
    "refused": "Non jouée : {setting}. {why}",
    "cannot_hold": "Les règles {rules} ne peuvent toutes tenir.",
    "unmoved": "Rien ne change pour : {policies}.",
    "what_if": "Et si",
    "what_if_lead": "Chaque politique sous d'autres réglages, moins la même dans la "
    "saison telle qu'elle est, devant le même public.",
    "setting": "Réglage",
    "on": "en vigueur",
    "unset": "non fixé",
    "none": "aucune",
    "as written": "telles qu'écrites",
    "all_rules": "règles",
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
    "lost": "Qui est resté dehors, et ce qui est revenu",
    "lost_lead": "Des places : voulues au prix affiché quand il n'en restait plus ; "
    "souhaitées par des gens à qui aucun prix ne convenait ; vendues à ceux dont le "
    "premier choix était complet ; et ce que les acheteurs ont rendu, ou revendu plus "
    "cher.",
    "fund": "Le fonds de solidarité, mois par mois",
    "fund_lead": "Accordé : ce que les places aux tarifs solidaires coûtent sous leur "
    "prix de référence, avec {policy}. Apporté : la part mise de côté par la règle sur "
    "ce que les autres places rapportent au-dessus du leur. Le solde commence par les "
    "dons et la subvention ({given}). Une vente compte dans son mois, une place rendue "
    "dans celui où elle revient.",
    "fund_free": "Aucune règle ne dit ce qui paie ces réductions : elles sont montrées "
    "comme ce qui a été accordé en tout.",
    "fund_alt": "{granted} accordés, {brought} apportés ; il reste {balance} à la fin.",
    "fund_unit": "dans le mois (barres) et solde (trait), {currency}",
    "month": "Mois",
    "granted": "Accordé",
    "brought": "Apporté",
    "balance": "Solde à sa fin",
    "split": "Où va la recette",
    "split_lead": "De ce que coûtent les billets, la TVA, les commissions comprises "
    "dans le prix et ce qui reste, partagé comme le dit le règlement de la saison. Les "
    "commissions en sus se paient en plus ; les frais des canaux se paient sur ce qui "
    "reste.",
    "channels": "Par canal, avec {policy}",
    "channel": "Canal",
    "taken": "Commissions et frais",
    "split_alt": "{policy} : {parts}.",
    "gross": "Billets",
    "vat": "TVA",
    "commissions": "Commissions comprises",
    "net": "Net",
    "on_top": "Commissions en sus",
    "channel_costs": "Frais des canaux",
    "unshared": "non partagé",
    "regret": "Le regret : ce que la vue après coup aurait rapporté de plus",
    "regret_lead": "Recette des meilleurs chemins de prix trouvés pour le public qui "
    "est venu, sous les règles sur les prix, moins celle de chaque politique. Personne "
    "n'aurait pu les connaître : aucune politique n'atteint zéro.",
    "regret_alt": "{policy} : {value}, {share} de ce que rapporte la vue après coup.",
    "regret_unit": "recette laissée, {currency}",
    "regret_share": "De ce que rapporte la vue après coup",
    "rules": "Ce que demande chaque règle, et son prix",
    "rules_lead": "Le coût est celui du plan établi à l'ouverture des ventes ; une "
    "règle chiffrée coûte cela pour une unité de plus, toute autre en entier. Puis le "
    "nombre d'essais où chaque politique l'a respectée.",
    "held": "tenue par la salle",
    "untold": "les ventes ne le disent pas",
    "estimated": "en fin de mois",
    "part": "hors préavis",
    "no_plan": "Les coûts sont connus quand la politique optimised est parmi celles "
    "jouées. Puis le nombre d'essais où chaque politique a respecté une règle.",
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
    "buys": "qui paie {seats} places à prix réduit",
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
    "assume_later": "{patient} de ceux qui cherchent attendent d'abord une bonne "
    "affaire (au plus {bargain} de ce qu'ils paieraient), et reviennent plus tard ; "
    "{cancel} des acheteurs rendent leurs places au prix payé ; {resell} des groupes "
    "achètent pour revendre {margin} plus cher, là où ils attendent plus d'amateurs "
    "que de places.",
    "assume_not": "Ce qui n'y est pas : le temps qu'il fait, les grèves et les "
    "critiques sauf jouées comme surprises, et ce que le public de la saison suivante "
    "penserait des prix de celle-ci.",
    "assume_interval": "Les intervalles disent de combien le hasard de {trials} essais "
    "peut déplacer une moyenne. Ils ne disent pas de combien les hypothèses s'écartent "
    "de la vérité.",
    "matters": "La graine est {seed} : la même commande redonne les mêmes chiffres.",
}
