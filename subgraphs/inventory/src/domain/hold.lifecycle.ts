import { lifecycle } from '@app/kernel/lifecycle';
import type { HoldLimits } from './hold.limits.ts';

/** The deadline under which a promise ends. */
export const EXPIRE_HOLD = 'inventory.expire-hold';

/** What becomes of a promise. `confirm` from EXPIRED takes the units again if they are still there. */
// biome-ignore format: a table is read by column
export const holdLifecycle = lifecycle({
  entity: 'Hold',
  initial: 'ACTIVE',
  moves: {
    confirm: { from: ['ACTIVE', 'EXPIRED'], to: 'CONFIRMED', by: ['orders'],    emits: 'stock.hold-confirmed' },
    release: { from: ['ACTIVE'],            to: 'RELEASED',  by: ['orders'],    emits: 'stock.hold-released' },
    expire:  { from: ['ACTIVE'],            to: 'EXPIRED',   by: ['inventory'], emits: 'stock.hold-expired' },
  },
});

/**
 * What becomes of the units of one line: `onHand` and `reserved` say how often the line's quantity is added to them,
 * `log` under which kind the change of `onHand` is written down.
 */
// biome-ignore format: a table is read by column
export const lineMoves = {
  confirm: { from: 'ACTIVE',    to: 'CONFIRMED', onHand: -1, reserved: -1, log: 'SOLD' },
  retake:  { from: 'EXPIRED',   to: 'CONFIRMED', onHand: -1, reserved:  0, log: 'SOLD' },
  release: { from: 'ACTIVE',    to: 'RELEASED',  onHand:  0, reserved: -1, log: null },
  expire:  { from: 'ACTIVE',    to: 'EXPIRED',   onHand:  0, reserved: -1, log: null },
  restock: { from: 'CONFIRMED', to: 'RETURNED',  onHand:  1, reserved:  0, log: 'RETURNED' },
} as const;

export type LineMove = keyof typeof lineMoves;

/** How long a promise lasts, and how many a customer may have. */
export interface HoldTerms extends HoldLimits {
  /** What the order is told. */
  readonly seconds: number;
  /** How much later the units are really given back, so that a confirmation on its way still finds them. */
  readonly graceSeconds: number;
}
