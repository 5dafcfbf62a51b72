import type { Finding } from '../doctor';
import { EXIT_STATUS } from './exit-status';
import { tableOf } from './print';

const MARKS: Readonly<Record<Finding['verdict'], string>> = { ok: 'ok', warning: 'LOOK', wrong: 'WRONG' };

/** Findings as a table, and below it what to do. */
export function findingsText(findings: readonly Finding[]): string {
  const rows = findings.map(({ check, verdict, finding }) => [check, MARKS[verdict], finding]);
  const todo = findings.flatMap(({ check, advice }) => (advice === undefined ? [] : [`- ${check}: ${advice}`]));
  return [tableOf(['Check', '', 'Finding'], rows), ...(todo.length > 0 ? ['', 'What to do', ...todo] : [])].join('\n');
}

/** Makes the process end with the status for something wrong, where there is something. */
export function exitByFindings(findings: readonly Finding[]): void {
  if (findings.some(({ verdict }) => verdict === 'wrong')) process.exitCode = EXIT_STATUS.unhealthy;
}
