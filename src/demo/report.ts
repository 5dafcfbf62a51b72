import Table from 'cli-table3';
import { verificationWorkflowId } from '../contract/names';
import type { Attempt } from '../contract/attempt';
import type { Outcome } from '../contract/verification';
import type { Scenario } from './scenario';

/** What came of a scenario. */
export type Played = { scenario: Scenario; seconds: number } & (
  { verificationId: string; outcome: Outcome; vendorCalls: number } | { error: string }
);

/** Whether a scenario ended as it should. */
export function isAsExpected(played: Played): boolean {
  if ('error' in played) return false;
  const { status, decidedBy, reason } = played.scenario.expected;
  const { outcome } = played;
  return outcome.status === status && outcome.decidedBy === decidedBy && outcome.reason === reason;
}

/** The table at the end: scenario, path, outcome, who decided, vendor calls, time, link. */
export function reportTable(all: readonly Played[], uiUrl: string | undefined): string {
  const table = new Table({
    head: ['Scenario', 'Path', 'Outcome', 'Decided by', 'Calls', 'Time', 'Web UI'],
    style: { head: [], border: [], compact: true },
  });
  for (const played of all) table.push(row(played, uiUrl));
  return table.toString();
}

function row(played: Played, uiUrl: string | undefined): string[] {
  const { scenario, seconds } = played;
  if ('error' in played) return [scenario.name, '', `FAILED: ${played.error}`, '', '', `${seconds.toFixed(1)} s`, ''];
  const { outcome, vendorCalls, verificationId } = played;
  const mark = isAsExpected(played) ? '' : ` (expected ${scenario.expected.status} by ${scenario.expected.decidedBy})`;
  return [
    scenario.name,
    pathOf(outcome),
    `${outcome.status}: ${outcome.reason}${mark}`,
    outcome.decidedBy,
    String(vendorCalls),
    `${seconds.toFixed(1)} s`,
    uiUrl ? `${uiUrl}/namespaces/default/workflows/${verificationWorkflowId(verificationId)}` : '',
  ];
}

/** E.g. `N/204 > fallback > Y/200`, in the order in which it happened. */
function pathOf({ attempts, reviews }: Outcome): string {
  const steps = [
    ...attempts.map((attempt) => ({
      at: attempt.startedAt,
      says: `${attempt.attempt > 1 ? 'fallback > ' : ''}${resultOf(attempt)}`,
    })),
    ...reviews.map(({ openedAt, decision, decidedBy }) => ({
      at: openedAt,
      says: `review ${decision}${decidedBy.length > 1 ? ' by two' : ''}`,
    })),
  ];
  return steps
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map(({ says }) => says)
    .join(' > ');
}

function resultOf({ result, failure, decision }: Attempt): string {
  if (result) return `${result.passed}/${result.subCode}`;
  return failure ?? decision?.reason ?? 'open';
}
