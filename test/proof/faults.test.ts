import { countFaults } from '../../proof/chaos/faults';
import { planDisturbances } from '../../proof/chaos/disturbances';
import { verdictOf } from '../../proof/chaos/report';
import { writeScripts } from '../../proof/chaos/script';
import { Random } from '../../proof/random';
import type { JournalEntry } from '../../src/simulator';

const SCRIPTS = writeScripts(new Random(1), 100);
const PLAN = planDisturbances(new Random(1), 100, ['temporal-server']);
const MOMENT = '2026-11-23T10:00:00.000Z';

function count(transactionOf: ReadonlyMap<string, string>, journal: readonly JournalEntry[]) {
  return countFaults({ scripts: SCRIPTS, transactionOf, plan: PLAN, done: [], journal });
}

test('what the journal does not show did not happen, whatever was planned', () => {
  const planned = count(new Map(), []).filter((fault) => fault.planned > 0);
  expect(planned.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['callback-lost', 'callback-early', 'callback-stale', 'vendor-stall', 'worker-killed']),
  );
  expect(planned.filter(({ happened }) => happened > 0)).toEqual([]);
});

test('a callback that came once is neither lost nor duplicated', () => {
  const attempts = SCRIPTS.flatMap((script) => script.attempts);
  const transactionOf = new Map(attempts.map(({ merchantBizId }) => [merchantBizId, `hks${merchantBizId}`]));
  const journal = [...transactionOf.values()].flatMap((transactionId): JournalEntry[] => [
    { at: MOMENT, transactionId, kind: 'finished' },
    { at: MOMENT, transactionId, kind: 'callback', forged: false, sentAt: MOMENT, httpStatus: 200 },
  ]);
  const happened = Object.fromEntries(count(transactionOf, journal).map((fault) => [fault.kind, fault.happened]));
  expect(happened).toMatchObject({ 'callback-delayed': 0, 'callback-duplicated': 0, 'callback-forged': 0 });
  expect(happened['callback-lost']).toBe(0);
});

test('a run with fewer faults than planned is a failed run', () => {
  const run = {
    serverName: 'none',
    scripts: SCRIPTS,
    runs: [],
    findings: [],
    leaks: [],
    searchedBytes: 0,
    recoveries: [],
    vendorCalls: 0,
    lastedMs: 0,
  };
  const faults = [{ kind: 'worker-killed', planned: 2, happened: 2 }];
  expect(verdictOf(1, { ...run, faults }).holds).toBe(true);
  const fewer = verdictOf(1, { ...run, faults: [{ kind: 'worker-killed', planned: 2, happened: 1 }] });
  expect(fewer.holds).toBe(false);
  expect(fewer.json).toMatchObject({ faultsMissing: ['worker-killed'] });
});
