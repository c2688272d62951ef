import { openArena } from './support/races/arena.ts';
import { checkoutRaces } from './support/races/checkouts.ts';
import { endingRaces } from './support/races/endings.ts';
import { moneyRaces } from './support/races/money.ts';
import { stockRaces } from './support/races/stock.ts';

const arena = openArena();

stockRaces(arena);
moneyRaces(arena);
endingRaces(arena);
checkoutRaces(arena);
