import { Random } from '../random';

/** One kind of input, and what is claimed of everything that is made of it. */
export interface FuzzTarget<Case = unknown> {
  name: string;
  /** Makes a case from chances alone, so that the same seed makes it again. */
  make(random: Random): Case;
  /** Names the kind of result; throws where a claim is broken. */
  check(made: Case): string | Promise<string>;
  /** The case as text, for who looks into a failure. */
  show(made: Case): string;
}

/** Which cases are tried. */
export interface FuzzPlan {
  seed: number;
  from: number;
  count: number;
}

/** A case that broke a claim. `--only {target} --from {case} --count 1` makes it again. */
export interface FuzzFailure {
  target: string;
  seed: number;
  case: number;
  message: string;
  shown: string;
}

/** What became of the cases of one target. */
export interface TargetReport {
  name: string;
  cases: number;
  failureCount: number;
  /** The first ones. */
  failures: FuzzFailure[];
  seconds: number;
  /** Absent where garbage cannot be collected at will: run node with `--expose-gc`. */
  heapGrowthMiB: number | undefined;
  /** Cases by the kind of their result. */
  kinds: Record<string, number>;
}

/** How many failures are kept. */
const MAX_SHOWN = 20;
const MAX_SHOWN_LENGTH = 600;
const MAX_HEAP_GROWTH_MIB = 30;
/** A promise that nobody waits for is reported once the event loop turns. */
const CASES_A_TURN = 100;
/** Below this many cases the heap says nothing of the product. */
const MIN_CASES_FOR_HEAP = 1_000;

/** Fails a case unless the claim is so. */
export function claim(holds: boolean, broken: string): asserts holds {
  if (!holds) throw new Error(broken);
}

/** Tries the cases of a plan one after the other. */
export async function runTarget(target: FuzzTarget, plan: FuzzPlan): Promise<TargetReport> {
  const run = new TargetRun(target, plan);
  const onRejection = (reason: unknown) => run.fail(`A rejection that nobody handled: ${textOf(reason)}`);
  process.on('unhandledRejection', onRejection);
  try {
    return await run.all();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

class TargetRun {
  private readonly target: FuzzTarget;
  private readonly plan: FuzzPlan;
  private readonly kinds = new Map<string, number>();
  private readonly failures: FuzzFailure[] = [];
  private failureCount = 0;
  private at = 0;

  constructor(target: FuzzTarget, plan: FuzzPlan) {
    this.target = target;
    this.plan = plan;
  }

  async all(): Promise<TargetReport> {
    const { from, count } = this.plan;
    const startedMs = performance.now();
    const root = new Random(this.plan.seed);
    let heapBefore: number | undefined;
    for (this.at = from; this.at < from + count; this.at += 1) {
      if (this.at === from + Math.floor(count / 5)) heapBefore = heapMiB();
      await this.one(root.fork(`${this.target.name}/${this.at}`));
      if (this.at % CASES_A_TURN === 0) await nextTurn();
    }
    await nextTurn();
    const seconds = (performance.now() - startedMs) / 1000;
    const heapGrowthMiB = this.heapGrowth(heapBefore);
    const { failures, failureCount } = this;
    const kinds = Object.fromEntries([...this.kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    return { name: this.target.name, cases: count, failureCount, failures, seconds, heapGrowthMiB, kinds };
  }

  fail(message: string, shown = ''): void {
    this.failureCount += 1;
    if (this.failures.length >= MAX_SHOWN) return;
    const { seed } = this.plan;
    const cut = shown.slice(0, MAX_SHOWN_LENGTH);
    this.failures.push({ target: this.target.name, seed, case: this.at, message, shown: cut });
  }

  private async one(random: Random): Promise<void> {
    const made = this.target.make(random);
    try {
      const kind = await this.target.check(made);
      this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    } catch (error) {
      this.fail(textOf(error), this.target.show(made));
    }
  }

  private heapGrowth(before: number | undefined): number | undefined {
    const after = heapMiB();
    if (before === undefined || after === undefined || this.plan.count < MIN_CASES_FOR_HEAP) return undefined;
    const growth = after - before;
    if (growth >= MAX_HEAP_GROWTH_MIB) this.fail(`The heap grew by ${growth.toFixed(1)} MiB.`);
    return Number(growth.toFixed(1));
  }
}

function heapMiB(): number | undefined {
  if (!globalThis.gc) return undefined;
  globalThis.gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A broken claim says it all; anything else is a surprise, and where it came from helps.
  return error.name === 'Error' ? error.message : `${error.stack}`.split('\n').slice(0, 4).join(' | ');
}
