import { isOpen, minuteOfWeek, type OpeningSpan } from '../src/domain/opening.ts';
import { NOBODY, openWorld } from './support/world.ts';

const BERLIN = { status: 'ACTIVE', paused: false, alwaysOpen: false, timezone: 'Europe/Berlin' };
const weekday = (day: number, opensAt: number, closesAt: number): OpeningSpan => ({ weekday: day, opensAt, closesAt });
/** Thursday lunch and dinner, and a Sunday night until two. */
const hours = [weekday(4, 690, 870), weekday(4, 1_080, 1_320), weekday(7, 1_200, 1_560)];

describe('a business is open', () => {
  it.each([
    ['before lunch', '2026-01-01T10:29:59Z', false],
    ['as lunch begins', '2026-01-01T10:30:00Z', true],
    ['as lunch ends', '2026-01-01T13:30:00Z', false],
    ['at dinner', '2026-01-01T18:00:00Z', true],
    ['on another day', '2026-01-02T18:00:00Z', false],
    ['on Sunday evening', '2026-01-04T22:59:00Z', true],
    ['on Monday after midnight', '2026-01-05T00:59:59Z', true],
    ['on Monday at two', '2026-01-05T01:00:00Z', false],
    ['as lunch begins in summer', '2026-07-02T09:30:00Z', true],
    ['an hour before that', '2026-07-02T08:30:00Z', false],
  ])('%s (%s): %s', (_when, now, open) => expect(isOpen({ ...BERLIN, hours }, new Date(now))).toBe(open));

  it.each([
    ['always, when it never closes', { ...BERLIN, alwaysOpen: true, hours: [] }, true],
    ['not when paused', { ...BERLIN, alwaysOpen: true, paused: true, hours: [] }, false],
    ['not when suspended', { ...BERLIN, alwaysOpen: true, status: 'SUSPENDED', hours: [] }, false],
    ['never without hours', { ...BERLIN, hours: [] }, false],
  ])('%s', (_what, opening, open) => expect(isOpen(opening, new Date())).toBe(open));

  it('by the clocks of its own place', () => {
    const now = new Date('2026-01-01T03:30:00Z');
    expect(minuteOfWeek('Europe/Berlin', now)).toBe(3 * 1_440 + 4 * 60 + 30);
    expect(minuteOfWeek('America/New_York', now)).toBe(2 * 1_440 + 22 * 60 + 30);
    expect(minuteOfWeek('Asia/Kathmandu', now)).toBe(3 * 1_440 + 9 * 60 + 15);
  });
});

describe('the feed', () => {
  const world = openWorld();
  afterAll(() => world.close());

  it('filters in SQL exactly as isOpen says, in every zone, at midnights and when clocks change', async () => {
    await world.reset();
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'];
    const shapes: OpeningSpan[][] = [
      hours,
      [1, 2, 3, 4, 5, 6, 7].map((day) => weekday(day, 1_020, 1_620)),
      [weekday(7, 0, 1_440)],
      [weekday(1, 120, 180), weekday(7, 150, 200)],
      [weekday(7, 1_439, 2_879)],
      [],
    ];
    const openings = zones.flatMap((timezone) =>
      shapes.map((shape) => ({ timezone, hours: shape, alwaysOpen: false })),
    );
    const ids = openings.map((_opening, n) => `biz_${String(n).padStart(2, '0')}`);
    for (const [n, opening] of openings.entries()) await world.business({ id: ids[n] ?? '', ...opening });
    await world.business({ id: 'biz_paused', paused: true });

    const instants = [
      ...Array.from({ length: 7 * 16 }, (_, n) => Date.UTC(2026, 0, 1) + n * 5_400_000 + 59_000),
      // The nights in which Berlin's clocks change.
      ...Array.from({ length: 12 }, (_, n) => Date.UTC(2026, 2, 28, 22) + n * 1_800_000),
      ...Array.from({ length: 12 }, (_, n) => Date.UTC(2026, 9, 24, 22) + n * 1_800_000),
    ];
    const seen = { open: 0, closed: 0 };
    for (const at of instants) {
      const now = new Date(at);
      const { data } = await world.ask(
        NOBODY,
        '{ businesses(near: { latitude: 52.52, longitude: 13.405 }, first: 100) { edges { node { id isOpen } } } }',
        {},
        now,
      );
      const open = openings.flatMap((opening, n) =>
        isOpen({ status: 'ACTIVE', paused: false, ...opening }, now) ? [{ node: { id: ids[n], isOpen: true } }] : [],
      );
      expect({ now, edges: data.businesses.edges }).toEqual({ now, edges: open });
      seen.open += open.length;
      seen.closed += openings.length - open.length;
    }
    expect(seen.open).toBeGreaterThan(500);
    expect(seen.closed).toBeGreaterThan(500);
  });
});
