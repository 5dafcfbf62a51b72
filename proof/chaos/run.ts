import type { Client } from '@temporalio/client';
import type { JournalEntry } from '../../src/simulator';
import { Random } from '../random';
import { planDisturbances, type Disturbance } from './disturbances';
import { collectRuns, transactionsIn, type WorkflowRun } from './evidence';
import { countFaults, type FaultCount } from './faults';
import { searchLeaks, type Leak } from './leaks';
import { eventually } from './patience';
import { writeScripts, type Script } from './script';
import { playAll, type Recovery } from './play-all';
import { judge, type Finding } from './verdict';
import { startWorld, type World, type WorldOptions } from './world';

/** What a run is made of. */
export interface ChaosOptions extends WorldOptions {
  verifications: number;
  /** Verifications that are under way at once. */
  concurrency: number;
  /** Name of the only branch to play; empty: all. */
  branch: string;
  onProgress: (line: string) => void;
}

/** Everything that is known when a run is over. */
export interface ChaosRun {
  serverName: string;
  scripts: readonly Script[];
  runs: readonly WorkflowRun[];
  findings: readonly Finding[];
  faults: readonly FaultCount[];
  leaks: readonly Leak[];
  searchedBytes: number;
  recoveries: readonly Recovery[];
  vendorCalls: number;
  lastedMs: number;
}

/** Plays all verifications while breaking what they run on, and judges what came of them. */
export async function runChaos(options: ChaosOptions): Promise<ChaosRun> {
  const { seed, verifications, branch, concurrency, onProgress } = options;
  const random = new Random(seed);
  const scripts = writeScripts(random.fork('scripts'), verifications, branch);
  const world = await startWorld(options, random);
  try {
    const parts = world.server.parts.map(({ name }) => name);
    const plan = planDisturbances(random.fork('plan'), verifications, parts);
    const played = await playAll(world, { scripts, plan, concurrency, onProgress, random: random.fork('probes') });
    onProgress('Reading every history, and searching what was written.');
    return await examine(world, { scripts: [...scripts, ...played.probes], plan, ...played });
  } finally {
    await world.stop();
  }
}

interface Happened {
  scripts: readonly Script[];
  plan: readonly Disturbance[];
  done: readonly Disturbance[];
  recoveries: readonly Recovery[];
  lastedMs: number;
}

async function examine(world: World, { scripts, plan, done, recoveries, lastedMs }: Happened): Promise<ChaosRun> {
  const { temporal, fleet, server, stage } = world;
  await fleet.readMetrics();
  await untilListed(temporal, scripts.length);
  const runs = await collectRuns(temporal);
  const journal = stage.simulator.control.journal();
  const { leaks, searchedBytes } = await searchLeaks({
    markers: stage.markers,
    scripts,
    runs,
    fleet,
    server,
    journal,
    temporal,
    encrypted: world.encrypted,
  });
  return {
    serverName: server.name,
    scripts,
    runs,
    findings: judge(scripts, runs),
    faults: countFaults({ scripts, transactionOf: transactionsIn(runs), plan, done, journal }),
    leaks,
    searchedBytes,
    recoveries,
    vendorCalls: checkResultCalls(journal),
    lastedMs,
  };
}

function checkResultCalls(journal: readonly JournalEntry[]): number {
  return journal.filter((entry) => entry.kind === 'call' && entry.action === 'CheckResult').length;
}

/** Lists lag behind: a verification that is missing in the first one is not lost yet. */
async function untilListed(temporal: Client, count: number): Promise<void> {
  const settledByMs = Date.now() + 10_000;
  const ended = "WorkflowType = 'verification' AND ExecutionStatus != 'Running'";
  await eventually(async () => {
    const listed = await temporal.workflow.count(ended).catch(() => undefined);
    return (listed?.count ?? 0) >= count || Date.now() > settledByMs;
  });
}
