/** What a piece of work cost the process that did it. */
export interface Cost {
  units: number;
  wallMs: number;
  /** Of all threads of the process, garbage collection included. */
  cpuMicros: number;
  /** After garbage collection: heap and buffers. */
  memoryBytes: number;
}

/** Does `units` of work, `concurrency` at a time, and tells the cost. */
export async function measure(
  units: number,
  concurrency: number,
  work: (unit: number) => Promise<unknown>,
): Promise<Cost> {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < units) await work(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  const wallMs = performance.now() - startedMs;
  return { units, wallMs, cpuMicros: cpuSince(cpu), memoryBytes: memoryAfterGc() };
}

/** CPU microseconds of this process since a reading. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function memoryAfterGc(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
