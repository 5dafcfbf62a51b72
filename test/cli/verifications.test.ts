import { readFileSync } from 'node:fs';
import { EXIT_STATUS } from '../../src/cli/exit-status';
import type { VerificationView } from '../../src/client';
import type { Outcome } from '../../src/contract/verification';
import type { Explanation } from '../../src/explain';
import { endOf, idv, idvJson, startIdv } from '../support/idv';
import { CALLBACK_KEYS, startProduct, type Product } from '../support/product';
import { uniqueId } from '../support/temporal';
import { until } from '../support/until';

let product: Product;
let env: Record<string, string>;

/** A simulated user, and a pace at which a command started after Initialize is there before the user is done. */
const USER_TAKES_MS = 2_000;

beforeAll(async () => {
  product = await startProduct({ userTakesMs: USER_TAKES_MS });
  const [key] = CALLBACK_KEYS;
  env = { ...product.workerEnv, IDV_CALLBACK_KEYS: `${key?.name}:${key?.secret}` };
});

const REGION = ['--region', 'ap-southeast-1'];

async function initialize(user: string): Promise<{ merchantBizId: string; transactionId: string }> {
  const receiver = ['--receiver', product.callbackBaseUrl];
  return idvJson(['initialize', uniqueId(), ...REGION, '--user', user, ...receiver], env);
}

async function startOf(user: string): Promise<string> {
  const { merchantBizId, transactionId } = await initialize(user);
  await idvJson(['start', merchantBizId, '--transaction-id', transactionId, ...REGION], env);
  return merchantBizId;
}

async function untilStatus(verificationId: string, status: string): Promise<void> {
  await until(async () => {
    const view = await product.client.get(verificationId);
    return view.phase === 'open' && view.state.status === status;
  });
}

test('a verification from Initialize to its outcome, in two commands', async () => {
  const { merchantBizId, transactionId } = await initialize('user-passes');
  const start = ['start', merchantBizId, '--transaction-id', transactionId, ...REGION, '--wait', '40'];
  const outcome = await idvJson<Outcome>(start, env);
  expect(outcome).toMatchObject({ status: 'APPROVED', decidedBy: 'policy', reason: 'passed' });
  const { stdout, status } = await idv(['get', merchantBizId], env);
  expect(stdout).toMatch(/Status: +APPROVED\nReason: +passed\nDecided by: +policy\nResult: +Passed Y, SubCode 200/);
  expect(stdout).toContain(`/namespaces/default/workflows/verification-${merchantBizId}`);
  expect(status).toBe(EXIT_STATUS.done);
});

test('watch tells every step, and ends with the verification; a fallback and a review are done by hand', async () => {
  const verificationId = await startOf('user-204-url');
  const watching = endOf(startIdv(['watch', verificationId], env));
  await untilStatus(verificationId, 'FALLBACK');
  const receiver = ['--receiver', product.callbackBaseUrl, '--verification', verificationId, '--attempt', '2'];
  const second = await idvJson<{ merchantBizId: string; transactionId: string }>(
    ['initialize', uniqueId(), ...REGION, '--user', 'user-205', ...receiver],
    env,
  );
  const ids = ['--merchant-biz-id', second.merchantBizId, '--transaction-id', second.transactionId];
  expect((await idv(['submit', verificationId, '2', ...ids], env)).status).toBe(EXIT_STATUS.done);
  await untilStatus(verificationId, 'MANUAL_REVIEW');
  await until(async () => {
    const open = await idvJson<{ verificationId: string }[]>(['reviews', 'list', '--limit', '1000'], env);
    return open.some((review) => review.verificationId === verificationId);
  });
  const act = async (name: string, ...rest: string[]) => {
    const args = ['reviews', name, verificationId, '1', '--reviewer', 'ana@example.com', ...rest];
    expect(await idv(args, env)).toMatchObject({ status: EXIT_STATUS.done, stderr: '' });
  };
  await act('claim');
  await act('release');
  await act('claim');
  await act('note', '--note', 'seen \u001B[31mred');
  const shown = await idv(['reviews', 'get', verificationId, '1'], env);
  expect(shown.stdout).toMatch(/Status: +CLAIMED/);
  expect(shown.stdout).not.toContain('\u001B');
  await act('decide', '--decision', 'reject', '--reason-code', 'spoofing');
  const { stdout, status } = await watching;
  expect(status).toBe(EXIT_STATUS.done);
  expect(stdout).toContain('→ fallback, face-mismatch.');
  expect(stdout).toContain('ana@example.com (not attested) decided: reject, spoofing.');
  expect(stdout.trimEnd()).toMatch(/Outcome: REJECTED, decided by reviewer, liveness-risk\.$/);
});

test('a callback sent by hand is taken, and one of an attempt that never was is refused', async () => {
  const verificationId = await startOf('user-abandons');
  const receiver = ['--receiver', product.callbackBaseUrl];
  await untilStatus(verificationId, 'AWAITING_RESULT');
  const sent = await idv(['callback', 'send', verificationId, ...receiver, '--passed', 'Y'], env);
  expect(sent).toMatchObject({ status: EXIT_STATUS.done, stdout: 'Callback taken.\n' });
  await until(async () => {
    const { steps } = await idvJson<Explanation>(['explain', verificationId], env);
    return steps.some(({ what }) => what.startsWith('Callback for this transaction, which claims Passed Y'));
  });
  const other = ['callback', 'send', verificationId, '--attempt', '7', '--transaction-id', 'tx', ...receiver];
  expect((await idv(other, env)).status).toBe(EXIT_STATUS.refused);
  const nobody = ['callback', 'send', verificationId, '--receiver', 'http://127.0.0.1:1'];
  expect((await idv(nobody, env)).status).toBe(EXIT_STATUS.unavailable);
  await idv(['cancel', verificationId], env);
  await until(async () => (await product.client.get(verificationId)).phase === 'ended');
  const view = await idvJson<VerificationView>(['get', verificationId], env);
  expect(view).toMatchObject({ phase: 'ended', outcome: { status: 'CANCELLED' } });
});

test('an operator sends a verification to review; list finds it by status and reason', async () => {
  const verificationId = await startOf('user-abandons');
  await untilStatus(verificationId, 'AWAITING_RESULT');
  const why = ['--operator', 'ops@example.com', '--reason', 'the user called in'];
  expect((await idv(['send-to-review', verificationId, ...why], env)).status).toBe(EXIT_STATUS.done);
  await until(async () => {
    const filter = ['--status', 'MANUAL_REVIEW', '--reason', 'sent-to-review', '--limit', '1000'];
    const found = await idvJson<{ verificationId: string }[]>(['list', ...filter], env);
    return found.some((one) => one.verificationId === verificationId);
  });
  await product.client.cancel(verificationId);
});

describe('what goes wrong is one sentence on stderr and an exit status', () => {
  const CASES: readonly [string, string[], keyof typeof EXIT_STATUS, RegExp][] = [
    ['an unknown verification', ['get', 'nobody'], 'notFound', /^Verification nobody: there is no such workflow\.$/],
    ['an unknown command', ['gte', 'x'], 'usage', /^unknown command 'gte'.* See idv --help\.$/],
    ['a missing argument', ['get'], 'usage', /^missing required argument 'verificationId'\. See idv --help\.$/],
    ['an id that is none', ['start', 'a/b', '--transaction-id', 't', ...REGION], 'usage', /^merchantBizId: .+$/],
    [
      'a policy file that is not there',
      ['start', 'a', '--transaction-id', 't', ...REGION, '--policy-file', 'no.json'],
      'usage',
      /^--policy-file: no\.json is not there, or not JSON\.$/,
    ],
    ['an option that is no number', ['list', '--limit', 'many'], 'usage', /whole number/],
  ];
  test.each(CASES)('%s', async (_, args, status, sentence) => {
    const end = await idv(args, env);
    expect(end.status).toBe(EXIT_STATUS[status]);
    expect(end.stdout).toBe('');
    expect(end.stderr.trimEnd()).toMatch(sentence);
    expect(end.stderr.trimEnd()).not.toContain('\n');
  });

  test('a Temporal server that does not answer', async () => {
    const end = await idv(['get', 'x'], { ...env, TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(end).toMatchObject({ status: EXIT_STATUS.unavailable, stdout: '' });
  });

  test('an outcome that does not come in time', async () => {
    const { merchantBizId, transactionId } = await initialize('user-abandons');
    const end = await idv(['start', merchantBizId, '--transaction-id', transactionId, ...REGION, '--wait', '0.5'], env);
    expect(end).toMatchObject({ status: EXIT_STATUS.noOutcomeYet, stdout: '' });
    await product.client.cancel(merchantBizId);
  });
});

test('every command has help with examples, and the documentation names every exit status', async () => {
  const { stdout } = await idv(['--help']);
  const page = readFileSync('docs/cli.md', 'utf8');
  const names = [...stdout.matchAll(/^ {2}([a-z-]+) .*$/gm)].map(([, name = '']) => name);
  expect(names).toContain('doctor');
  for (const name of names.filter((one) => one !== 'help' && !one.startsWith('-'))) {
    expect(page).toContain(`\`idv ${name}`);
    const help = await idv([name, '--help']);
    expect(help.status).toBe(EXIT_STATUS.done);
    expect(help.stdout).toMatch(/Examples:|Commands:/);
  }
  for (const status of Object.values(EXIT_STATUS)) expect(page).toMatch(new RegExp(`^\\| ${status} +\\|`, 'm'));
});
