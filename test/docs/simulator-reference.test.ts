import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createCloudauthClient, type CloudauthError } from '../../src/cloudauth';
import type { CheckResultSummary } from '../../src/contract/check-result';
import { AFTER_FAILURE, decide, resolvePolicy } from '../../src/policy';
import { SIMULATOR_KEY, startSimulator, type JournalEntry, type Simulator } from '../../src/simulator';
import { MAGIC_USERS } from '../../src/simulator/magic-users';
import { faultSchema, userScriptSchema, type UserScript } from '../../src/simulator/user-script';
import { onCleanup } from '../support/cleanup';
import { codesIn, example, examplesOf, page, tableOf } from './page';
import { fieldsOf } from './schema-fields';

const run = promisify(execFile);
const text = page('simulator.md');
const REGION = 'ap-southeast-1';

test('the table of magic users says what each does', () => {
  const rows = tableOf(text, ['MerchantUserId']).map(([user = '', results = '', callbacks, comesTo = '']) => ({
    user: codesIn(user)[0],
    results: results.replaceAll('`', ''),
    callbacks,
    comesTo: codesIn(comesTo),
  }));
  expect(rows).toEqual(
    Object.entries(MAGIC_USERS).map(([user, input]) => {
      const script = userScriptSchema.parse(input);
      return { user, results: answersOf(script), callbacks: callbacksOf(script), comesTo: decisionOn(script) };
    }),
  );
});

test('the table of scripts has every field, and no other', () => {
  const documented = tableOf(text, ['field', 'default']).map(([field = '']) => codesIn(field)[0]);
  expect(documented).toEqual([...fieldsOf(userScriptSchema).keys()]);
});

test('the table of faults has every kind, and no other', () => {
  const documented = tableOf(text, ['kind']).map(([kind = '']) => codesIn(kind)[0]);
  const kinds = faultSchema.options.flatMap(({ shape: { kind } }) =>
    'options' in kind ? kind.options : [...kind.values],
  );
  expect(documented).toEqual(kinds);
});

describe('the control API', () => {
  /** What can be seen after each example, and what it is to be. */
  const effects: Record<string, [see: (stage: Stage, printed: string) => unknown, expected: unknown]> = {
    script: [
      async ({ simulator, checkResult }) => {
        await simulator.control.untilJournal((entries) => callbacksIn(entries) === 2);
        return checkResult();
      },
      'N/205',
    ],
    finish: [({ checkResult }) => checkResult(), 'Y/200'],
    fault: [({ checkResult }) => checkResult(), 'Throttling.Api'],
    disturb: [({ checkResult }) => checkResult(), expect.stringMatching(/^HTTP 50[24]$/)],
    'refuse-key': [({ checkResult }) => checkResult(), 'Forbidden.RAMUserAccessDenied'],
    'advance-clock': [({ checkResult }) => checkResult(), 'TransactionIdInvalid'],
    'send-callback': [({ simulator }) => callbacksIn(simulator.control.journal()), 1],
    'clear-journal': [({ simulator }) => simulator.control.journal(), []],
    journal: [(_, printed) => JSON.parse(printed), [expect.objectContaining({ kind: 'call', action: 'Initialize' })]],
  };

  test('every command has its example, and there is no other', async () => {
    const { simulator } = await open();
    const answer = await fetch(`${simulator.url}/_control/none`, { method: 'POST', body: '{}' });
    const { error } = (await answer.json()) as { error: string };
    const [, commands = ''] = /command (.*) of/.exec(error) ?? [];
    expect([...examplesOf(text).keys()].toSorted()).toEqual([...commands.split(', '), 'journal'].toSorted());
  });

  test.each(Object.entries(effects))('%s does what its example says', async (name, [see, expected]) => {
    const stage = await open();
    const { stdout } = await run('sh', ['-ec', example(text, name)], {
      env: { ...process.env, SIMULATOR: stage.simulator.url, TRANSACTION: stage.transactionId },
    });
    expect(await see(stage, stdout)).toEqual(expected);
  });
});

/** A simulator, and a user in it who does nothing by himself. */
interface Stage {
  simulator: Simulator;
  transactionId: string;
  /** Passed and SubCode, or how the call failed. */
  checkResult(): Promise<string>;
}

async function open(): Promise<Stage> {
  const simulator = await startSimulator();
  onCleanup(() => simulator.stop());
  const vendor = createCloudauthClient({ credentials: async () => SIMULATOR_KEY, endpoint: new URL(simulator.url) });
  onCleanup(() => vendor.close());
  const { transactionId } = await vendor.initialize(REGION, {
    ProductCode: 'FACE_IDU',
    MerchantBizId: 'biz1',
    MerchantUserId: 'user-abandons',
    MetaInfo: '{}',
    // The simulator itself answers its callbacks, with 404.
    CallbackUrl: `${simulator.url}/nobody`,
  });
  const checkResult = () =>
    vendor.checkResult(REGION, { MerchantBizId: 'biz1', TransactionId: transactionId }).then(
      ({ passed, subCode }) => `${passed}/${subCode}`,
      (error: CloudauthError) => error.vendorCode ?? `HTTP ${error.httpStatus}`,
    );
  return { simulator, transactionId, checkResult };
}

function callbacksIn(entries: readonly JournalEntry[]): number {
  return entries.filter(({ kind }) => kind === 'callback').length;
}

function answersOf({ finishAfterMs, results, faults }: UserScript): string {
  if (finishAfterMs === null) return 'ProcessNotCompleted';
  const answers = results.map(({ passed, subCode, procedurePriority, faceAttack }) =>
    [`${passed}/${subCode}`, procedurePriority, faceAttack && `faceAttack ${faceAttack}`].filter(Boolean).join(' '),
  );
  return [...(faults[0] ? [`${faults.length} times ${faults[0].kind}`] : []), ...answers].join(', ');
}

function callbacksOf({ callback: { times, forgedFirst } }: UserScript): string {
  return forgedFirst.length > 0 ? `${forgedFirst.length} forged, then ${times}` : String(times);
}

function decisionOn({ finishAfterMs, results }: UserScript): string[] {
  const policy = resolvePolicy('default/1');
  const { passed, subCode = '', procedurePriority, faceAttack } = results.at(-1) ?? {};
  const result = { requestId: '', passed, subCode, procedurePriority, faceAttack, scores: {} };
  const { route, reason } =
    finishAfterMs === null || !policy
      ? AFTER_FAILURE.ProcessNotCompleted
      : decide({ ...result, extFaceInfoUnreadable: false } as CheckResultSummary, policy, 1);
  return [route, reason];
}
