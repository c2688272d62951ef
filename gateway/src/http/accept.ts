/** The media types answers are written in. */
export const RESPONSE_JSON = 'application/graphql-response+json; charset=utf-8';
export const PLAIN_JSON = 'application/json; charset=utf-8';

/** How a client wants its answer. */
export interface Wanted {
  /** The media type of a whole answer; undefined when the client takes none. */
  readonly whole: typeof RESPONSE_JSON | typeof PLAIN_JSON | undefined;
  /** It named `application/json` itself: a client from before GraphQL had a media type, which reads errors at status 200 only. */
  readonly legacy: boolean;
  /** It would rather have an event stream than anything else. */
  readonly events: boolean;
  /** It takes parts that follow later (`@defer`), as Apollo's clients and urql read them. */
  readonly parts: boolean;
}

const ANYTHING: Wanted = { whole: PLAIN_JSON, legacy: false, events: false, parts: false };

/** Headers seen so far: clients send the same few for ever. A flood of others is not kept. */
const known = new Map<string, Wanted | undefined>();
const MAX_KNOWN = 500;

/** What an `Accept` header asks for; undefined when it takes nothing that is spoken here (406). */
export function wantedIn(accept: string | undefined): Wanted | undefined {
  if (accept === undefined || accept === '*/*' || accept === '') return ANYTHING;
  if (known.has(accept)) return known.get(accept);
  const wanted = negotiated(accept);
  if (known.size < MAX_KNOWN) known.set(accept, wanted);
  return wanted;
}

interface Range {
  readonly type: string;
  readonly params: ReadonlyMap<string, string>;
  readonly quality: number;
}

function negotiated(accept: string): Wanted | undefined {
  const ranges = accept
    .split(',')
    .map(rangeIn)
    .filter(({ quality }) => quality > 0);
  const qualityOf = (...types: string[]) =>
    Math.max(0, ...ranges.filter(({ type }) => types.includes(type)).map(({ quality }) => quality));
  const response = qualityOf('application/graphql-response+json');
  const json = qualityOf('application/json');
  const any = qualityOf('*/*', 'application/*');
  const parts = ranges.some(isDeferred);
  const events = eventsFirst(ranges);
  const best = Math.max(response, json, any);
  if (best === 0 && !parts && !events) return undefined;
  if (best === 0) return { whole: undefined, legacy: false, events, parts };
  // Equally welcome: the type that says more about itself.
  if (response === best) return { whole: RESPONSE_JSON, legacy: false, events, parts };
  return { whole: PLAIN_JSON, legacy: json === best, events, parts };
}

function rangeIn(text: string): Range {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  const params = new Map(
    rest.map((param): [string, string] => {
      const [name = '', value = ''] = param.split('=');
      return [name.trim(), value.trim().replaceAll('"', '')];
    }),
  );
  const quality = params.has('q') ? Number(params.get('q')) : 1;
  return { type, params, quality: Number.isNaN(quality) ? 0 : quality };
}

/** Parts exist in more than one dialect; this one is 20220824, which plain `multipart/mixed` means as well. */
const isDeferred = ({ type, params }: Range): boolean =>
  type === 'multipart/mixed' &&
  (params.get('deferspec') ?? '20220824') === '20220824' &&
  !params.has('incrementalspec') &&
  !params.has('subscriptionspec');

const SPOKEN = new Set(['application/graphql-response+json', 'application/json', 'application/*', '*/*']);

function eventsFirst(ranges: readonly Range[]): boolean {
  const at = ranges.findIndex(({ type }) => type === 'text/event-stream');
  const events = ranges[at];
  if (!events) return false;
  return ranges.every(
    ({ type, quality }, index) =>
      !SPOKEN.has(type) || quality < events.quality || (quality === events.quality && index > at),
  );
}
