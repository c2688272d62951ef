/**
 * The live topic on which a domain says that something everybody may read has changed:
 * `work.announce(PUBLIC_TOPIC, { __typename: 'MenuItem', id })`. Whoever keeps public data drops it then.
 */
export const PUBLIC_TOPIC = 'public';

/** Versions are forgotten after this long; nothing public may be kept for longer. */
export const PUBLIC_VERSION_SECONDS = 3_600;

/** Where Redis has the version of a type of one subgraph, or of one entity: another one whenever a change is told. */
export const publicVersionKey = (subgraph: string, typename: string, id?: string | number): string =>
  `public:version:${subgraph}:${typename}${id === undefined ? '' : `:${id}`}`;

/** A version that never comes again, with the time (milliseconds) at which the change was told. */
export const publicVersion = (nowMs: number, id: string): string => `${nowMs}.${id}`;

/** When the change of a version was told, in milliseconds; 0 where none is known. */
export const publicVersionMs = (version: string | null): number => Number(version?.split('.')[0] ?? 0);
