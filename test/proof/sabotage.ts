import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onCleanup } from '../support/cleanup';

/** Compiled text that is exchanged, file by file. */
export type Sabotage = Readonly<Record<string, readonly (readonly [original: string, sabotaged: string])[]>>;

/** A workflow that forgets every attempt but the first. */
export const FORGETS_AN_ATTEMPT: Sabotage = {
  'workflows/verification-progress.js': [['            attempts,', '            attempts: attempts.slice(0, 1),']],
};

/** A workflow that takes the callback's word for the result. */
export const BELIEVES_THE_CALLBACK: Sabotage = {
  'workflows/attempt.js': [
    [
      'const end = await fetchResult(run, sinceMs);',
      `const { claim } = run.inbox;
        const end = claim && claim.passed
            ? { kind: 'result', result: { requestId: '', scores: {}, extFaceInfoUnreadable: false, ...claim } }
            : await fetchResult(run, sinceMs);`,
    ],
  ],
};

/** A review that takes a second decision, from whomever it comes. */
export const TAKES_TWO_DECISIONS: Sabotage = {
  'workflows/review-desk.js': [
    ['if (this.state.result)', 'if (false)'],
    ['if (this.state.assignee === reviewer)\n            return;', 'return;'],
    ['if (this.decisions.some((decision) => decision.reviewer === reviewer))', 'if (false)'],
  ],
};

/** A workflow that waits for its callback for ever. */
export const NEVER_PULLS: Sabotage = {
  'workflows/attempt.js': [['(woken, callbackTimeoutMs, {', '(woken, 1_000_000_000, {']],
};

/** An activity that hands on the image that came with the answer. */
export const KEEPS_THE_FACE: Sabotage = {
  'activities/check-result.js': [
    [
      '        extFaceInfoUnreadable:',
      "        faceImg: (0, cloudauth_1.fieldOf)(extFaceInfo, 'faceImg'),\n        extFaceInfoUnreadable:",
    ],
  ],
};

/** Builds the product with the sabotage in it. @returns the folder of that build */
export function buildSabotaged(sabotage: Sabotage): string {
  mkdirSync('build/sabotaged', { recursive: true });
  // Inside the project, so that its packages are found.
  const folder = mkdtempSync('build/sabotaged/');
  onCleanup(() => rmSync(folder, { recursive: true }));
  const product = join(folder, 'dist');
  cpSync('dist', product, { recursive: true });
  for (const [file, exchanges] of Object.entries(sabotage)) {
    const path = join(product, file);
    writeFileSync(path, exchanges.reduce(exchange, readFileSync(path, 'utf8')));
  }
  execFileSync(process.execPath, [join(product, 'cli', 'finish-build.js')]);
  return product;
}

function exchange(text: string, [original, sabotaged]: readonly [string, string]): string {
  if (text.split(original).length !== 2) throw new Error(`The build does not hold exactly once: ${original}`);
  return text.replace(original, () => sabotaged);
}
