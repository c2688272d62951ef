import DataLoader from 'dataloader';
import type { Db, RatingSubject, RatingTotalRow } from '../db.ts';
import { type Summary, summaryOf } from '../domain/summary.ts';

/** Sums by subject, one statement for all that a request asks of; a subject nobody rated has a count of 0. Everybody may read them. */
export const summaryLoader = (db: Db, subject: RatingSubject) =>
  new DataLoader<string, Summary>(async (subjectIds) => {
    const rows = await db.$queryRaw<Pick<RatingTotalRow, 'subjectId' | 'count' | 'sum'>[]>`
      SELECT "subjectId", "count", "sum" FROM "RatingTotal"
      WHERE "subject" = ${subject}::"RatingSubject" AND "subjectId" = ANY(${subjectIds}::text[])`;
    const bySubject = new Map(rows.map((row) => [row.subjectId, row]));
    return subjectIds.map((subjectId) => summaryOf(bySubject.get(subjectId)));
  });
