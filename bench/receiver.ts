import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTE_TYPES } from '../src/contract/search-attributes';
import { findTemporalCli, startTemporalServer } from '../src/server';
import { Random } from '../proof/random';
import { BenchProcess } from './bench-process';
import type { TokenKind } from './callback-requests';
import type { Cost } from './measure';
import type { CallbacksQuestion, ReceiverUse } from './receiver-processes';
import { reportReceiver, type ReceiverRound } from './receiver-report';
import { alternate } from './side-by-side';

const RECEIVERS = ['ours', 'bare'] as const;
type Name = (typeof RECEIVERS)[number];

const FILE = join(__dirname, 'receiver-processes.js');
const WORKFLOWS_PER_ROUND = 200;
/** Below the eight transactions that our receiver lets one token bring. */
const CALLBACKS_PER_WORKFLOW = 4;
const FORGED_PER_ROUND = 4_000;

interface Stage {
  random: Random;
  rounds: number;
  client: Client;
  receivers: Record<Name, BenchProcess<{ url: string }, object, ReceiverUse>>;
  load: BenchProcess<object, CallbacksQuestion, Cost>;
}

/**
 * Callbacks over HTTP keep-alive, 32 at a time, to our receiver and to a bare handler that only signals, against one real
 * Temporal server: accepted and rejected requests per second and per CPU second of the receiver's process.
 */
export async function benchReceiver(options: {
  seed: number;
  rounds: number;
}): Promise<{ table: string; figures: object }> {
  const cliPath = await findTemporalCli({ path: process.env.TEMPORAL_CLI_PATH });
  const server = await startTemporalServer({ cliPath, searchAttributes: SEARCH_ATTRIBUTE_TYPES });
  const connection = await Connection.connect({ address: server.address });
  const processes = await startProcesses(server.address);
  try {
    const random = new Random(options.seed).fork('receiver');
    const stage = { random, rounds: options.rounds, client: new Client({ connection }), ...processes };
    return reportReceiver(await accepted(stage), await rejected(stage));
  } finally {
    await Promise.all([processes.load, ...Object.values(processes.receivers)].map((one) => one.stop()));
    await connection.close();
    await server.stop();
  }
}

async function startProcesses(address: string): Promise<Pick<Stage, 'receivers' | 'load'>> {
  const start = (role: Name) => BenchProcess.start<{ url: string }, object, ReceiverUse>(FILE, role, { address });
  const receivers = { ours: await start('ours'), bare: await start('bare') };
  return { receivers, load: await BenchProcess.start<object, CallbacksQuestion, Cost>(FILE, 'load') };
}

/** Every round has workflows of its own, so that no history grows long and nothing is a repeat. */
async function accepted(stage: Stage) {
  const verifications: Promise<string[]>[] = [];
  // Temporal itself makes up most of a round and varies, so it takes more rounds to tell the receivers apart.
  return alternate(RECEIVERS, 2 * stage.rounds, stage.random, async (name, round) => {
    const verificationIds = await (verifications[round] ??= startVerifications(stage));
    return play(stage, name, 'true', verificationIds, round);
  });
}

async function rejected(stage: Stage) {
  const verificationIds = Array.from({ length: WORKFLOWS_PER_ROUND }, () => stage.random.hex(32));
  return alternate(RECEIVERS, stage.rounds, stage.random, (name, round) =>
    play(stage, name, 'forged', verificationIds, round),
  );
}

async function play(
  { receivers, load }: Stage,
  name: Name,
  kind: TokenKind,
  verificationIds: string[],
  round: number,
): Promise<ReceiverRound> {
  const receiver = receivers[name];
  const url = name === 'bare' && kind === 'forged' ? `${receiver.ready.url}/forged` : receiver.ready.url;
  const units = kind === 'true' ? verificationIds.length * CALLBACKS_PER_WORKFLOW : FORGED_PER_ROUND;
  await receiver.ask({});
  const cost = await load.ask({ url, units, kind, verificationIds, round: `${name}-${round}` });
  return { ...cost, receiver: await receiver.ask({}) };
}

/** Verifications that are there to be signaled; nobody works on them. */
async function startVerifications({ client, random }: Stage): Promise<string[]> {
  const ids = Array.from({ length: WORKFLOWS_PER_ROUND }, () => random.hex(32));
  const start = (id: string) =>
    client.workflow.start('verification', { workflowId: `verification-${id}`, taskQueue: 'bench', args: [{}] });
  for (let first = 0; first < ids.length; first += 20) await Promise.all(ids.slice(first, first + 20).map(start));
  return ids;
}
