import { z } from 'zod';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { WORKFLOW_TYPES } from '../contract/names';
import { PATTERNS } from '../contract/limits';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import { VERIFICATION_STATUSES } from '../contract/status';
import { parseInput } from './parse-input';
import type { TemporalCalls } from './temporal-calls';

const keyword = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const verificationFilterSchema = z.strictObject({
  status: z.enum(VERIFICATION_STATUSES).optional(),
  reason: keyword.optional(),
  subCode: z.string().regex(PATTERNS.subCode).optional(),
  limit: z.int().min(1).optional(),
});

const reviewFilterSchema = z.strictObject({
  status: keyword.optional(),
  dueBefore: z.date().optional(),
  /** Default: true, reviews that are not over. */
  openOnly: z.boolean().optional(),
  limit: z.int().min(1).optional(),
});

/** Which verifications to list; all, without a filter. */
export type VerificationFilter = z.input<typeof verificationFilterSchema>;

/** Which reviews to list; the open ones, without a filter. */
export type ReviewFilter = z.input<typeof reviewFilterSchema>;

/** A verification in a list. Lists lag a second or so behind. */
export interface ListedVerification {
  verificationId: string;
  status: string | undefined;
  reason: string | undefined;
  subCode: string | undefined;
  startedAt: Date;
}

/** A review in a list. */
export interface ListedReview {
  verificationId: string;
  review: number;
  status: string | undefined;
  reason: string | undefined;
  dueAt: Date | undefined;
}

/** @throws VerificationClientError `INVALID_INPUT` */
export async function* listVerifications(
  calls: TemporalCalls,
  filter: VerificationFilter = {},
): AsyncGenerator<ListedVerification> {
  const { status, reason, subCode, limit } = parseInput(verificationFilterSchema, filter);
  const query = allOf([
    equals('WorkflowType', WORKFLOW_TYPES.verification),
    equals('VerificationStatus', status),
    equals('VerificationReason', reason),
    equals('VerificationSubCode', subCode),
  ]);
  for await (const { workflowId, typedSearchAttributes: found, startTime } of first(limit, calls, query)) {
    yield {
      verificationId: workflowId.replace(/^verification-/, ''),
      status: found.get(SEARCH_ATTRIBUTES.VerificationStatus),
      reason: found.get(SEARCH_ATTRIBUTES.VerificationReason),
      subCode: found.get(SEARCH_ATTRIBUTES.VerificationSubCode),
      startedAt: startTime,
    };
  }
}

/** @throws VerificationClientError `INVALID_INPUT` */
export async function* listReviews(calls: TemporalCalls, filter: ReviewFilter = {}): AsyncGenerator<ListedReview> {
  const { status, dueBefore, openOnly = true, limit } = parseInput(reviewFilterSchema, filter);
  const query = allOf([
    equals('WorkflowType', WORKFLOW_TYPES.manualReview),
    equals('ReviewStatus', status),
    equals('ExecutionStatus', openOnly ? 'Running' : undefined),
    dueBefore && `ReviewDueAt < '${dueBefore.toISOString()}'`,
  ]);
  for await (const { workflowId, typedSearchAttributes: found } of first(limit, calls, query)) {
    const [, verificationId = '', review = '0'] = /^verification-(.+)\/manual-review-(\d+)$/.exec(workflowId) ?? [];
    yield {
      verificationId,
      review: Number(review),
      status: found.get(SEARCH_ATTRIBUTES.ReviewStatus),
      reason: found.get(SEARCH_ATTRIBUTES.VerificationReason),
      dueAt: found.get(SEARCH_ATTRIBUTES.ReviewDueAt),
    };
  }
}

async function* first(limit = Infinity, calls: TemporalCalls, query: string): AsyncGenerator<WorkflowExecutionInfo> {
  let count = 0;
  for await (const info of calls.list(query)) {
    yield info;
    count += 1;
    if (count >= limit) return;
  }
}

// Values come from schemas that know no quotation mark.
function equals(name: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${name} = '${value}'`;
}

function allOf(conditions: (string | undefined)[]): string {
  return conditions.filter((condition) => condition !== undefined).join(' AND ');
}
