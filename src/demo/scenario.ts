import type { Outcome } from '../contract/verification';
import type { Stage } from './stage';

/** One branch of the product, played from outside. */
export interface Scenario {
  /** Short name; also that of its recorded history. */
  name: string;
  /** What happens, in a few words. */
  title: string;
  expected: Pick<Outcome, 'status' | 'decidedBy' | 'reason'>;
  /** Plays the backend, the user and the reviewers. @returns the verification's id, once everything is set going */
  play(stage: Stage): Promise<string>;
}

export const APPROVED = { status: 'APPROVED', decidedBy: 'policy', reason: 'passed' } as const;

/** Fails a scenario in which something that must not happen did. */
export function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}
