import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevServer } from '../proof/chaos/dev-server';
import { play } from '../proof/chaos/play';
import { writeScripts, type Script } from '../proof/chaos/script';
import { startWorld, type World } from '../proof/chaos/world';
import { Random } from '../proof/random';
import { measure } from './measure';
import { cpuMsOf } from './process-cpu';
import { tableOf } from './side-by-side';

/** Branches whose cost stands for the others', from the cheapest on. */
const BRANCHES = [
  'passed',
  'user-abandons',
  'cancelled-while-waiting',
  'liveness-rejected',
  'four-eyes',
  'fallback-passed',
  'new-attempt-granted',
  'attempts-exhausted',
];
const EACH = 60;
const CONCURRENCY = 15;

/** CPU of the workers for a verification of each branch, with all its children, reviewers and queries. */
export async function benchBranches({ seed }: { seed: number }) {
  const random = new Random(seed).fork('branches');
  const folder = mkdtempSync(join(tmpdir(), 'idv-bench-'));
  const options = { seed, product: 'dist', folder, startServer: startDevServer, vendorFaultShare: 0 };
  const world = await startWorld(options, random);
  try {
    await playBranch(world, random.fork('warm'), 'passed');
    const rows: (string | number)[][] = [];
    for (const branch of BRANCHES) {
      const before = cpuOf(world);
      await playBranch(world, random.fork(branch), branch);
      rows.push([branch, ((cpuOf(world) - before) / EACH).toFixed(1)]);
    }
    const title = `Branches, ${EACH} verifications each, ${CONCURRENCY} at a time`;
    return { table: tableOf(title, ['branch', 'worker CPU ms'], rows), rows };
  } finally {
    await world.stop();
    rmSync(folder, { recursive: true });
  }
}

async function playBranch({ stage }: World, random: Random, branch: string): Promise<void> {
  const scripts = writeScripts(random, EACH, branch).map(withoutFaults);
  await measure(EACH, CONCURRENCY, (unit) => play(stage, scripts[unit] as Script));
}

/** Users of the same pace, whose callbacks come once. */
function withoutFaults(script: Script): Script {
  const attempts = script.attempts.map((attempt) => ({
    ...attempt,
    callbacks: 'sent' as const,
    finishAfterMs: 300,
    submitsTwice: false,
  }));
  return { ...script, attempts, startsTwice: false };
}

function cpuOf({ fleet }: World): number {
  return fleet.workerPids.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
}
