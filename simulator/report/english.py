"""The texts of a report in English."""

ENGLISH = {
    # The head of the page.
    "title": "{season}: what the season would bring",
    "played": "Each policy was played {trials} times to the same simulated people "
    "(seed {seed}). Ranges are 95 % intervals of the mean.",
    "one_trial": "One trial only: nothing can be said of the spread. Play more.",
    "interrupted": "Interrupted after {done} of {wanted} trials: the figures are of "
    "these alone.",
    "derived": "The people are derived from the forecast and the season file, so part "
    "of what a policy gains here is assumed. An audience of your own says more.",
    # Policies.
    "fixed": "printed prices",
    "rule-table": "rule table",
    "optimised": "Jauge",
    "nightly": "Jauge, every night",
    "flat": "one tier for a venue",
    "emsr-b": "tariff limits (EMSR-b)",
    "fluid": "re-solved fluid",
    "hindsight": "hindsight",
    # Measures.
    "income": "Income",
    "fill_rate": "Fill",
    "access_share": "Seats at or under {price}",
    "spill": "Wanted, none left",
    "average_price": "Average price paid",
    "solidarity_share": "Solidarity seats",
    "undercut_share": "Early buyers undercut",
    "priced_out": "Too dear for them",
    "recaptured": "Took another category or date",
    "given_back": "Given back",
    "to_resellers": "Bought by resellers",
    "sold_on": "Sold on by them",
    # Sections.
    "short": "In short",
    "short_lead": "{policy}, and how it differs from {against}.",
    "last_season": "{change} on last season ({value})",
    "last_season_full": "at full prices {now}: {change} on last season ({value})",
    "last_season_lead": "Last season{name}: {count} performances, against {now}. Past "
    "sales tell the price of a category and not who paid less: income and access are "
    "held against them at full prices, reductions left out on both sides.",
    "more": "more than {against}",
    "less": "less than {against}",
    "same": "the trials do not tell it from {against}",
    "policies": "All policies",
    "policy": "Policy",
    "calendar": "Fill of each performance",
    "calendar_lead": "Mean share of the seats sold under {policy}; point at a date for "
    "its interval.",
    "legend": "Fill:",
    "under": "under {high}",
    "from": "{low} and over",
    "trouble": "Dates in trouble",
    "trouble_lead": "The lowest fills under {policy}, and what would help by what was "
    "played. jauge simulate tries it with a setting.",
    "help": "What would help",
    "help_price": "A lower price or more reduced seats: people who looked for {seats} "
    "seats found it too dear, {empty} stayed empty.",
    "help_few": "Few look for it: to be told of, offered to schools or groups, or "
    "played less often.",
    "help_day": "Another weekday: on {day} it fills to {fill}.",
    "help_category": "Prices further apart: {best} sells out while {worst} stays "
    "empty.",
    "no_trouble": "No performance sells under {limit} of its seats.",
    "all_dates": "All performances as a table",
    "date": "Date",
    "production": "Production",
    "venue": "Venue",
    "seats": "Seats",
    "best_seats": "Fill by category, best first",
    "paths": "Prices, and the sales under them",
    "paths_lead": "Mean full price over all seats in each booking period under "
    "{policy} (line) beside the printed price (dashes), and the seats sold in it "
    "(bars). Periods are named by the days before the performance at which they begin.",
    "paths_alt": "{production}: the mean full price goes from {first} to {last}; "
    "printed {printed}; {seats} seats sold.",
    "paths_more": "The {count} productions with the greatest income are drawn; the "
    "table has all.",
    "price": "full price, {currency}",
    "sold": "seats sold",
    "days_out": "days before the performance",
    "all_prices": "All prices as a table",
    "printed": "Printed price",
    "frontier": "Income against access",
    "income_unit": "income, {currency}",
    "set in the season file": "set in the season file",
    "frontier_lead": "Each point is a policy: to the right more seats at or under "
    "{price}, higher up more income. Bars are 95 % intervals.",
    "frontier_set": "Lines join one policy under several settings; the ring is the "
    "season as it stands ({stands}).",
    "frontier_beside": "The same colour under other settings; the ring is the season "
    "as it stands ({stands}).",
    "frontier_alt": "{policy}{setting}: income {income}, access {access}.",
    "refused": "Not played: {setting}. {why}",
    "cannot_hold": "The rules {rules} cannot all hold.",
    "unmoved": "Nothing changes for: {policies}.",
    "what_if": "What if",
    "what_if_lead": "Each policy under other settings, less the same policy in the "
    "season as it stands, for the same people.",
    "setting": "Setting",
    "on": "in force",
    "unset": "not set",
    "none": "none",
    "as written": "as written",
    "all_rules": "rules",
    "who": "Who got in",
    "who_lead": "Seats that people of each tariff and means bracket looked for, and "
    "those sold at their tariff under {policy}. Whoever finds the tariff's quota full "
    "may buy at the full price and counts there.",
    "who_alt": "{name}: {seats} of {wanted} seats looked for.",
    "tariff": "Tariff",
    "wanted": "Looked for",
    "got": "Sold",
    "got_share": "Sold of those looked for",
    "solidarity": "solidarity",
    "lost": "Who went without, and what came back",
    "lost_lead": "Seats: wanted at the posted price when none was left; wished for by "
    "people whom no price suited; sold to those whose first choice had no room; and "
    "what buyers gave back, or sold on above its price.",
    "fund": "The solidarity fund, month by month",
    "fund_lead": "Given away: what seats at solidarity tariffs cost under their "
    "reference prices, under {policy}. Brought: the share of what other seats brought "
    "above theirs that the rule sets aside. The balance begins with donations and "
    "subsidy ({given}). A sale counts in its month, what came back in the month it "
    "did.",
    "fund_free": "No rule says what pays for these reductions: they are shown as what "
    "was given away, all told.",
    "fund_alt": "{granted} given away, {brought} brought; {balance} left at the end.",
    "fund_unit": "in the month (bars) and balance (line), {currency}",
    "month": "Month",
    "granted": "Given away",
    "brought": "Brought",
    "balance": "Balance at its end",
    "split": "Where the income goes",
    "split_lead": "Of what tickets cost, the VAT, the commissions inside the price and "
    "what is left, shared as the season's settlement says. Commissions on top are paid "
    "beyond it; costs of channels are paid out of what is left.",
    "channels": "By channel, under {policy}",
    "channel": "Channel",
    "taken": "Commissions and costs",
    "split_alt": "{policy}: {parts}.",
    "gross": "Tickets",
    "vat": "VAT",
    "commissions": "Commissions inside",
    "net": "Net",
    "on_top": "Commissions on top",
    "channel_costs": "Costs of channels",
    "unshared": "not shared",
    "regret": "Regret: what hindsight would have brought more",
    "regret_lead": "Income of the best price paths found for the people who came, "
    "under the rules on prices, less that of each policy. Nobody could have known "
    "them: no policy reaches zero.",
    "regret_alt": "{policy}: {value}, {share} of what hindsight brings.",
    "regret_unit": "income left, {currency}",
    "regret_share": "Of what hindsight brings",
    "rules": "What each rule asks, and its price",
    "rules_lead": "The cost is that of the plan made as sales open; a rule with a "
    "figure costs so much for one unit more of it, any other as a whole. Then in how "
    "many trials each policy kept to it.",
    "held": "held by the house",
    "untold": "sales do not tell",
    "estimated": "at ends of months",
    "part": "but for the notice",
    "no_plan": "Costs are known when the policy optimised is among those played. Then "
    "in how many trials each policy kept to a rule.",
    "rule": "Rule",
    "cost": "Cost",
    "binds": "Binds on",
    "kept": "Kept: {policy}",
    "performances_count": "{count} performances",
    "realised": "reached {share}",
    "whole": "the whole rule",
    "point": "a point more",
    "seat": "a seat more",
    "unit": "a unit of {currency} more",
    "buys": "which buys {seats} seats at reduced prices",
    "differences": "Differences between policies",
    "differences_lead": "On the same people, trial by trial. An interval that holds "
    "zero: the trials do not tell the two apart.",
    "differences_alt": "Income of {policy} less {against}: {value}.",
    "difference": "Difference",
    "income_difference": "difference of income, {currency}",
    "runs": "Runs compared",
    "runs_lead": "Each run less the first, {first}. Same people: differences trial by "
    "trial. Other people: two independent samples, with wider intervals.",
    "run": "Run",
    "paired": "same people",
    "unpaired": "other people",
    "incomparable": "another currency or access price",
    "assumptions": "What this rests on",
    "assume_people": "About {parties} parties in {segments} groups look for seats. Who "
    "they are, what they would pay and when they look is drawn before any price is "
    "set; policies know only the forecast and their own sales.",
    "assume_elasticity": "Plans assume a price elasticity of {elasticity} ({source}) "
    "and that {share} of those who look buy at printed prices. Neither is learnt from "
    "past sales, because prices followed demand there.",
    "assume_spread": "How many look varies by {season} over seasons, {night} over "
    "nights, and {word} by word of mouth once a first night is over (standard "
    "deviations).",
    "assume_other": "Another date is worth {value} of the first choice to those who "
    "would take one.",
    "assume_later": "{patient} of those who look wait for a bargain at first (at most "
    "{bargain} of what they would pay), and look again later; {cancel} of buyers give "
    "their seats back at what they paid; {resell} of parties buy to sell on, {margin} "
    "dearer, where they expect more seekers than seats.",
    "assume_not": "Not in it: weather, strikes and reviews but where they are played "
    "as surprises, and what next season's audience would make of this season's "
    "prices.",
    "assume_interval": "Intervals say how far luck over {trials} trials may move a "
    "mean. They do not say how far the assumptions are from the truth.",
    "matters": "The seed is {seed}: the same command gives the same figures again.",
}
