import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { DEMO_WORKER_VARIABLES } from '../../src/demo/demo-policy';
import { freePort } from '../../src/server';
import { startProcess, type BreakableProcess } from '../child-process';
import type { Markers } from './markers';
import { eventually } from './patience';

/** Where the product's processes run, and with what. */
export interface FleetPlace {
  /** Folder of the built product. */
  product: string;
  folder: string;
  temporal: Client;
  temporalAddress: string;
  vendorUrl: string;
  markers: Markers;
  /** As IDV_PAYLOAD_KEYS has them; empty: nothing is encrypted. */
  payloadKeys: string;
}

/** The access key that the workers sign with. */
export const WORKER_KEY_ID = 'chaos-worker-key';
const DEPLOYMENT = 'id-verification';
const WORKERS = 2;
/** Whatever the people's patience is: a deployment that does not come is no finding about verifications. */
const DEPLOYED_WITHIN_MS = 120_000;

type WorkerProcess = BreakableProcess & { metricsUrl: string };

/** The product's processes as they are deployed: workers and a callback receiver. */
export class Fleet {
  /** What the workers' metrics said, the last time that they were asked. */
  readonly metrics = new Map<string, string>();
  readonly logFiles: string[] = [];
  receiverUrl = '';
  private readonly place: FleetPlace;
  private workers: WorkerProcess[] = [];
  private receiver: BreakableProcess | undefined;
  private version = 0;
  private started = 0;
  private receiverPort = 0;

  constructor(place: FleetPlace) {
    this.place = place;
  }

  /** Process ids of the workers that run now. */
  get workerPids(): number[] {
    return this.workers.map(({ pid }) => pid);
  }

  async start(): Promise<void> {
    this.receiverPort = await freePort();
    this.receiverUrl = `http://127.0.0.1:${this.receiverPort}`;
    await Promise.all([this.startReceiver(), this.deploy()]);
  }

  /** Brings a new version: its workers start, it becomes the current one, and the old workers are asked to end. */
  async deploy(): Promise<void> {
    const old = this.workers;
    this.version += 1;
    this.workers = await Promise.all(Array.from({ length: WORKERS }, () => this.startWorker()));
    await this.makeCurrent();
    await Promise.all(old.map((worker) => worker.terminate()));
  }

  /** Kills a worker and starts another in its place. */
  async replaceWorker(index: number): Promise<void> {
    await this.readMetrics();
    await this.workers[index % WORKERS]?.kill();
    this.workers[index % WORKERS] = await this.startWorker();
  }

  /** Stops a worker in the middle of its work, for a while. */
  async freezeWorker(index: number, forMs: number): Promise<void> {
    const worker = this.workers[index % WORKERS];
    worker?.freeze();
    await sleep(forMs);
    worker?.thaw();
  }

  /** Kills the receiver; for a while nobody takes callbacks. */
  async replaceReceiver(downMs: number): Promise<void> {
    await this.receiver?.kill();
    await sleep(downMs);
    await this.startReceiver();
  }

  async readMetrics(): Promise<void> {
    for (const worker of this.workers) {
      if (!worker.isRunning()) continue;
      const { metricsUrl } = worker;
      const answer = await fetch(metricsUrl, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (answer) this.metrics.set(metricsUrl, await answer.text());
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.receiver?.terminate(), ...this.workers.map((worker) => worker.terminate())]);
  }

  private async startWorker(): Promise<WorkerProcess> {
    const { markers, vendorUrl } = this.place;
    const metricsAddress = `127.0.0.1:${await freePort()}`;
    const process = await this.startPart('worker', {
      ...DEMO_WORKER_VARIABLES,
      IDV_CHECK_RESULT_PER_SECOND: '1000',
      IDV_SHUTDOWN_GRACE_MS: '5000',
      IDV_VENDOR_ENDPOINT: vendorUrl,
      IDV_DEPLOYMENT_NAME: DEPLOYMENT,
      IDV_BUILD_ID: `build-${this.version}`,
      IDV_PROMETHEUS_ADDRESS: metricsAddress,
      ALIBABA_CLOUD_ACCESS_KEY_ID: WORKER_KEY_ID,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: markers.accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: markers.stsToken,
    });
    return { ...process, metricsUrl: `http://${metricsAddress}/metrics` };
  }

  private async startReceiver(): Promise<void> {
    this.receiver = await this.startPart('receiver', {
      IDV_CALLBACK_KEYS: `chaos:${this.place.markers.callbackKey}`,
      IDV_RECEIVER_PORT: String(this.receiverPort),
    });
  }

  private async startPart(part: 'worker' | 'receiver', env: Record<string, string>): Promise<BreakableProcess> {
    const { folder, product, temporalAddress, payloadKeys } = this.place;
    this.started += 1;
    const logFile = join(folder, `${part}-${this.started}.log`);
    this.logFiles.push(logFile);
    return startProcess({
      command: process.execPath,
      arguments: [join(product, 'cli', 'idv.js'), part],
      env: { ...env, TEMPORAL_ADDRESS: temporalAddress, IDV_PAYLOAD_KEYS: payloadKeys },
      logFile,
      readyText: part === 'worker' ? 'Worker ready' : 'Receiver ready',
    });
  }

  /** The server knows a version only once its workers have asked it for work. */
  private async makeCurrent(): Promise<void> {
    const { temporal } = this.place;
    const request = { namespace: 'default', deploymentName: DEPLOYMENT, buildId: `build-${this.version}` };
    const isDone = () =>
      temporal.workflowService.setWorkerDeploymentCurrentVersion(request).then(
        () => true,
        () => false,
      );
    const done = await eventually(isDone, 200, DEPLOYED_WITHIN_MS);
    if (!done) throw new Error(`Version ${this.version} did not become the current one.`);
  }
}
