/** One answer that may be kept by itself. */
export interface Piece {
  readonly key: string;
  /** Version keys of what is in it; asked for only when it is not there. */
  deps(): readonly string[];
}

/** What pieces read together have in common. */
export interface Terms {
  readonly subgraph: string;
  /** Seconds. */
  readonly maxAge: number;
}

/** What the subgraph said to nobody in particular: an object for everybody, or something that is not (nothing, an error). */
export type Said<No> = { readonly yes: object } | { readonly no: No };

/** A piece as its reader gets it, to own; `no` is undefined when it was somebody else's fetch that came to nothing. */
export type Piecemeal<No> = { readonly yes: object } | { readonly no: No | undefined };

/** Fetches pieces by their indexes, as nobody in particular; answers in their order. */
export type Ask<No> = (indexes: readonly number[]) => Promise<readonly Said<No>[]>;
