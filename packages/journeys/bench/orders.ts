// npm run bench:orders: complete orders a second (cart, checkout, paid from the wallet) through the gateway, in both
// mountings, on a PostgreSQL and a Redis of its own that keep what they acknowledge. The load comes from this machine.
// Prints a table; asserts nothing. `-- together` or `-- split` for one mounting, `-- statements` lists every statement;
// SECONDS=5, CLIENTS=1,8,32, ITEMS=17 (3: everybody orders the same few), PROFILE=folder for CPU profiles.
import type { Mounting } from '@app/stack/services';
import { openGround } from './orders/ground.ts';
import { heading, lineOf, measure } from './orders/measure.ts';
import { openShop } from './orders/shop.ts';
import { statementLines } from './orders/statements.ts';

const SECONDS = Number(process.env.SECONDS ?? 5);
const CLIENTS = (process.env.CLIENTS ?? '1,8,32').split(',').map(Number);
/** Items that are sold: of few, many orders at a time wait for the same row. */
const ITEMS = Number(process.env.ITEMS ?? 17);
const MOUNTINGS: readonly Mounting[] = ['together', 'split'];

const say = (line: string) => process.stdout.write(`${line}\n`);
say(`A complete order: one client puts a counted item into the cart and checks out with the wallet; done when it is told
CONFIRMED and PAID. SQL each: all that PostgreSQL counts until nothing is on its way any more, BEGIN and COMMIT, relays,
consumers and deadlines included, and the ledger's own checks at COMMIT. CPU: milliseconds an order; cores: how many that was at a time.`);

const chosen = MOUNTINGS.filter((mounting) => process.argv.includes(mounting));

for (const mounting of chosen.length > 0 ? chosen : MOUNTINGS) {
  const ground = await openGround(mounting);
  try {
    const shop = await openShop(ground.stack.gatewayUrl, { customers: Math.max(...CLIENTS), items: ITEMS });
    say(`\n${mounting}\n${heading}`);
    for (const clients of CLIENTS) {
      const round = await measure(ground, shop, { clients, seconds: SECONDS });
      say(lineOf(round));
      if (process.argv.includes('statements')) say(statementLines(round.statements, round.times.length).join('\n'));
    }
  } finally {
    await ground.close();
  }
}
process.exit(0);
