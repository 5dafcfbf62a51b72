import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onCleanup } from '../support/cleanup';
import { until } from '../support/until';

let example: ChildProcess;
let url = '';

beforeAll(async () => {
  const { TEST_TEMPORAL_CLI: TEMPORAL_CLI_PATH, PATH, HOME } = process.env;
  const sinceMs = Date.now();
  example = spawn(process.execPath, ['examples/onboarding/main.mjs'], {
    env: { PATH, HOME, TEMPORAL_CLI_PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onCleanup(() => example.kill('SIGKILL'));
  for await (const line of createInterface({ input: example.stdout ?? process.stdin })) {
    url = /Sign-up backend: (http:\/\/[^,]+)/.exec(line)?.[1] ?? '';
    if (url) break;
  }
  example.stdout?.resume();
  process.stdout.write(`The example is there after ${((Date.now() - sinceMs) / 1000).toFixed(1)} s.\n`);
});

async function post(path: string, user: string): Promise<{ status: number; id: string }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify({ user }) });
  return { status: answer.status, ...((await answer.json()) as { id: string }) };
}

async function stateOf(id: string, waitMs = 0): Promise<{ status: string; reason?: string }> {
  return (await fetch(`${url}/sign-ups/${id}?waitMs=${waitMs}`)).json() as Promise<{ status: string }>;
}

test('a user who passes is approved', async () => {
  const { status, id } = await post('/sign-ups', 'user-passes');
  expect(status).toBe(201);
  expect(await stateOf(id, 30_000)).toMatchObject({ status: 'APPROVED', reason: 'passed' });
});

test('a user whose face did not match is asked for a second try, and passes with it', async () => {
  const { id } = await post('/sign-ups', 'user-204-url');
  expect((await post(`/sign-ups/${id}/second-tries`, 'user-passes')).status).toBe(409);
  await until(async () => (await stateOf(id)).status === 'FALLBACK');
  await until(async () => (await post(`/sign-ups/${id}/second-tries`, 'user-passes')).status === 201);
  expect(await stateOf(id, 30_000)).toMatchObject({ status: 'APPROVED' });
});

test('a user whose liveness is in doubt waits for a reviewer; one that nobody knows is not there', async () => {
  const { id } = await post('/sign-ups', 'user-205');
  await until(async () => (await stateOf(id)).status === 'MANUAL_REVIEW');
  expect((await fetch(`${url}/sign-ups/nobody`)).status).toBe(404);
});

test('Ctrl-C ends it with all that it started', async () => {
  const exit = once(example, 'exit');
  example.kill('SIGINT');
  expect((await exit)[0]).toBe(0);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
