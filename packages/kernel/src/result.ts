/** An expected no, in the words of the domain that says it. */
export interface Refusal<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  readonly message: string;
  /** The input field it is about, as in `['input', 'email']`. */
  readonly path?: readonly string[];
}

/** What a command answers: the value, or a refusal that changed nothing. */
export type Result<T, Code extends string = string> = { readonly ok: true; readonly value: T } | Refusal<Code>;

/** A yes. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** A no that the caller should have expected. Bugs and outages are thrown instead. */
export const refuse = <const Code extends string>(
  code: Code,
  message: string,
  path?: readonly string[],
): Refusal<Code> => ({ ok: false, code, message, ...(path && { path }) });
