import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onCleanup } from '../support/cleanup';
import {
  BELIEVES_THE_CALLBACK,
  buildSabotaged,
  FORGETS_AN_ATTEMPT,
  KEEPS_THE_FACE,
  NEVER_PULLS,
  TAKES_TWO_DECISIONS,
} from './sabotage';

type Report = Record<'lost' | 'wrong' | 'doubled' | 'leaked' | 'verifications', number> & {
  faults: Record<string, number>;
  faultsMissing: string[];
};

/** Runs the command as people do. */
async function chaos(...flags: (string | number)[]): Promise<{ status: number; report: Report; stdout: string }> {
  const child = spawn(process.execPath, ['build/proof/chaos/main.js', '--json', ...flags.map(String)], {
    env: { ...process.env, TEMPORAL_CLI_PATH: process.env.TEST_TEMPORAL_CLI },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onCleanup(() => child.kill('SIGTERM'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  const lastLine = stdout.trim().split('\n').at(-1) ?? '';
  if (!lastLine.startsWith('{')) throw new Error(`No report. It said: ${stdout}${stderr}`);
  return { status, stdout, report: JSON.parse(lastLine) as Report };
}

test('nothing is lost, wrong, doubled or leaked while everything is broken, and nothing stored can be read without the key', async () => {
  const { status, report, stdout } = await chaos('--verifications', 60, '--concurrency', 30, '--encrypted');
  process.stdout.write(`${stdout}\n`);
  expect(report).toMatchObject({ lost: 0, wrong: 0, doubled: 0, leaked: 0, faultsMissing: [] });
  expect(report.faults['temporal-server-killed']).toBeGreaterThanOrEqual(1);
  expect(report.faults['worker-killed']).toBeGreaterThanOrEqual(2);
  expect(status).toBe(0);
}, 400_000);

test.each([
  ['a workflow that forgets an attempt', FORGETS_AN_ATTEMPT, 'fallback-passed', 'wrong'],
  ['a workflow that believes the callback', BELIEVES_THE_CALLBACK, 'lying-callback', 'wrong'],
  ['a review that takes two decisions', TAKES_TWO_DECISIONS, 'four-eyes', 'doubled'],
  ['a workflow that never pulls', NEVER_PULLS, 'passed', 'lost'],
  ['an activity that keeps the face', KEEPS_THE_FACE, 'passed', 'leaked'],
] as const)(
  '%s is caught',
  async (_, sabotage, branch, caughtAs) => {
    const product = buildSabotaged(sabotage);
    const flags = ['--verifications', 12, '--concurrency', 12, '--branch', branch, '--patience', 20];
    const { status, report, stdout } = await chaos('--product', product, ...flags);
    expect(report[caughtAs]).toBeGreaterThanOrEqual(1);
    expect(stdout).toContain('Repeat it: ');
    expect(status).toBe(1);
  },
  400_000,
);

test('an unknown flag is refused', async () => {
  await expect(chaos('--verification', 1)).rejects.toThrow('--verifications 200');
});
