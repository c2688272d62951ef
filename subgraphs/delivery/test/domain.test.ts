import { etaSeconds } from '../src/domain/eta.ts';
import { type Box, boxesAround, metersBetween, type Place } from '../src/domain/geo.ts';
import { sameCode } from '../src/domain/handover.ts';
import { rank, scoreOf } from '../src/domain/scoring.ts';
import { askable, isOverdue, radiusOf, restMs } from '../src/domain/search.ts';

const BISTRO = { latitude: 52.52, longitude: 13.405 };
const HOME = { latitude: 52.53, longitude: 13.42 };

describe('distance', () => {
  it.each([
    [BISTRO, BISTRO, 0],
    [BISTRO, HOME, 1505],
    [{ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 }, 22_239],
    [{ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 0 }, 20_015_114],
  ])('from %j to %j is %d m', (a, b, meters) => {
    expect(Math.round(metersBetween(a, b))).toBe(meters);
  });
});

describe('the rectangle to search in', () => {
  const around = (longitude: number): number => ((longitude + 540) % 360) - 180;
  const onCircle = ({ latitude, longitude }: Place, angle: number): Place => {
    const degrees = 19_000 / 111_195;
    const shrink = Math.cos((latitude * Math.PI) / 180);
    return {
      latitude: latitude + degrees * Math.cos(angle),
      longitude: around(longitude + (degrees * Math.sin(angle)) / shrink),
    };
  };
  const holds = (box: Box, { latitude, longitude }: Place): boolean =>
    latitude >= box.south && latitude <= box.north && longitude >= box.west && longitude <= box.east;

  it.each([
    [BISTRO, 1],
    [{ latitude: 10, longitude: 179.95 }, 2],
    [{ latitude: -70, longitude: -179.99 }, 2],
  ])('around %j holds the whole circle in %d boxes, split at the antimeridian', (centre, count) => {
    const boxes = boxesAround(centre, 20_000);
    expect(boxes).toHaveLength(count);
    const rim = Array.from({ length: 72 }, (_, step) => onCircle(centre, (step * Math.PI) / 36));
    expect(rim.filter((place) => !boxes.some((box) => holds(box, place)))).toEqual([]);
  });

  it('is the whole cap at a pole', () => {
    expect(boxesAround({ latitude: 90, longitude: 0 }, 20_000)).toEqual([
      expect.objectContaining({ north: 90, west: -180, east: 180 }),
    ]);
  });
});

describe('the score', () => {
  it('says what it is made of', () => {
    expect(scoreOf({ id: 'a', meters: 1_000, load: 1, silentSeconds: 60 }, 3)).toEqual({
      score: 0.7483,
      components: { proximity: 0.75, idleness: 0.6667, freshness: 0.9, meters: 1_000, load: 1, silentSeconds: 60 },
    });
  });

  it.each([
    ['the nearer', { meters: 300 }, { meters: 900 }],
    ['the freer', { load: 0 }, { load: 2 }],
    ['the one heard of lately', { silentSeconds: 5 }, { silentSeconds: 500 }],
    ['a near one with a job before a far one without', { meters: 200, load: 1 }, { meters: 6_000, load: 0 }],
  ])('prefers %s', (_, better, worse) => {
    const plain = { meters: 500, load: 1, silentSeconds: 30 };
    const ranked = rank(
      [
        { id: 'a', ...plain, ...worse },
        { id: 'b', ...plain, ...better },
      ],
      3,
    );
    expect(ranked.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('asks the older of two equals, so that the order never depends on the database', () => {
    const equal = { meters: 1, load: 0, silentSeconds: 0 };
    expect(
      rank(
        [
          { id: 'b', ...equal },
          { id: 'a', ...equal },
        ],
        3,
      ).map(({ id }) => id),
    ).toEqual(['a', 'b']);
  });
});

describe('whom a round asks', () => {
  const [a, b] = [{ id: 'a' }, { id: 'b' }];
  it.each([
    ['everybody at first', [], 0, ['a', 'b']],
    ['nobody twice in a round', [{ courierId: 'a', round: 0, state: 'EXPIRED' }], 0, ['b']],
    ['who did not answer, in the next round', [{ courierId: 'a', round: 0, state: 'EXPIRED' }], 1, ['a', 'b']],
    ['not who declined, while there is somebody else', [{ courierId: 'a', round: 0, state: 'DECLINED' }], 1, ['b']],
    [
      'who declined, when there is nobody else',
      [
        { courierId: 'a', round: 0, state: 'DECLINED' },
        { courierId: 'b', round: 1, state: 'EXPIRED' },
      ],
      1,
      ['a'],
    ],
  ])('is %s', (_, asked, round, ids) => {
    expect(askable([a, b], asked, round).map(({ id }) => id)).toEqual(ids);
  });
});

describe('the search', () => {
  const rules = { escalateRounds: 3, escalateSeconds: 900, searchSeconds: 10, slowSearchSeconds: 60 };
  const createdAt = new Date('2026-01-01T12:00:00Z');
  const after = (seconds: number) => new Date(createdAt.getTime() + seconds * 1000);

  it('widens', () => expect([0, 1, 2, 3, 4, 99].map(radiusOf)).toEqual([2_000, 5_000, 10_000, 20_000, 20_000, 20_000]));

  it.each([
    [0, 899, false],
    [0, 900, true],
    [2, 1, false],
    [3, 1, true],
  ])('after %d rounds and %d s calls the back office: %s', (searchRound, seconds, overdue) => {
    expect(isOverdue({ searchRound, createdAt }, after(seconds), rules)).toBe(overdue);
  });

  it('rests longer once the back office knows', () => {
    expect([restMs(false, rules), restMs(true, rules)]).toEqual([10_000, 60_000]);
  });
});

describe('the arrival time', () => {
  const job = { pickup: BISTRO, dropoff: HOME };
  it.each([
    ['PENDING', BISTRO, null],
    ['OFFERED', BISTRO, null],
    ['ASSIGNED', HOME, 903],
    ['AT_PICKUP', BISTRO, 511],
    ['PICKED_UP', BISTRO, 391],
    ['IN_TRANSIT', HOME, 0],
    ['IN_TRANSIT', null, 391],
    ['DELIVERED', HOME, null],
    ['CANCELLED', BISTRO, null],
  ])('of a job that is %s with its courier at %j is %s s', (status, courierAt, seconds) => {
    expect(etaSeconds({ status, ...job }, courierAt)).toBe(seconds);
  });
});

describe('comparing codes', () => {
  it.each([
    ['123456', '123456', true],
    ['123457', '123456', false],
    ['12345', '123456', false],
    ['1234567', '123456', false],
    ['', '123456', false],
  ])('%j is %j: %s', (given, expected, same) => expect(sameCode(given, expected)).toBe(same));
});
