import { summaryOf } from '../src/domain/summary.ts';

describe('the summary of a subject', () => {
  it.each([
    [undefined, { average: null, count: 0 }],
    [
      { count: 1, sum: 5 },
      { average: 5, count: 1 },
    ],
    [
      { count: 3, sum: 13 },
      { average: 4.33, count: 3 },
    ],
    [
      { count: 3, sum: 14 },
      { average: 4.67, count: 3 },
    ],
    [
      { count: 8, sum: 33 },
      { average: 4.13, count: 8 },
    ],
  ])('of %j is %j', (total, summary) => {
    expect(summaryOf(total)).toEqual(summary);
  });
});
