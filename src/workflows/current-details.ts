import { workflowInfo } from '@temporalio/workflow';
import type { Attempt } from '../contract/attempt';
import type { ReviewResult } from '../contract/review';
import type { Policy } from '../contract/schemas';
import type { Waiting } from '../contract/verification';

/** What the Web UI shows as Current Details: one fact a line, in the Markdown that both of its renderers know. */

type Facts = Readonly<Record<string, string | undefined>>;

const WAITS_FOR: Readonly<Record<Waiting['for'], string>> = {
  callback: "the vendor's callback",
  result: "the vendor's result; the tab Pending Activities says how the last call went",
  submission: 'the new transaction of this attempt (update submitTransaction)',
  fallback: 'another attempt, with a new transaction',
  review: "a reviewer's decision",
};

/** The heading, then what is waited for, since when, until when, what follows then, and what there was before. */
export function waitingDetails(heading: string, waiting: Waiting, policy: Policy, before: Facts = {}): string {
  return factDetails(heading, {
    'Waits for': WAITS_FOR[waiting.for],
    'In workflow': waiting.workflowId && linkTo(waiting.workflowId),
    Since: clockTime(waiting.since),
    Until: clockTime(waiting.until),
    Then: whatFollows(waiting, policy),
    'If the user never finishes': waiting.for === 'result' ? `EXPIRED at ${expiry(waiting, policy)}` : undefined,
    ...before,
  });
}

/** A heading and facts, one a line. */
export function factDetails(heading: string, facts: Facts): string {
  const lines = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [`- **${name}:** ${value}`],
  );
  return [`### ${heading}`, ...lines].join('\n');
}

/** What came of each attempt and review, one a line. */
export function storyFacts(attempts: readonly Attempt[], reviews: readonly ReviewResult[] = []): Facts {
  return Object.fromEntries([
    ...attempts.map((attempt) => [`Attempt ${attempt.attempt}`, storyOf(attempt)]),
    ...reviews.map(({ review, decision, reasonCode }) => [
      `Review ${review}`,
      reasonCode ? `${decision} (${reasonCode})` : decision,
    ]),
  ]);
}

/** A time as a person reads it: seconds are enough. */
export function clockTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

function storyOf({ result, failure, decision }: Attempt): string | undefined {
  if (!decision) return undefined;
  const said = result && `Passed ${result.passed}, SubCode ${result.subCode}`;
  return `${said ?? failure ?? 'no result'} → ${decision.route} (${decision.reason})`;
}

function whatFollows({ for: thing }: Waiting, policy: Policy): string {
  switch (thing) {
    case 'callback':
      return 'the result is fetched without it';
    case 'result':
      return 'the vendor deletes the result, and a reviewer decides';
    case 'submission':
    case 'fallback':
      return `without a new transaction: ${abandonedMeans(policy)}`;
    case 'review':
      return `without a decision: ${undecidedStatus(policy.review)}`;
  }
}

/** What follows when nobody submits a new transaction. */
export function abandonedMeans({ fallback }: Policy): string {
  return fallback.whenAbandoned === 'expire' ? 'EXPIRED' : 'a reviewer decides';
}

/** What an undecided review comes to. */
export function undecidedStatus({ whenUndecided }: Policy['review']): 'EXPIRED' | 'REJECTED' {
  return whenUndecided === 'expire' ? 'EXPIRED' : 'REJECTED';
}

/** A result's deadline and the user's own count from the same moment. */
function expiry({ until }: Waiting, { resultDeadlineMs, completionDeadlineMs }: Policy): string {
  return clockTime(new Date(Date.parse(until) - resultDeadlineMs + completionDeadlineMs).toISOString());
}

/** A link that the Web UI opens in a new tab. It has no leading slash, as the Web UI may live under a path. */
function linkTo(workflowId: string): string {
  const { namespace } = workflowInfo();
  return `[${workflowId}](namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)})`;
}
