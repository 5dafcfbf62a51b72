import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ConfigError,
  loadCodecConfig,
  loadReceiverConfig,
  loadSimulatorConfig,
  loadWorkerConfig,
  VARIABLES,
} from '../../src/config';
import { DEFAULT_RETRY_CADENCE } from '../../src/activities';

const KEYS = 'new:0123456789abcdef0123456789abcdef,old:fedcba9876543210fedcba9876543210';

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    return (error as ConfigError).problems;
  }
  return [];
}

test('without any variable a worker runs as documented', () => {
  expect(loadWorkerConfig({})).toMatchObject({
    taskQueue: 'id-verification',
    callsPerSecond: 50,
    vendor: { endpoint: 'public', connectTimeoutMs: 3_000, callTimeoutMs: 10_000, maxAnswerBytes: 8_388_608 },
    cadence: DEFAULT_RETRY_CADENCE,
    deployment: undefined,
  });
});

test('every variable is read', () => {
  const config = loadWorkerConfig({
    IDV_VENDOR_ENDPOINT: 'http://127.0.0.1:4010',
    IDV_ACCOUNTS: 'acme/FACE_IDU=50, acme/eKYC_PRO=5',
    IDV_DEPLOYMENT_NAME: 'idv',
    IDV_BUILD_ID: '7',
    IDV_PULL_SCHEDULE_S: '0.5,1',
  });
  expect(config.vendor.endpoint).toEqual(new URL('http://127.0.0.1:4010'));
  expect(config.accounts).toEqual([
    { account: 'acme', productCode: 'FACE_IDU', callsPerSecond: 50 },
    { account: 'acme', productCode: 'eKYC_PRO', callsPerSecond: 5 },
  ]);
  expect(config.deployment).toEqual({ deploymentName: 'idv', buildId: '7' });
  expect(config.cadence.pullStepsMs).toEqual([500, 1_000]);
  expect(loadReceiverConfig({ IDV_CALLBACK_KEYS: KEYS }).keys.map(({ name }) => name)).toEqual(['new', 'old']);
  expect(loadSimulatorConfig({}).seed).toBe('simulator');
});

test('all that is wrong is told at once, a sentence each', () => {
  const problems = problemsOf(() =>
    loadWorkerConfig({
      IDV_CALL_TIMEOUT_MS: '60000',
      IDV_CHECK_RESULT_PER_SECOND: 'many',
      IDV_VENDOR_ENDPOINT: 'nowhere',
    }),
  );
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'IDV_VENDOR_ENDPOINT',
    'IDV_CHECK_RESULT_PER_SECOND',
    'IDV_CALL_TIMEOUT_MS',
  ]);
});

test('half of worker versioning is none', () => {
  expect(problemsOf(() => loadWorkerConfig({ IDV_BUILD_ID: '7' }))).toEqual([
    'IDV_DEPLOYMENT_NAME and IDV_BUILD_ID: set both, or none.',
  ]);
});

test('a missing or short callback key is told with an example, and no value is repeated', () => {
  expect(problemsOf(() => loadReceiverConfig({}))[0]).toMatch(/^IDV_CALLBACK_KEYS: is not set\. Example: /);
  const [problem] = problemsOf(() => loadReceiverConfig({ IDV_CALLBACK_KEYS: 'k:short-secret' }));
  expect(problem).toContain('at least 32 characters');
  expect(problem).not.toContain('short-secret');
});

describe('payload keys', () => {
  const KEY = `key-a:${Buffer.alloc(32, 1).toString('base64')}`;
  const OTHER = `key-b:${Buffer.alloc(32, 2).toString('base64')}`;

  test('come from the variable or from a file, and the first stays first', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'idv-keys-')), 'keys');
    writeFileSync(file, `${OTHER}\n${KEY}\n`);
    const idsOf = (env: Record<string, string>) => loadWorkerConfig(env).payloadKeys.map(({ id }) => id);
    expect(idsOf({ IDV_PAYLOAD_KEYS: `${KEY},${OTHER}` })).toEqual(['key-a', 'key-b']);
    expect(idsOf({ IDV_PAYLOAD_KEYS_FILE: file })).toEqual(['key-b', 'key-a']);
    expect(idsOf({})).toEqual([]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['both at once', { IDV_PAYLOAD_KEYS: KEY, IDV_PAYLOAD_KEYS_FILE: __filename }, /not both|id:base64/],
    ['no such file', { IDV_PAYLOAD_KEYS_FILE: '/nonexistent' }, /cannot be read \(ENOENT\)/],
    ['one id twice', { IDV_PAYLOAD_KEYS: `${KEY},${KEY}` }, /the same id/],
  ])('%s is told, and no key', (_, env, problem) => {
    const [told] = problemsOf(() => loadWorkerConfig(env));
    expect(told).toMatch(problem);
    expect(told).not.toContain(KEY.slice(6));
  });

  test('a codec server needs them, and somebody who may decode', () => {
    expect(problemsOf(() => loadCodecConfig({}))).toHaveLength(2);
    expect(problemsOf(() => loadCodecConfig({ IDV_PAYLOAD_KEYS: KEY, IDV_CODEC_JWT_ISSUER: 'x' }))[0]).toContain(
      'set all three, or none',
    );
    const tokens = `ana:${'t'.repeat(32)}`;
    expect(loadCodecConfig({ IDV_PAYLOAD_KEYS: KEY, IDV_CODEC_TOKENS: tokens })).toMatchObject({
      origins: ['http://localhost:8233'],
      tokens: [{ name: 'ana' }],
    });
  });
});

test('.env.example and the README name every variable with its default, and no other', () => {
  const names = Object.keys(VARIABLES);
  const example = readFileSync('.env.example', 'utf8');
  expect([...example.matchAll(/^#?(IDV_[A-Z_]+)=/gm)].map(([, name]) => name)).toEqual(names);
  const rows = readFileSync('README.md', 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  for (const [name, { description, defaultText }] of Object.entries(VARIABLES)) {
    const row = rows.find(([, cell]) => cell === `\`${name}\``);
    expect(row?.slice(2, 4)).toEqual([defaultText === undefined ? '' : `\`${defaultText}\``, description]);
  }
});
