/** Executions that may be shared while they are under way. */
export interface Sharing<T> {
  (key: string, work: () => Promise<T>): Promise<T>;
  /** How many are under way. */
  size(): number;
  /** How many there were so far. */
  made(): number;
}

/** Lets everybody who asks for the same key while the first one is still being served share its answer. */
export function inFlight<T>(): Sharing<T> {
  const flights = new Map<string, Promise<T>>();
  let made = 0;
  const share = (key: string, work: () => Promise<T>) => {
    const flying = flights.get(key);
    if (flying) return flying;
    made += 1;
    const flight = work().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
  return Object.assign(share, { size: () => flights.size, made: () => made });
}
