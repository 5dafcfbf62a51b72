/** How a workflow or a child ended, in Temporal's words. */
export type Ending = 'completed' | 'failed' | 'canceled' | 'terminated' | 'timed out' | 'not started';

/** A failure as the history keeps it, in words. */
export interface FailureFact {
  type: string | undefined;
  message: string;
}

/** One event of a history that says something of the verification, with its payloads decoded. */
export type Fact = { eventId: number; at: string } & FactOfKind;

export type FactOfKind =
  | { kind: 'started'; input: unknown }
  | { kind: 'timer-started'; timerId: string; summary: string; endsAt: string }
  | { kind: 'timer-fired' | 'timer-canceled'; timerId: string }
  | { kind: 'signaled'; name: string; argument: unknown }
  | { kind: 'updated'; name: string; argument: unknown }
  | { kind: 'call-scheduled'; activityId: string; summary: string; input: unknown }
  | { kind: 'call-started'; call: number; tries: number; lastFailure: FailureFact | undefined }
  | { kind: 'call-completed'; call: number; result: unknown }
  | { kind: 'call-failed' | 'call-timed-out'; call: number; failure: FailureFact }
  | { kind: 'call-canceled'; call: number }
  | { kind: 'child-started'; workflowId: string }
  | { kind: 'child-closed'; workflowId: string; ending: Ending; result: unknown }
  | { kind: 'attributes'; attributes: Readonly<Record<string, unknown>> }
  | { kind: 'cancel-requested'; identity: string }
  | { kind: 'task-failed'; failure: FailureFact }
  | { kind: 'reset'; reason: string }
  | { kind: 'ended'; ending: Ending; result: unknown; failure: FailureFact | undefined };

/** What stands in the place of a payload that this program cannot read, e.g. for want of its key. */
export const UNREADABLE = Symbol('unreadable payload');
