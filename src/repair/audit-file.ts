import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { CHECK_RESULT_FAILURES } from '../contract/check-result';

/** What is done to a verification that is stuck. */
export const REPAIR_ACTIONS = ['retry-now', 'send-to-review', 'cancel'] as const;

const orderSchema = z.strictObject({
  query: z.string().optional(),
  stuckOn: z.enum(CHECK_RESULT_FAILURES),
  action: z.enum(REPAIR_ACTIONS),
  operator: z.string(),
});

/** What a repair was asked to do; the first line of its audit file. */
export type RepairOrder = z.infer<typeof orderSchema>;

const entrySchema = z.object({
  at: z.string(),
  workflowId: z.string(),
  /** `gone`: it was closed, or not stuck any more, so it was left alone. */
  result: z.enum(['begun', 'done', 'gone', 'failed']),
  error: z.string().optional(),
});
export type AuditEntry = z.infer<typeof entrySchema>;

/** The file is of another repair, or not an audit file at all. */
export class AuditFileError extends Error {
  override readonly name = 'AuditFileError';
}

/** The record of a repair, one JSON line an entry; a repair that was stopped goes on from it. */
export class AuditFile {
  readonly path: string;
  private readonly settled = new Set<string>();

  /** @throws AuditFileError when the file is there and is of another repair */
  constructor(path: string, order: RepairOrder) {
    this.path = path;
    if (existsSync(path)) this.resume(order);
    else appendFileSync(path, `${JSON.stringify(order)}\n`, { mode: 0o600 });
  }

  /** Whether an earlier run has settled this one. */
  isSettled(workflowId: string): boolean {
    return this.settled.has(workflowId);
  }

  record(entry: Omit<AuditEntry, 'at'>): void {
    appendFileSync(this.path, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  }

  private resume(order: RepairOrder): void {
    const text = readFileSync(this.path, 'utf8');
    const [first, ...rest] = text.split('\n');
    const earlier = orderSchema.safeParse(parsed(first));
    const isSame =
      earlier.success &&
      earlier.data.query === order.query &&
      earlier.data.stuckOn === order.stuckOn &&
      earlier.data.action === order.action;
    if (!isSame) {
      throw new AuditFileError(
        `${this.path} is of another repair. Name the same query, failure and action to go on with it, or another file.`,
      );
    }
    // A line that was cut off by a crash counts as not written.
    if (!text.endsWith('\n')) appendFileSync(this.path, '\n');
    for (const line of rest) {
      const entry = entrySchema.safeParse(parsed(line));
      if (entry.success && (entry.data.result === 'done' || entry.data.result === 'gone')) {
        this.settled.add(entry.data.workflowId);
      }
    }
  }
}

function parsed(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return undefined;
  }
}
