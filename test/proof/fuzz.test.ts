import { ApplicationFailure } from '@temporalio/common';
import { answersTarget } from '../../proof/fuzz/answers';
import { deskAfter } from '../../proof/fuzz/desks';
import { fuzz, TARGET_NAMES, type TargetName } from '../../proof/fuzz/fuzz';
import { MESSAGE_KINDS } from '../../proof/fuzz/message-cases';
import { messagesTarget } from '../../proof/fuzz/messages';
import { MARKER } from '../../proof/fuzz/mutations';
import { verdictOf } from '../../proof/fuzz/report';
import { openRequestsTarget } from '../../proof/fuzz/requests';
import { ACCESS_KEYS, signaturesTarget } from '../../proof/fuzz/signatures';
import { runTarget, type FuzzTarget } from '../../proof/fuzz/target';
import type { Random } from '../../proof/random';
import { checkResult } from '../../src/activities/check-result';
import { createCallbackReceiver, type CallbackReceiver } from '../../src/callback';
import { attemptWorkflowId } from '../../src/contract/names';
import { decide } from '../../src/policy';
import { SignatureCheck } from '../../src/simulator/signature-check';
import { onCleanup } from '../support/cleanup';
import { temporalAddress } from '../support/temporal';

const PLAN = { seed: 2, from: 0, count: 3_000 };

/** Cases that once broke a claim. They are made again for ever. */
const PAST_FAILURES: { target: TargetName; seed: number; at: number; what: string }[] = [
  { target: 'signatures', seed: 1, at: 23, what: 'SignedHeaders names what every object inherits' },
];

function alwaysApproving(...[result, policy, attempt]: Parameters<typeof decide>): ReturnType<typeof decide> {
  return result.passed === 'Y' ? { route: 'approve', reason: 'passed' } : decide(result, policy, attempt);
}

test.each(TARGET_NAMES)('%s: no case breaks a claim, and the results are of many kinds', async (name) => {
  const report = await fuzz(name, PLAN, temporalAddress());
  expect(report.failures).toEqual([]);
  expect(report).toMatchObject({ cases: 3_000, failureCount: 0 });
  expect(Object.keys(report.kinds).length).toBeGreaterThan(6);
});

test.each(PAST_FAILURES)('stays mended: $what ($target, seed $seed, case $at)', async ({ target, seed, at }) => {
  const report = await fuzz(target, { seed, from: at, count: 1 }, temporalAddress());
  expect(report.failures).toEqual([]);
});

describe('answers: what breaks a claim is seen', () => {
  test.each([
    ['a decision that believes Passed alone', { decide: alwaysApproving }, 'Approved what does not say so.'],
    [
      'a decision that throws',
      {
        decide: () => {
          throw new Error('no rule');
        },
      },
      'no rule',
    ],
    [
      'an activity that throws what it met',
      {
        activity: async () => {
          throw new Error('met something');
        },
      },
      'The activity threw something else: Error: met something',
    ],
    [
      'an activity that quotes the answer',
      {
        activity: async () => {
          throw ApplicationFailure.create({ type: 'MalformedResponse', message: MARKER });
        },
      },
      'A failure tells something of the answer.',
    ],
    [
      'an activity with a type of its own',
      {
        activity: async () => {
          throw ApplicationFailure.create({ type: 'Odd', message: 'odd' });
        },
      },
      'The failure has an unknown type.',
    ],
    [
      'a summary that keeps more than it may',
      {
        activity: (async (...call) => ({ ...(await checkResult(...call)), face: 1 })) as typeof checkResult,
      },
      'The result has a field too many.',
    ],
  ])('%s', async (_, parts, message) => {
    expect(await brokenBy(answersTarget(parts))).toContain(message);
  });
});

describe('requests: what breaks a claim is seen', () => {
  const answering = (status: number, body: string, headers = {}): CallbackReceiver => {
    return async () => new Response(body, { status, headers });
  };
  test.each<[string, CallbackReceiver, string]>([
    ['a receiver that throws', () => Promise.reject(new Error('oh')), 'oh'],
    ['a status that is none of ours', answering(503, 'no\n'), 'Answered 503.'],
    ['a body that is neither word', answering(400, 'no'), 'The body is none of the two words.'],
    [
      'a header with the request in it',
      answering(400, 'no\n', { x: MARKER }),
      'The answer has something of the request.',
    ],
    ['a valid callback that is refused', answering(401, 'no\n'), 'Answered 401, not 200.'],
  ])('%s', async (_, receiver, message) => {
    const target = await openRequestsTarget({
      temporalAddress: temporalAddress(),
      seed: 3,
      makeReceiver: () => receiver,
    });
    onCleanup(() => target.close());
    expect(await brokenBy(target)).toContain(message);
  });

  test('a receiver that asks Temporal before it looks at the token', async () => {
    const target = await openRequestsTarget({
      temporalAddress: temporalAddress(),
      seed: 3,
      makeReceiver: (options) => {
        const receive = createCallbackReceiver(options);
        return async (request) => {
          const [, id] = /\/callbacks\/([A-Za-z0-9]+)\/1$/.exec(new URL(request.url).pathname) ?? [];
          const handle = id && options.client.workflow.getHandle(attemptWorkflowId(id, 1));
          if (handle) await handle.describe().catch(() => undefined);
          return receive(request);
        };
      },
    });
    onCleanup(() => target.close());
    expect(await brokenBy(target)).toContain('A call to Temporal without the token of the attempt.');
  });
});

describe('messages: what breaks a claim is seen', () => {
  test('a check that takes what the schema refuses', async () => {
    const kinds = MESSAGE_KINDS.map((kind) => ({ ...kind, problems: () => [] }));
    expect(await brokenBy(messagesTarget({ kinds }))).toContain('The plain check and the schema disagree.');
  });

  test('a problem that quotes', async () => {
    const kinds = MESSAGE_KINDS.map((kind) => ({
      ...kind,
      problems: (value: unknown) => (kind.problems(value).length > 0 ? [MARKER] : []),
    }));
    expect(await brokenBy(messagesTarget({ kinds }))).toContain('A problem tells something of the message.');
  });

  test('a desk whose check leaves a trace', async () => {
    const target = messagesTarget({
      deskAfter: (story) => {
        const desk = deskAfter(story);
        const { checkNote } = desk;
        desk.checkNote = (...call) => {
          checkNote.apply(desk, call);
          desk.state.priority = 'high';
        };
        return desk;
      },
    });
    expect(await brokenBy(target)).toContain('A check changed the desk.');
  });

  test('a desk whose act refuses what its check let through', async () => {
    const target = messagesTarget({
      deskAfter: (story) => {
        const desk = deskAfter(story);
        desk.addNote = () => {
          throw ApplicationFailure.nonRetryable('No.', 'TooManyNotes');
        };
        return desk;
      },
    });
    expect(await brokenBy(target)).toContain('The check says yes, the act TooManyNotes.');
  });
});

describe('signatures: what breaks a claim is seen', () => {
  const checking = (verify: SignatureCheck['verify']) => () => Object.assign(new SignatureCheck([]), { verify });
  const key = { accessKeyId: '', accessKeySecret: '' };
  const throwing = () => {
    throw new Error('other');
  };
  test.each([
    ['a check that takes everything', checking(() => key), 'A changed call was accepted.'],
    ['a check that throws something else', checking(throwing), 'other'],
    ['a check that knows no key', () => new SignatureCheck([]), 'Refused as it was: InvalidAccessKeyId.NotFound.'],
    [
      'a check that forgets what it saw',
      checking((request) => new SignatureCheck(ACCESS_KEYS).verify(request)),
      'The second time it came to nothing.',
    ],
  ])('%s', async (_, createCheck, message) => {
    expect(await brokenBy(signaturesTarget(createCheck))).toContain(message);
  });
});

test('a case follows from its seed and its number', async () => {
  const numbers: FuzzTarget<number> = {
    name: 'numbers',
    make: (random: Random) => random.int(0, 1_000_000),
    show: String,
    check: (made) => {
      if (made % 100 === 0) throw new Error('round');
      return 'fine';
    },
  };
  const { failures, failureCount } = await runTarget(numbers, { seed: 1, from: 0, count: 5_000 });
  expect(failures).toHaveLength(20);
  expect(failureCount).toBeGreaterThan(20);
  for (const failure of failures.slice(0, 3)) {
    const again = await runTarget(numbers, { seed: 1, from: failure.case, count: 1 });
    expect(again.failures).toEqual([failure]);
  }
});

test('a failure fails the verdict, and says how to make the case again', async () => {
  const target = answersTarget({ decide: alwaysApproving });
  const report = await runTarget(target, { seed: 7, from: 100, count: 400 });
  const { holds, table, json } = verdictOf(7, [report]);
  expect(holds).toBe(false);
  expect(table).toContain(`--seed 7 --only answers --from ${report.failures[0]?.case} --count 1`);
  expect(json).toMatchObject({ seed: 7, cases: 400, failures: report.failureCount });
  expect(verdictOf(7, []).holds).toBe(false);
});

/** The claims that were broken. */
async function brokenBy(target: FuzzTarget): Promise<string[]> {
  const { failures } = await runTarget(target, { seed: 4, from: 0, count: 600 });
  return [...new Set(failures.map(({ message }) => message))];
}
