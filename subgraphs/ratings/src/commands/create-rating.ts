import { newId } from '@app/kernel/ids';
import { PUBLIC_TOPIC } from '@app/kernel/public';
import { ok, refuse } from '@app/kernel/result';
import type { RatingCommand, RatingWork } from '../context.ts';
import type { RatingRow, RatingSubject } from '../db.ts';
import { ratingShape } from '../inputs.ts';

/** A customer's judgement, as it comes in. */
export interface CreateRating {
  readonly orderId: string;
  readonly subject: RatingSubject;
  readonly subjectId: string;
  readonly score: number;
  readonly review?: string | null | undefined;
}

export type RatingRefusal = 'INVALID_INPUT' | 'NOT_DELIVERED' | 'ALREADY_RATED';

/** Publishes a rating of something that was delivered to the viewer, once per subject of an order (R1). */
export const createRating: RatingCommand<CreateRating, RatingRow, RatingRefusal> = async (work, input) => {
  const read = ratingShape.safeParse(input);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = ['input', ...(issue?.path ?? []).map(String)];
    return refuse('INVALID_INPUT', `${path.at(-1)}: ${issue?.message ?? 'not valid.'}`, path);
  }
  const { orderId, subject, subjectId, score, review } = read.data;
  const { tx, viewer, now } = work;

  const right = { customerId: viewer.id, orderId, subject, subjectId };
  const delivered = await tx.ratingRight.findUnique({ where: { customerId_orderId_subject_subjectId: right } });
  if (!delivered) return refuse('NOT_DELIVERED', 'Only what was delivered to you can be rated.');

  const rating = { id: newId('rat'), ...right, score, review, createdAt: now };
  // The unique key decides between several at once; whoever comes second has written nothing.
  const { count } = await tx.rating.createMany({ data: [rating], skipDuplicates: true });
  if (count === 0) return refuse('ALREADY_RATED', 'You have rated this already.');

  work.emit('rating.published', rating.id, { ratingId: rating.id, orderId, subject, subjectId, score });
  const typename = SHOWN_ON[subject];
  if (typename) work.announce(PUBLIC_TOPIC, { __typename: typename, id: subjectId });
  await addUp(work, rating);
  return ok(rating);
};

/** Where everybody sees the sum. */
const SHOWN_ON: Readonly<Record<RatingSubject, string | undefined>> = {
  BUSINESS: 'Business',
  COURIER: 'Courier',
  ORDER: undefined,
};

// Last, because everybody who rates the same subject waits for this row.
const addUp = ({ tx }: RatingWork, { subject, subjectId, score }: RatingRow) =>
  tx.$executeRaw`
    INSERT INTO "RatingTotal" ("subject", "subjectId", "count", "sum")
    VALUES (${subject}::"RatingSubject", ${subjectId}, 1, ${score}::int)
    ON CONFLICT ("subject", "subjectId") DO UPDATE
    SET "count" = "RatingTotal"."count" + 1, "sum" = "RatingTotal"."sum" + EXCLUDED."sum"`;
