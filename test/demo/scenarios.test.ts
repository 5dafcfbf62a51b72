import { readFileSync, statSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { isAsExpected, playScenario, SCENARIOS, startSystem } from '../../src/demo';
import { SIMULATOR_KEY } from '../../src/simulator';
import { billableActions } from '../../proof/action-count';
import { recordHistory } from '../support/recorded-histories';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal';

type Played = Awaited<ReturnType<typeof playScenario>>;

const played = new Map<string, Played>();
let temporal: Client;
let stopSystem: () => Promise<void>;

beforeAll(async () => {
  process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = SIMULATOR_KEY.accessKeyId;
  process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = SIMULATOR_KEY.accessKeySecret;
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  temporal = new Client({ connection: await Connection.connect({ address: temporalAddress() }) });
  const system = await startSystem({ temporalAddress: temporalAddress(), taskQueue: uniqueTaskQueue() });
  stopSystem = () => system.stop();
  const all = await Promise.all(SCENARIOS.map((scenario) => playScenario(system, scenario)));
  for (const one of all) played.set(one.scenario.name, one);
}, 90_000);

afterAll(async () => {
  await stopSystem();
  await temporal.connection.close();
});

function ended(name: string): Extract<Played, { outcome: unknown }> {
  const one = played.get(name);
  if (!one || 'error' in one) throw new Error(`${name}: ${one?.error ?? 'not played'}`);
  return one;
}

/** The verification itself, then its children. */
function workflowIds({ verificationId, outcome }: ReturnType<typeof ended>): { suffix: string; workflowId: string }[] {
  const root = `verification-${verificationId}`;
  return [
    { suffix: '', workflowId: root },
    ...outcome.attempts.slice(1).map(({ attempt, workflowId }) => ({ suffix: `.attempt-${attempt}`, workflowId })),
    ...outcome.reviews.map(({ review }) => ({
      suffix: `.manual-review-${review}`,
      workflowId: `${root}/manual-review-${review}`,
    })),
  ];
}

describe('every branch ends as expected', () => {
  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario.title]))('%s: %s', (name) => {
    const one = ended(name);
    expect(one.outcome).toMatchObject(one.scenario.expected);
    expect(isAsExpected(one)).toBe(true);
  });
});

describe('what the branches cost', () => {
  test('a verification that passes with its callback costs at most 18 events and 5 billable Actions', async () => {
    const { events = [] } = await temporal.workflow
      .getHandle(`verification-${ended('passed').verificationId}`)
      .fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(18);
    expect(billableActions(events ?? [])).toBeLessThanOrEqual(5);
  });

  test('the workflow bundle is at most 1.75 MB', () => {
    expect(statSync('dist/workflow-bundle.js').size).toBeLessThanOrEqual(1_750_000);
  });
});

describe('what the branches do', () => {
  test.each([
    ['passed', 1],
    ['callback-repeated', 1],
    ['callback-forged', 1],
    ['callback-lost', 1],
    ['throttled', 11],
    ['vendor-down', 7],
    ['credentials-refused', 3],
    ['invalid-request', 1],
    ['pending-then-passed', 3],
    ['cancelled', 0],
  ])('%s takes %d vendor calls', (name, calls) => {
    expect(ended(name).vendorCalls).toBe(calls);
  });

  test('repeated callbacks reach the history once, forged ones never', () => {
    expect(ended('callback-repeated').outcome.attempts[0]?.callbacks).toEqual({ accepted: 1, repeated: 0, ignored: 0 });
    expect(ended('callback-forged').outcome.attempts[0]?.callbacks).toEqual({ accepted: 1, repeated: 0, ignored: 1 });
  });

  test('a lost callback leaves no trace but its absence', () => {
    expect(ended('callback-lost').outcome.attempts[0]).toMatchObject({
      callbacks: { accepted: 0, repeated: 0, ignored: 0 },
      result: { passed: 'Y', subCode: '200' },
    });
  });

  test('four eyes are two different reviewers', () => {
    const [review] = ended('four-eyes').outcome.reviews;
    expect(review?.decidedBy).toEqual(['ana@example.com', 'ben@example.com']);
    expect(review?.auditTrail.map(({ action }) => action)).toEqual([
      'opened',
      'claimed',
      'decided',
      'claimed',
      'decided',
    ]);
  });

  test('a cancelled verification is Canceled in Temporal and has its outcome in the memo', async () => {
    const description = await temporal.workflow
      .getHandle(`verification-${ended('cancelled').verificationId}`)
      .describe();
    expect(description.status.name).toBe('CANCELLED');
    expect(description.memo?.outcome).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('what the histories hold', () => {
  test('no token, no key, no image and no link', async () => {
    const forbidden = /callbackToken|faceImg|docVideoUrl|base64|simulator-secret|\.webm/i;
    for (const { name } of SCENARIOS) {
      for (const { workflowId } of workflowIds(ended(name))) {
        const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
        expect(decoded(events)).not.toMatch(forbidden);
      }
    }
  });

  test('a summary on every timer, activity and child', async () => {
    for (const { name } of SCENARIOS) {
      for (const { workflowId } of workflowIds(ended(name))) {
        const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
        const bare = events?.filter(
          (event) =>
            (event.timerStartedEventAttributes ||
              event.activityTaskScheduledEventAttributes ||
              event.startChildWorkflowExecutionInitiatedEventAttributes) &&
            !event.userMetadata?.summary,
        );
        expect(bare).toEqual([]);
      }
    }
  });

  test('can be replayed, each of them', async () => {
    const recording = process.env.RECORD_HISTORIES === '1';
    const workflowBundle = { code: readFileSync('dist/workflow-bundle.js', 'utf8') };
    for (const { name } of SCENARIOS) {
      for (const { suffix, workflowId } of workflowIds(ended(name))) {
        const history = await temporal.workflow.getHandle(workflowId).fetchHistory();
        await Worker.runReplayHistory({ workflowBundle }, history, workflowId);
        if (recording) await recordHistory(temporal, `${name}${suffix}`, workflowId);
      }
    }
    expect(played.size).toBe(SCENARIOS.length);
  });
});

function decoded(events: unknown): string {
  return JSON.stringify(events, (_, value: unknown) => {
    const { type, data } = (value ?? {}) as { type?: string; data?: unknown };
    if (type === 'Buffer' && Array.isArray(data)) return Buffer.from(data as number[]).toString();
    return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
  });
}
