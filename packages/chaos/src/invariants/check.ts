import { agreementInvariants } from './agreement.ts';
import { eventInvariants } from './events.ts';
import { moneyInvariants } from './money.ts';
import { orderInvariants } from './orders.ts';
import { promiseInvariants } from './promises.ts';
import type { Invariant, Rooms } from './rooms.ts';
import { stockInvariants } from './stock.ts';

/** Everything that must hold once a run has settled. */
export const invariants: readonly Invariant[] = [
  ...stockInvariants,
  ...moneyInvariants,
  ...orderInvariants,
  ...agreementInvariants,
  ...eventInvariants,
  ...promiseInvariants,
];

/** An invariant and what contradicts it; nothing when it holds. */
export interface Verdict {
  readonly number: string;
  readonly name: string;
  readonly broken: readonly string[];
}

/** Checks all of them. One that cannot be checked counts as broken. */
export async function checkAll(rooms: Rooms): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { number, name, broken } of invariants) {
    const found = await broken(rooms).catch((error: unknown) => [`could not be checked: ${String(error)}`]);
    verdicts.push({ number, name, broken: found });
  }
  return verdicts;
}
