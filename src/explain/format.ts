import Table from 'cli-table3';
import type { Explanation, Step, Wait } from './explanation';
import { nameOf } from './words';

/** An explanation as text for a terminal. */
export function formatExplanation({
  verificationId,
  standing,
  isOpen,
  startedAt,
  policy,
  steps,
  waits,
}: Explanation): string {
  const decided = policy
    ? `Policy ${policy.name}/${policy.version}, SHA-256 ${policy.digest.slice(0, 16)}…`
    : 'No policy.';
  return [
    `Verification ${verificationId}: ${standing}`,
    `${isOpen ? 'Open' : 'Closed'}, started ${startedAt}. ${decided}`,
    '',
    stepsTable(steps),
    ...(isOpen ? ['', 'Waits now for', ...waits.flatMap(waitLines)] : []),
  ].join('\n');
}

/** One step as a line, e.g. for following along. */
export function formatStep({ at, workflowId, eventId, what }: Step): string {
  return `${at}  ${nameOf(workflowId)}, event ${eventId}: ${what}`;
}

function stepsTable(steps: readonly Step[]): string {
  const table = new Table({
    head: ['Time', 'Where', 'Event', 'What'],
    style: { head: [], border: [], compact: true },
    colWidths: [26, 18, 7, 100],
    wordWrap: true,
  });
  for (const { at, workflowId, eventId, what } of steps) table.push([at, nameOf(workflowId), String(eventId), what]);
  return table.toString();
}

function waitLines({
  workflowId,
  waitsFor,
  since,
  until,
  tries,
  lastFailure,
  nextTryAt,
  worker,
  advice,
}: Wait): string[] {
  const facts: readonly [string, string | number | undefined][] = [
    ['since', since],
    ['until', until],
    ['tries', tries],
    ['last failure', lastFailure],
    ['next try', nextTryAt],
    ['last worker', worker],
    ['do', advice],
  ];
  return [
    `- ${waitsFor} (${workflowId})`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`    ${`${name}:`.padEnd(14)}${value}`])),
  ];
}
