import type { Waiting } from '../contract/verification';

/** What the Web UI shows as Current Details: one fact a line, in the Markdown that both of its renderers know. */

const WAITS_FOR: Readonly<Record<Waiting['for'], { what: string; next: string }>> = {
  callback: { what: "the vendor's callback", next: 'the result is fetched without it' },
  result: { what: "the vendor's result (CheckResult)", next: 'the vendor deletes the result and a reviewer decides' },
  submission: {
    what: 'the new transaction of this attempt (submitTransaction)',
    next: "the policy's fallback rule holds",
  },
  fallback: { what: 'a fallback attempt', next: 'the fallback ends by its own deadlines' },
  review: { what: "a reviewer's decision", next: "the policy's default holds; it is never an approval" },
};

/** The heading, then what is waited for, since when, until when, and what follows then. */
export function waitingDetails(heading: string, waiting: Waiting): string {
  const { what, next } = WAITS_FOR[waiting.for];
  return [
    `### ${heading}`,
    `- **Waits for:** ${what}`,
    ...(waiting.workflowId ? [`- **In workflow:** ${waiting.workflowId}`] : []),
    `- **Since:** ${waiting.since}`,
    `- **Until:** ${waiting.until}`,
    `- **Then:** ${next}`,
  ].join('\n');
}

/** A heading and facts, one a line. */
export function factDetails(heading: string, facts: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [`- **${name}:** ${value}`],
  );
  return [`### ${heading}`, ...lines].join('\n');
}
