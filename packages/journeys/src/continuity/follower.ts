import { WebSocket } from 'ws';

/** One step as a client was told. */
interface Told {
  readonly kind: string;
  readonly sequence: number;
  readonly cursor: string;
}

/** What a follower is given to live with. */
export interface FollowerOptions {
  readonly orderId: string;
  /** A gateway to come back to, as `http://…`. */
  gateway(): string;
  /** An access token that is good now. */
  token(): string;
  readonly cutAfter: readonly [from: number, to: number];
}

/** What one client noted down. */
export interface Notes {
  readonly orderId: string;
  /** The number of the snapshot it began with; undefined if it never got one. */
  first: number | undefined;
  /** Numbers of the steps after it, as they came. */
  readonly heard: number[];
  /** Refusals that should not have been. */
  readonly refused: string[];
  /** Positions that were told, and those among them under another number than the step before. */
  moves: number;
  misplaced: number;
  connections: number;
}

/** A client that follows one order over whatever happens, as a frontend would. */
export interface Follower {
  readonly notes: Notes;
  /** Stops reading for a while, without telling anybody. */
  sleep(ms: number): void;
  /** From now on its sockets are left alone. */
  calm(): void;
  stop(): void;
}

const QUERY = `subscription ($orderId: ID!, $after: String) { orderTracking(orderId: $orderId, after: $after) {
  cursor sequence kind order { id status payment { status } } } }`;
/** What a client is told to come back after. */
const COMES_BACK = new Set(['RESYNC_REQUIRED', 'UPSTREAM_UNAVAILABLE', 'UNAUTHENTICATED', 'RATE_LIMITED']);

const between = (from: number, to: number): number => from + Math.random() * (to - from);

/** Begins to follow. */
export function follow({ orderId, gateway, token, cutAfter }: FollowerOptions): Follower {
  const notes: Notes = { orderId, first: undefined, heard: [], refused: [], moves: 0, misplaced: 0, connections: 0 };
  let cursor: string | undefined;
  let socket: WebSocket | undefined;
  let [stopped, calm] = [false, false];
  let asleep: NodeJS.Timeout | undefined;

  const take = ({ kind, sequence, cursor: at }: Told) => {
    if (kind === 'LOCATION') place(notes, sequence);
    else note(notes, kind, sequence);
    cursor = at;
  };

  const open = () => {
    if (stopped) return;
    const opened = new WebSocket(`${gateway().replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    socket = opened;
    const cut = setTimeout(() => !calm && !asleep && opened.terminate(), between(...cutAfter));
    opened.on('open', () =>
      opened.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token()}` } })),
    );
    opened.on('message', (text) => hear(opened, JSON.parse(String(text))));
    opened.on('error', () => undefined);
    opened.on('close', () => {
      clearTimeout(cut);
      setTimeout(open, between(20, 300));
    });
  };

  const hear = (from: WebSocket, { type, payload }: { type: string; payload?: unknown }) => {
    if (type === 'connection_ack') {
      notes.connections += 1;
      const variables = { orderId, ...(cursor !== undefined && { after: cursor }) };
      from.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY, variables } }));
    }
    if (type === 'next') answered(payload as Answer, take, notes);
    if (type === 'error') refusedBy(payload as Refusal[], notes);
    if (type === 'error' || type === 'complete') from.close();
  };

  open();
  return {
    notes,
    sleep(ms) {
      socket?.pause();
      const paused = socket;
      asleep = setTimeout(() => {
        asleep = undefined;
        paused?.resume();
      }, ms);
    },
    calm() {
      calm = true;
    },
    stop() {
      stopped = true;
      clearTimeout(asleep);
      socket?.terminate();
    },
  };
}

interface Refusal {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}
interface Answer {
  readonly data?: { readonly orderTracking?: Told } | null;
  readonly errors?: readonly Refusal[];
}

function answered({ data, errors = [] }: Answer, take: (told: Told) => void, notes: Notes): void {
  if (data?.orderTracking) take(data.orderTracking);
  else refusedBy(errors, notes);
}

function refusedBy(errors: readonly Refusal[], notes: Notes): void {
  for (const { message, extensions } of errors)
    if (!COMES_BACK.has(String(extensions?.code))) notes.refused.push(`${extensions?.code}: ${message}`);
}

/** A position takes no number: it is told under that of the step before. */
function place(notes: Notes, sequence: number): void {
  notes.moves += 1;
  if (sequence !== (notes.heard.at(-1) ?? notes.first)) notes.misplaced += 1;
}

function note(notes: Notes, kind: string, sequence: number): void {
  if (notes.first === undefined && kind === 'SNAPSHOT') notes.first = sequence;
  else notes.heard.push(sequence);
}
