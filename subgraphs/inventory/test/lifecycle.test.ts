import { readFileSync } from 'node:fs';
import { survey } from '@app/kernel/testing';
import { holdLifecycle, lineMoves } from '../src/domain/hold.lifecycle.ts';
import { judge, mergeLines, turningPoint } from '../src/domain/stock.ts';
import { HoldLineState, HoldState } from '../src/generated/prisma/enums.ts';

describe('the lifecycle of a promise', () => {
  it('has the states the database knows, all of them reachable', () => {
    const { states, unreachable, final } = survey(holdLifecycle);
    expect(states.sort()).toEqual(Object.values(HoldState).sort());
    expect(unreachable).toEqual([]);
    expect(final.sort()).toEqual(['CONFIRMED', 'RELEASED']);
  });

  it('has lines with the states the database knows', () => {
    const states = new Set(Object.values(lineMoves).flatMap(({ from, to }) => [from, to]));
    expect([...states].sort()).toEqual(Object.values(HoldLineState).sort());
  });

  it('writes down every change of what is on hand, and no other', () => {
    for (const { onHand, log } of Object.values(lineMoves)) expect(log !== null).toBe(onHand !== 0);
  });

  it('reserves units in the state ACTIVE and in no other', () => {
    for (const { from, to, reserved } of Object.values(lineMoves)) {
      expect(reserved).toBe((String(to) === 'ACTIVE' ? 1 : 0) - (from === 'ACTIVE' ? 1 : 0));
    }
  });

  it('is told in the README as it is', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
    for (const [name, { from, to }] of Object.entries(holdLifecycle.moves)) {
      expect(readme).toContain(`| ${name} | ${from.join(', ')} | ${to} |`);
    }
    for (const [name, { from, to }] of Object.entries(lineMoves))
      expect(readme).toContain(`| ${name} | ${from} | ${to} |`);
  });
});

describe('lines', () => {
  it('of the same item are one, sorted by item', () => {
    expect(
      mergeLines([
        { itemId: 'b', quantity: 1 },
        { itemId: 'a', quantity: 2 },
        { itemId: 'b', quantity: 3 },
      ]),
    ).toEqual([
      { itemId: 'a', quantity: 2 },
      { itemId: 'b', quantity: 4 },
    ]);
  });

  it('are judged by what is free, not by what is there', () => {
    const items = new Map([
      ['a', { tracked: true, onHand: 5, reserved: 3 }],
      ['b', { tracked: false, onHand: 0, reserved: 0 }],
      ['c', { tracked: true, onHand: 5, reserved: 3 }],
    ]);
    const line = (itemId: string, quantity: number) => ({ itemId, quantity });

    expect(judge([line('a', 2), line('b', 99), line('c', 3), line('d', 1)], items)).toEqual({
      unknown: ['d'],
      short: ['c'],
      tracked: [line('a', 2), line('c', 3)],
    });
  });
});

describe('a turning point', () => {
  it.each([
    [1, 0, 'ran-out'],
    [0, 1, 'returned'],
    [2, 1, null],
    [1, 2, null],
    [0, 0, null],
  ])('from %i to %i is %s', (before, after, turned) => {
    expect(turningPoint(before, after)).toBe(turned);
  });
});
