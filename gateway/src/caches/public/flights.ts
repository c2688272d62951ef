/** A fetch of one public answer, for those who want the same meanwhile. */
export interface Flight {
  readonly deps: readonly string[];
  /** The answer as text once somebody joined; undefined when it is not for everybody. Rejects as the fetch does. */
  readonly text: Promise<string | undefined>;
  /** Whether somebody waits for `text`. */
  joined: boolean;
  /** Something in it has changed since it began: it is joined by nobody else, and not kept. */
  stale: boolean;
  land(text: string | undefined): void;
  fail(error: unknown): void;
}

/** Fetches of public answers under way, by key. */
export interface Flights {
  join(key: string): Flight | undefined;
  begin(key: string, deps: readonly string[]): Flight;
  /** No longer to be joined. */
  end(key: string, flight: Flight): void;
  /** Something has changed: whatever holds it, and began before, is stale. */
  turnStale(isIn: (flight: Flight) => boolean): void;
}

/** Opens the list. */
export function openFlights(): Flights {
  const flights = new Map<string, Flight>();
  const end = (key: string, flight: Flight) => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  return {
    join(key) {
      const flight = flights.get(key);
      if (flight) flight.joined = true;
      return flight;
    },
    begin(key, deps) {
      const flight = newFlight(deps);
      flights.set(key, flight);
      return flight;
    },
    end,
    turnStale(isIn) {
      for (const [key, flight] of flights) {
        if (!isIn(flight)) continue;
        flight.stale = true;
        flights.delete(key);
      }
    },
  };
}

function newFlight(deps: readonly string[]): Flight {
  let land: Flight['land'] = () => {};
  let fail: Flight['fail'] = () => {};
  const text = new Promise<string | undefined>((resolve, reject) => {
    land = resolve;
    fail = reject;
  });
  // Whoever began it is told by the fetch itself; nobody else may be there to hear it.
  text.catch(() => undefined);
  return { deps, text, joined: false, stale: false, land, fail };
}
