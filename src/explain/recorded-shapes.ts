import { z } from 'zod';
import { REGIONS, SCORE_NAMES, type CheckResultSummary } from '../contract/check-result';
import { policySchema } from '../contract/schemas';

/** What payloads of a history hold, as far as an explanation needs it. All else in them is left unread. */

const text = z.string();

/** Input of any of the three workflows, each with its own part. */
export const inputSchema = z.object({
  merchantBizId: text.optional(),
  transactionId: text.optional(),
  region: z.enum(REGIONS).optional(),
  policy: z.union([text, policySchema, z.object({ fourEyes: text })]).optional(),
  attempt: z.number().optional(),
  reason: text.optional(),
  guidance: text.optional(),
  review: z.number().optional(),
  sentBy: z.object({ operator: text, reason: text }).optional(),
});
export type RecordedInput = z.infer<typeof inputSchema>;

/** Input of the CheckResult call: when its retries end. */
export const callInputSchema = z.object({ completionDeadlineMs: z.number(), resultDeadlineMs: z.number() });

/** Result of the CheckResult call. */
export const checkResultSchema = z.object({
  requestId: text,
  passed: z.enum(['Y', 'N']),
  subCode: text,
  procedurePriority: z.enum(['url', 'keep', 'unknown']).optional(),
  faceAttack: z.enum(['Y', 'N', 'unknown']).optional(),
  scores: z.partialRecord(z.enum(SCORE_NAMES), z.number()),
  extFaceInfoUnreadable: z.boolean(),
}) satisfies z.ZodType<CheckResultSummary>;

/** Result of a fallback: what it decided. */
export const attemptEndSchema = z.object({ decision: z.object({ route: text, reason: text }) });

/** Result of a review. */
export const reviewResultSchema = z.object({
  decision: text,
  reasonCode: text.optional(),
  decidedBy: z.array(text),
});

/** Result of a verification. */
export const outcomeSchema = z.object({ status: text, decidedBy: text, reason: text });

/** The value where it has the expected shape, else undefined: an explanation says less rather than fail. */
export function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
