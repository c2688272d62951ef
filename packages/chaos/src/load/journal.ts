/** What clients were told has happened. All of it must still be so when everything has settled. */
export interface Journal {
  /** A checkout that was answered with an order. */
  readonly ordered: Map<string, { orderId: string; customer: string }>;
  /** Checkouts that were refused for good, by key, with the code. */
  readonly refused: Map<string, string>;
  /** Orders whose cancellation was answered with a yes. */
  readonly cancelled: Set<string>;
  /** Moves of kitchens: the seller order and where it went. */
  readonly moved: { sellerOrderId: string; to: string }[];
  /** Deliveries that a courier was told are done. */
  readonly delivered: Set<string>;
  /** Stock changes by idempotency key. */
  readonly adjusted: Map<string, { itemId: string; delta: number }>;
  /** Stock changes whose answer never came; they happened once or not at all. */
  readonly adjustmentsTried: Set<string>;
  /** Refunds by an admin, by idempotency key. */
  readonly refunded: Map<string, string>;
  /** Top-ups by idempotency key, with the payment that answered. */
  readonly toppedUp: Map<string, string>;
  /** What was answered differently when it was asked again. */
  readonly contradictions: string[];
  /** Endings of what customers tried, counted. */
  readonly outcomes: Map<string, number>;
  /** Why something had to be asked again, counted. */
  readonly retries: Map<string, number>;
}

/** Opens an empty journal. */
export const openJournal = (): Journal => ({
  ordered: new Map(),
  refused: new Map(),
  cancelled: new Set(),
  moved: [],
  delivered: new Set(),
  adjusted: new Map(),
  adjustmentsTried: new Set(),
  refunded: new Map(),
  toppedUp: new Map(),
  contradictions: [],
  outcomes: new Map(),
  retries: new Map(),
});

const countIn = (counts: Map<string, number>, what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);

/** Counts how something ended. */
export const noteOutcome = ({ outcomes }: Journal, outcome: string): void => countIn(outcomes, outcome);

/** Counts that something is asked again. */
export const noteRetry = ({ retries }: Journal, reason: string): void => countIn(retries, reason);
