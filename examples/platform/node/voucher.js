// Issue a voucher with nothing to install, as a body that checks means does:
//
//     node voucher.js KEY_FILE TARIFF [BRACKET [EXPIRES [SEATS [ID]]]]

import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

function voucher(key, tariff, bracket, expires, seats, id) {
  const [, keyId, organization, , secret] = key.trim().split(".");
  const parts = ["jv1", keyId, organization, tariff, bracket, expires, seats, id];
  const signed = parts.join(".");
  const mac = createHmac("sha256", Buffer.from(secret, "base64url")).update(signed);
  return `${signed}.${mac.digest("base64url")}`;
}

const [
  path,
  tariff,
  bracket = "",
  expires = Math.floor(Date.now() / 1000) + 30 * 86_400,
  seats = 1,
  id = randomBytes(16).toString("base64url"),
] = process.argv.slice(2);
console.log(voucher(readFileSync(path, "utf8"), tariff, bracket, expires, seats, id));
