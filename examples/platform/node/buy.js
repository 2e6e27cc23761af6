// Buy two seats as a ticketing platform does, with nothing of Jauge at hand:
// the service says by reflection what it can be asked.
//
//     npm install && node buy.js [ADDRESS [SEASON]]
//
// A service that asks for a token finds it in JAUGE_TOKEN; one behind TLS is
// reached with the authority of its certificate in JAUGE_TLS_CA (and, where it
// asks for one, a certificate and key in JAUGE_TLS_CERTIFICATE and JAUGE_TLS_KEY).

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import grpc from "@grpc/grpc-js";
import { discover } from "./reflection.js";

const [
  address = "127.0.0.1:50051",
  season = "organizations/grand-opera/seasons/season-2026-27",
] = process.argv.slice(2);

const { JAUGE_TOKEN, JAUGE_TLS_CA, JAUGE_TLS_CERTIFICATE, JAUGE_TLS_KEY } =
  process.env;
const read = (path) => (path ? readFileSync(path) : null);
const credentials = JAUGE_TLS_CA
  ? grpc.credentials.createSsl(
      read(JAUGE_TLS_CA),
      read(JAUGE_TLS_KEY),
      read(JAUGE_TLS_CERTIFICATE),
    )
  : grpc.credentials.createInsecure();
const clients = await discover(address, credentials);
console.log("services:", Object.keys(clients).join(" "));
const ask = (service, method, request) => {
  const client = clients[`jauge.pricing.v1.${service}`];
  const metadata = new grpc.Metadata();
  if (JAUGE_TOKEN) metadata.set("authorization", `Bearer ${JAUGE_TOKEN}`);
  const deadline = Date.now() + 5000;
  return promisify(client[method].bind(client))(request, metadata, { deadline });
};
const units = ({ units, nanos, currency_code }) =>
  `${(units + nanos / 1e9).toFixed(2)} ${currency_code}`;

const { performances } = await ask("CatalogService", "ListPerformances", {
  parent: season,
});
const { price_lists: lists } = await ask("QuoteService", "BatchListPrices", {
  parent: season,
  performances: performances.map(({ name }) => name),
  channel_id: "web",
});
const free = ({ left_seat_count }) => left_seat_count >= 2;
const offered = lists.find(
  (list) => !list.closed_because && list.prices.some(free),
);
if (!offered) throw new Error(`nothing is on sale in ${season}`);
const price = offered.prices.find(free);

const quote = await ask("QuoteService", "CreateQuote", {
  parent: season,
  quote: {
    channel_id: "web",
    items: [
      {
        performance: offered.performance,
        seat_category_id: price.seat_category_id,
        tariff_id: price.tariff_id,
        count: 2,
      },
    ],
  },
  // Kept until the answer: sent again, it holds the same seats.
  request_id: randomUUID(),
});
console.log("held:", quote.name, units(quote.total_price));
for (const line of quote.items[0].price_lines) {
  console.log("  ", units(line.amount).padStart(12), line.text);
}
const sold = await ask("QuoteService", "AcceptQuote", { name: quote.name });
console.log("sold:", sold.state, "tickets", sold.items[0].ticket_numbers.join(" "));
for (const client of Object.values(clients)) client.close();
