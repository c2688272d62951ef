import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

/** A new id: what it names, then a ULID, so that ids sort by age (`ord_01J…`). */
export const newId = <const Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` => `${prefix}_${next()}`;
