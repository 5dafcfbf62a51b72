import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startProcess, type BreakableProcess } from '../proof/child-process';
import { createVerificationClient } from '../src/client';
import { SEARCH_ATTRIBUTE_TYPES } from '../src/contract/search-attributes';
import { findTemporalCli, startTemporalServer } from '../src/server';
import { callQueueOf } from './bare-worker';
import type { BareInput } from './bare-workflow';
import { BenchProcess } from './bench-process';

/** A kind of workflow that waits for a callback and then fetches a result. */
export interface Side {
  start(id: string): Promise<unknown>;
  callBack(id: string): Promise<unknown>;
  result(id: string): Promise<unknown>;
  workflowId(id: string): string;
}

/**
 * `ours`: the product. `bare`: the least that does the work. `apart`: the least, with the two things that the product's
 * design adds on purpose: calls on a queue of their own, so that a rate limit holds, and a status that can be searched for.
 */
export const SIDES = ['ours', 'bare', 'apart'] as const;
export type SideName = (typeof SIDES)[number];

/** A Temporal server, a vendor that answers at once, and somebody who asks them. */
export interface Ground {
  temporal: Client;
  serverPid: number;
  sides: Readonly<Record<SideName, Side>>;
  /** Starts a worker of a side in a process of its own. */
  startWorker(side: SideName): Promise<BreakableProcess>;
  /** What a process that makes workers of its own needs to know. */
  address: string;
  vendorUrl: string;
  stop(): Promise<void>;
}

const QUEUES = { ours: 'bench-ours', bare: 'bench-bare', apart: 'bench-apart' };
export const OUR_QUEUE = QUEUES.ours;

/** Starts everything but the workers, on free loopback ports. */
export async function startGround(): Promise<Ground> {
  const cliPath = await findTemporalCli({ path: process.env.TEMPORAL_CLI_PATH });
  const server = await startTemporalServer({ cliPath, searchAttributes: SEARCH_ATTRIBUTE_TYPES });
  const vendor = await BenchProcess.start<{ url: string }, object, object>(
    join(__dirname, 'vendor-call-processes.js'),
    'server',
  );
  const { url: vendorUrl } = vendor.ready;
  const { address } = server;
  const connection = await Connection.connect({ address });
  const temporal = new Client({ connection });
  const folder = mkdtempSync(join(tmpdir(), 'idv-bench-'));
  const workers: BreakableProcess[] = [];
  return {
    temporal,
    serverPid: server.pid,
    address,
    vendorUrl,
    sides: {
      ours: ours(temporal),
      bare: bare(temporal, 'bare', { vendorUrl }),
      apart: bare(temporal, 'apart', { vendorUrl, callQueue: callQueueOf(QUEUES.apart) }),
    },
    startWorker: async (side) => {
      const worker = await startWorkerOf(side, address, vendorUrl, join(folder, `${side}-${workers.length}.log`));
      workers.push(worker);
      return worker;
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await connection.close();
      await vendor.stop();
      await server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

async function startWorkerOf(side: SideName, address: string, vendorUrl: string, logFile: string) {
  return startProcess({
    command: process.execPath,
    arguments: side === 'ours' ? ['dist/cli/idv.js', 'worker'] : [join(__dirname, 'bare-worker.js')],
    env: {
      TEMPORAL_ADDRESS: address,
      IDV_TASK_QUEUE: QUEUES[side],
      IDV_VENDOR_ENDPOINT: vendorUrl,
      IDV_CHECK_RESULT_PER_SECOND: '1000',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'an-access-key-id',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'an-access-key-secret',
    },
    logFile,
    readyText: 'Worker ready',
  });
}

function ours(temporal: Client): Side {
  const client = createVerificationClient({ client: temporal, taskQueue: QUEUES.ours });
  const workflowId = (id: string) => `verification-${id}`;
  const transactionId = (id: string) => `hks${id}`;
  return {
    workflowId,
    start: (id) => client.start({ merchantBizId: id, transactionId: transactionId(id), region: 'ap-southeast-1' }),
    callBack: (id) =>
      temporal.workflow
        .getHandle(workflowId(id))
        .signal('callbackReceived', { transactionId: transactionId(id), passed: 'Y', subCode: '200' }),
    result: (id) => client.outcome(id),
  };
}

function bare(temporal: Client, name: 'bare' | 'apart', input: BareInput): Side {
  const workflowId = (id: string) => `${name}-${id}`;
  return {
    workflowId,
    start: (id) =>
      temporal.workflow.start('bare', { workflowId: workflowId(id), taskQueue: QUEUES[name], args: [input] }),
    callBack: (id) => temporal.workflow.getHandle(workflowId(id)).signal('called'),
    result: (id) => temporal.workflow.getHandle(workflowId(id)).result(),
  };
}
