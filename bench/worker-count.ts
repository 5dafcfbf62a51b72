import { measure } from './measure';
import { cpuMsOf } from './process-cpu';
import { tableOf } from './side-by-side';
import { startGround, type Ground } from './sides';

const VERIFICATIONS = 300;
const CONCURRENCY = 30;

/** One, two and three worker processes on one server: verifications a second, and who uses the processors meanwhile. */
export async function benchWorkerCount() {
  const ground = await startGround();
  try {
    const pids: number[] = [];
    const rows: (string | number)[][] = [];
    for (const workers of [1, 2, 3]) {
      pids.push((await ground.startWorker('ours')).pid);
      // What a new process needs to get going is not what is measured.
      await run(ground, `warm${workers}`, 60);
      rows.push([workers, ...(await shares(ground, pids, workers))]);
    }
    const head = ['workers', 'per s', 'workers, CPUs', 'server, CPUs', 'load, CPUs'];
    return { table: tableOf(`Worker processes, ${CONCURRENCY} verifications at a time`, head, rows), rows };
  } finally {
    await ground.stop();
  }
}

async function shares(ground: Ground, pids: readonly number[], workers: number): Promise<string[]> {
  const all = [...pids, ground.serverPid, process.pid];
  const before = all.map(cpuMsOf);
  const { wallMs } = await run(ground, `n${workers}`, VERIFICATIONS);
  const cpus = all.map((pid, index) => (cpuMsOf(pid) - (before[index] ?? 0)) / wallMs);
  const ofWorkers = cpus.slice(0, pids.length).reduce((sum, one) => sum + one, 0);
  return [(VERIFICATIONS / wallMs) * 1000, ofWorkers, ...cpus.slice(pids.length)].map((value) => value.toFixed(2));
}

async function run({ sides: { ours } }: Ground, prefix: string, count: number) {
  return measure(count, CONCURRENCY, async (unit) => {
    const id = `${prefix}x${unit}`;
    await ours.start(id);
    await ours.callBack(id);
    await ours.result(id);
  });
}
