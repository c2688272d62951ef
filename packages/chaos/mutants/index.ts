import type { Mutant } from '../src/mutants/mutant.ts';
import { eventMutants } from './events.ts';
import { moneyMutants } from './money.ts';
import { orderMutants } from './orders.ts';
import { stockMutants } from './stock.ts';

/** Every product with a guard less that the tests must tell from the real one. */
export const mutants: readonly Mutant[] = [...stockMutants, ...moneyMutants, ...orderMutants, ...eventMutants];
