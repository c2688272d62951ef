/** A span in which a business is open: ISO weekday (1 Monday), minutes after local midnight, the night to the next day above 1440. */
export interface OpeningSpan {
  readonly weekday: number;
  readonly opensAt: number;
  readonly closesAt: number;
}

/** What decides whether a business takes orders. */
export interface Opening {
  readonly status: string;
  readonly paused: boolean;
  readonly alwaysOpen: boolean;
  readonly timezone: string;
  readonly hours: readonly OpeningSpan[];
}

const DAY = 1_440;
const WEEK = 7 * DAY;

/** Whether a business takes orders at this instant. `nearby.ts` asks the same in SQL; a test compares the two. */
export function isOpen({ status, paused, alwaysOpen, timezone, hours }: Opening, now: Date): boolean {
  if (status !== 'ACTIVE' || paused) return false;
  if (alwaysOpen) return true;
  if (hours.length === 0) return false;
  const minute = minuteOfWeek(timezone, now);
  return hours.some(({ weekday, opensAt, closesAt }) => {
    const midnight = (weekday - 1) * DAY;
    // Sunday's night runs into Monday: seen from there, this minute is one of the next week.
    return [minute, minute + WEEK].some((at) => midnight + opensAt <= at && at < midnight + closesAt);
  });
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

interface Clock {
  readonly format: Intl.DateTimeFormat;
  at: number;
  minute: number;
}
const clocks = new Map<string, Clock>();

/** Minutes since Monday's midnight on the clocks of a time zone. Asking Intl is slow, so each zone's last answer is kept for its minute. */
export function minuteOfWeek(timezone: string, now: Date): number {
  const at = Math.floor(now.getTime() / 60_000);
  let clock = clocks.get(timezone);
  if (!clock) {
    clock = { format: formatIn(timezone), at: Number.NaN, minute: 0 };
    clocks.set(timezone, clock);
  }
  if (clock.at !== at) {
    const parts = Object.fromEntries(clock.format.formatToParts(now).map(({ type, value }) => [type, value]));
    clock.at = at;
    clock.minute = WEEKDAYS.indexOf(parts.weekday ?? '') * DAY + Number(parts.hour) * 60 + Number(parts.minute);
  }
  return clock.minute;
}

const formatIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
