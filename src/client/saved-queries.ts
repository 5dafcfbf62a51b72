import { WORKFLOW_TYPES } from '../contract/names';
import type { ReviewStatus } from '../contract/review';
import type { Reason, VerificationStatus } from '../contract/status';
import {
  nearlyDeletedResults,
  OPEN,
  OPEN_REVIEWS,
  openWithStatus,
  overdueReviews,
} from '../contract/visibility-queries';

/** A visibility query that is worth keeping. */
export interface SavedQuery {
  /** Letters, digits, spaces and hyphens: the Web UI names a view by nothing else. */
  title: string;
  query: string;
}

/** Which Web UI shows it, and how. */
export interface WebUiPlace {
  /** E.g. `http://localhost:8233`, or with the path that the Web UI lives under. */
  uiUrl: string;
  /** Default: `default`. */
  namespace?: string | undefined;
  /** Whether the browser that opens the link keeps it under Saved Views, once more for each time it is opened. Default: false. */
  keep?: boolean | undefined;
}

/**
 * What operators and reviewers look for, open work first.
 *
 * @param now what is overdue or nearly deleted is so as of this time, as a query cannot say "now"
 */
export function savedQueries(now: Date = new Date()): SavedQuery[] {
  return [
    { title: 'Waiting for the result', query: openWithStatus('AWAITING_RESULT') },
    { title: 'In fallback', query: openWithStatus('FALLBACK') },
    { title: 'In review', query: openWithStatus('MANUAL_REVIEW') },
    {
      title: 'Reviews to claim',
      query: all(OPEN_REVIEWS, reviewStatus('OPEN', 'SECOND_REVIEW', 'ESCALATED')),
    },
    { title: 'Reviews overdue', query: overdueReviews(now) },
    { title: 'Result nearly deleted', query: nearlyDeletedResults(now) },
    {
      title: 'In review for want of a result',
      query: all(
        OPEN,
        status('MANUAL_REVIEW'),
        reason('result-unavailable', 'result-pending', 'malformed-response', 'invalid-request'),
      ),
    },
    { title: 'Unknown sub-codes', query: all(type('verification'), reason('unmapped-sub-code')) },
    { title: 'Expired', query: status('EXPIRED') },
    { title: 'Rejected as nobody decided', query: all(status('REJECTED'), reason('review-undecided')) },
    {
      title: 'Failed or terminated',
      query: all(
        type('verification', 'fallbackVerification', 'manualReview'),
        "ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut')",
      ),
    },
    {
      title: 'Workflow tasks fail',
      query: all(
        type('verification', 'fallbackVerification', 'manualReview'),
        OPEN,
        "TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')",
      ),
    },
  ];
}

/** The address at which the Web UI lists what a query finds. */
export function savedQueryLink(
  { title, query }: SavedQuery,
  { uiUrl, namespace = 'default', keep }: WebUiPlace,
): string {
  const url = new URL(`${uiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`);
  url.searchParams.set('query', query);
  if (keep) url.searchParams.set('savedQuery', title);
  return url.href;
}

function all(...conditions: string[]): string {
  return conditions.join(' AND ');
}

function type(...types: (keyof typeof WORKFLOW_TYPES)[]): string {
  return oneOf(
    'WorkflowType',
    types.map((name) => WORKFLOW_TYPES[name]),
  );
}

function status(value: VerificationStatus): string {
  return oneOf('VerificationStatus', [value]);
}

function reviewStatus(...values: ReviewStatus[]): string {
  return oneOf('ReviewStatus', values);
}

function reason(...values: Reason[]): string {
  return oneOf('VerificationReason', values);
}

function oneOf(name: string, values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  return quoted.length === 1 ? `${name} = ${quoted[0]}` : `${name} IN (${quoted.join(', ')})`;
}
