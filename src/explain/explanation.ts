/** Why a verification is where it is, or ended as it did. Times are ISO 8601 in UTC. */
export interface Explanation {
  verificationId: string;
  /** E.g. `APPROVED: passed`; what the histories say last. */
  standing: string;
  /** Whether anything is still to come. */
  isOpen: boolean;
  startedAt: string;
  policy: { name: string; version: number; digest: string } | undefined;
  /** Everything that happened, over all workflows of the verification, in order of time. */
  steps: Step[];
  /** What it waits for now; empty once it is closed. */
  waits: Wait[];
}

/** One thing that happened. */
export interface Step {
  at: string;
  workflowId: string;
  /** Number of the event in the history of that workflow. */
  eventId: number;
  what: string;
}

/** One thing that is waited for. */
export interface Wait {
  workflowId: string;
  waitsFor: string;
  since?: string | undefined;
  until?: string | undefined;
  /** A vendor call under way: how often it was tried, how the last try failed, and when the next one is. */
  tries?: number | undefined;
  lastFailure?: string | undefined;
  nextTryAt?: string | undefined;
  /** The process that tried last. */
  worker?: string | undefined;
  /** What an operator should do, where there is something to do. */
  advice?: string | undefined;
}
