"""How the page looks: on a desk, on a phone and on paper."""

# Fill from the left bound on: colour of the cell and of its text. Orange over
# white to blue: told apart by the colour-blind too.
FILLS = (
    (0.0, "#b5481f", "#ffffff"),
    (0.5, "#eba66d", "#1f1f1f"),
    (0.7, "#f7e6cf", "#1f1f1f"),
    (0.85, "#b9d6de", "#1f1f1f"),
    (0.95, "#2b6f86", "#ffffff"),
)
MAIN, REFERENCE = "#8a1538", "#757575"
OTHERS = ("#2b6f86", "#c2691c", "#4d7a2f", "#6d4c9f", "#0b7a75", "#9a7b00")

CSS = """
:root { --ink: #1f1f1f; --soft: #5c5c5c; --line: #d9d5cf; --main: #8a1538; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; color: var(--ink);
  background: #fff; font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue",
  "DejaVu Sans", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .4rem; padding-top: .8rem;
  border-top: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .3rem; }
p { margin: .3rem 0 .8rem; max-width: 48rem; }
.lead { color: var(--soft); }
.warning { background: #fdf1e3; border-left: 4px solid #c2691c; padding: .5rem .8rem; }
ul { padding-left: 1.2rem; max-width: 48rem; }
li { margin: .3rem 0; }
.numbers, .charts, .months { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
.charts { grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.months { grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
.number { border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; }
.number b { display: block; font-size: 1.9rem; line-height: 1.2; color: var(--main);
  white-space: nowrap; }
.number span { display: block; }
.number .range, .number .verdict, .number .before { color: var(--soft);
  font-size: .9rem; }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; }
figure svg { display: block; width: 100%; height: auto; max-width: 30rem; }
figure.large svg { max-width: 27rem; }
#groups figure.large svg { max-width: 36rem; }
.wide { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: .92rem; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
thead th { min-width: 5.5rem; color: var(--soft); font-weight: 600;
  vertical-align: bottom; overflow-wrap: break-word; }
tbody th { font-weight: 600; min-width: 8rem; position: sticky; left: 0;
  background: #fff; }
#rules tbody th { min-width: min(18rem, 40vw); }
.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
td small, th small { display: block; color: var(--soft); font-weight: 400; }
details { margin: 1rem 0; }
summary { cursor: pointer; color: var(--main); font-weight: 600; }
.month table { width: 100%; table-layout: fixed; font-size: .8rem; }
.month h3 { margin-top: .5rem; }
.month thead th { min-width: 0; }
.month th, .month td { border: 1px solid var(--line); padding: 2px; min-width: 0;
  text-align: center; }
.month th { border: 0; font-weight: 400; color: var(--soft); }
.month td { height: 3rem; text-align: left; }
.month td > i { font-style: normal; color: var(--soft); font-size: .7rem; }
.fill { display: block; border-radius: 3px; padding: 0 2px; margin-top: 1px;
  overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: .72rem;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.fill b { font-size: .85rem; }
td .fill span { display: block; overflow: hidden; text-overflow: ellipsis;
  font-size: .65rem; line-height: 1.2; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
.legend .fill { padding: 0 .5rem; font-size: .85rem; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .8rem 0; }
a { color: var(--main); }
@media (max-width: 40rem) {
  h1 { font-size: 1.35rem; }
  body { padding: 1rem .8rem 3rem; }
  td .fill span { display: none; }
  .fill { text-align: center; }
  tbody th { min-width: 6rem; }
}
@media print {
  @page { margin: 14mm; }
  html { font-size: 10.5px; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { margin-top: 1.2rem; break-after: avoid; }
  figure, .number, .month, tr, li { break-inside: avoid; }
  .numbers { grid-template-columns: repeat(3, 1fr); }
  .charts { grid-template-columns: repeat(3, 1fr); }
  .months { grid-template-columns: repeat(2, 1fr); }
  .wide { overflow: visible; }
  tbody th { position: static; }
  .month td { height: 2.4rem; }
  th, td { padding: .2rem .4rem; }
}
"""
