import { runProof } from '../proof/command-line';
import { benchBranches } from './branches';
import { benchOperations } from './operations';
import { benchReceiver } from './receiver';
import type { Goal } from './side-by-side';
import { benchVendorCall } from './vendor-call';
import { benchVerification } from './verification';
import { benchWaiting } from './waiting';
import { benchWorkerCount } from './worker-count';

/** `npm run bench`: what the product costs beside its peer, and beside the least that the same work could cost. */
runProof({ seed: 1, rounds: 7, waiting: 10_000 }, async (options) => {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say('Vendor calls.');
  const vendorCall = await benchVendorCall(options);
  say('Verifications beside the bare minimum workflow.');
  const verification = await benchVerification(options);
  say('The callback receiver.');
  const receiver = await benchReceiver(options);
  say('Verifications that wait.');
  const waiting = await benchWaiting(options);
  say('Worker processes.');
  const workerCount = await benchWorkerCount();
  say('Branches.');
  const branches = await benchBranches(options);
  say('Single operations.');
  const operations = await benchOperations(options);
  const parts = [vendorCall.figures, verification, receiver.figures, waiting];
  const goals: Goal[] = parts.flatMap((part) => part.goals);
  const tables = [vendorCall, verification, receiver, waiting, workerCount, branches, operations].map(
    ({ table }) => table,
  );
  return {
    holds: goals.every(({ met }) => met),
    table: tables.join('\n\n'),
    json: {
      ratios: {
        vendorCallVsSdk: vendorCall.figures.goals[0]?.measured,
        vendorCallVsBare: vendorCall.figures.goals[1]?.measured,
        ...verification.ratios,
        receiver: receiver.figures.ratios.acceptedPerSecond,
        latencyGrowth: waiting.latencyGrowth,
      },
      heapPerWaitingKiB: waiting.heapPerWaitingKiB,
      events: verification.stored.ours.events,
      actions: verification.stored.ours.actions,
      goals,
      vendorCall: vendorCall.figures,
      verification: verification.stored,
      receiver: receiver.figures,
      waiting: { levels: waiting.levels, smallCache: waiting.smallCache },
      besideApart: verification.toApart,
      workerCount: workerCount.rows,
      branches: branches.rows,
      operations: operations.figures,
    },
  };
});
