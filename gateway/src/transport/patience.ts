/** Until when somebody waits for something: what of an `AbortSignal` is used here, so that one can stand in for it. */
export interface Patience {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A patience, and how to end it. */
export interface Limited {
  readonly patience: Patience;
  end(reason: unknown): void;
}

/** Opens a patience. Every request has one, and an AbortController costs ten times as much. */
export function openPatience(): Limited {
  const listeners = new Set<() => void>();
  const state = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener: (_type: 'abort', listener: () => void): void => void listeners.add(listener),
    removeEventListener: (_type: 'abort', listener: () => void): void => void listeners.delete(listener),
  };
  return {
    patience: state,
    end(reason) {
      if (state.aborted) return;
      state.aborted = true;
      state.reason = reason;
      for (const listener of listeners) listener();
      listeners.clear();
    },
  };
}

/** Somebody who waits for ever. */
export const ENDLESS: Patience = {
  aborted: false,
  reason: undefined,
  addEventListener: () => {},
  removeEventListener: () => {},
};
