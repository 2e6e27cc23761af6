"""The texts of what is played beside a season: surprises, assumptions otherwise."""

ENGLISH_OTHERWISE = {
    "shock": "surprise",
    "star-cancels": "the star cancels",
    "rave-reviews": "rave reviews",
    "poor-reviews": "poor reviews",
    "strike-week": "a week of strikes",
    "late-booking": "late booking",
    "forecast-high": "forecast too high",
    "forecast-low": "forecast too low",
    "learnt-late": "demand learnt late",
    "star-cancels says": "from 21 days before the first night of the production with "
    "most seats, half as many look for it.",
    "rave-reviews says": "from the day after its first night, 60 % more look for the "
    "production with most seats.",
    "poor-reviews says": "from the day after its first night, 40 % fewer look for the "
    "production with most seats.",
    "strike-week says": "in the week with most seats, 70 % fewer look for its nights "
    "(from 3 days before) and 30 % fewer for all others.",
    "late-booking says": "people begin to look when 30 % less time is left than the "
    "curve says.",
    "forecast-high says": "policies believe in 30 % more demand than the season's "
    "forecast.",
    "forecast-low says": "policies believe in 30 % less demand than the season's "
    "forecast.",
    "learnt-late says": "policies know the mean night of a venue and learn of works "
    "from sales alone.",
    "tornado": "Which assumptions matter most",
    "tornado_lead": "Income under {policy} were the people otherwise, less that as "
    "assumed; the policy goes on believing its forecast.",
    "tornado_most": "What to find out first: {assumptions}.",
    "tornado_join": "; ",
    "tornado_part": "{assumption} ({low} to {high})",
    "tornado_alt": "{assumption}: {value}.",
    "assumption": "Assumption",
    "how-many": "how many people look",
    "how-many less": "{by} fewer look",
    "how-many more": "{by} more look",
    "means": "what people would pay",
    "means less": "all would pay {by} less",
    "means more": "all would pay {by} more",
    "unlike": "how unlike people are in what they would pay",
    "unlike less": "people {by} more alike",
    "unlike more": "people {by} less alike",
    "ahead": "how far ahead people look",
    "ahead less": "{by} fewer days ahead",
    "ahead more": "{by} more days ahead",
    "other-dates": "who would take another date",
    "other-dates less": "nobody takes another date",
    "other-dates more": "twice as many take another date",
    "come-back": "who gives seats back",
    "come-back less": "nobody gives seats back",
    "come-back more": "another {by} of buyers give seats back",
}

FRENCH_OTHERWISE = {
    "shock": "surprise",
    "star-cancels": "la vedette annule",
    "rave-reviews": "critiques enthousiastes",
    "poor-reviews": "mauvaises critiques",
    "strike-week": "une semaine de grève",
    "late-booking": "réservations tardives",
    "forecast-high": "prévision trop haute",
    "forecast-low": "prévision trop basse",
    "learnt-late": "demande apprise tard",
    "star-cancels says": "à partir de 21 jours avant la première de la production qui "
    "a le plus de places, moitié moins de monde la cherche.",
    "rave-reviews says": "dès le lendemain de sa première, 60 % de monde en plus "
    "cherche la production qui a le plus de places.",
    "poor-reviews says": "dès le lendemain de sa première, 40 % de monde en moins "
    "cherche la production qui a le plus de places.",
    "strike-week says": "la semaine qui a le plus de places, 70 % de monde en moins "
    "cherche ses soirées (dès 3 jours avant) et 30 % en moins toutes les autres.",
    "late-booking says": "le public se met à chercher quand il reste 30 % de temps de "
    "moins que ne le dit la courbe.",
    "forecast-high says": "les politiques croient à 30 % de demande de plus que la "
    "prévision de la saison.",
    "forecast-low says": "les politiques croient à 30 % de demande de moins que la "
    "prévision de la saison.",
    "learnt-late says": "les politiques connaissent la soirée moyenne d'une salle et "
    "n'apprennent des œuvres que par les ventes.",
    "tornado": "Les hypothèses qui pèsent le plus",
    "tornado_lead": "Recette avec {policy} si le public était autre, moins celle avec "
    "le public supposé ; la politique croit toujours à sa prévision.",
    "tornado_most": "À connaître d'abord : {assumptions}.",
    "tornado_join": " ; ",
    "tornado_part": "{assumption} ({low} à {high})",
    "tornado_alt": "{assumption} : {value}.",
    "assumption": "Hypothèse",
    "how-many": "combien de gens cherchent",
    "how-many less": "{by} de gens en moins",
    "how-many more": "{by} de gens en plus",
    "means": "ce que les gens paieraient",
    "means less": "tous paieraient {by} de moins",
    "means more": "tous paieraient {by} de plus",
    "unlike": "à quel point ce que les gens paieraient diffère",
    "unlike less": "des gens {by} plus semblables",
    "unlike more": "des gens {by} moins semblables",
    "ahead": "combien de temps avant les gens cherchent",
    "ahead less": "{by} de jours d'avance en moins",
    "ahead more": "{by} de jours d'avance en plus",
    "other-dates": "qui prendrait une autre date",
    "other-dates less": "personne ne prend une autre date",
    "other-dates more": "deux fois plus de gens prennent une autre date",
    "come-back": "qui rend ses places",
    "come-back less": "personne ne rend ses places",
    "come-back more": "{by} d'acheteurs de plus rendent leurs places",
}
