import type { CheckResultSummary } from '../contract/check-result';
import type { Policy } from '../contract/schemas';
import { FINAL_STATUSES } from '../contract/status';
import { AFTER_FAILURE, callFailureOf, resolvePolicy, rulingOn } from '../policy';
import { CallbackLedger } from './callback-ledger';
import { endingWords } from './ending-words';
import { UNREADABLE, type Fact, type FailureFact } from './fact';
import { openingWords } from './opening-words';
import { callInputSchema, checkResultSchema, inputSchema, read, type RecordedInput } from './recorded-shapes';
import type { Step } from './explanation';
import { updateWords } from './update-words';
import { capitalized, nameOf, quoted, resultWords, rulingWords } from './words';

/** A timer that runs. */
export interface OpenTimer {
  summary: string;
  since: string;
  until: string;
}

/** A vendor call under way. */
export interface OpenCall {
  activityId: string;
  summary: string;
  since: string;
  until: string | undefined;
}

type Of<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
type Tell = { [K in Fact['kind']]: (fact: Of<K>) => (string | undefined)[] };

/** What the history of one workflow says, told fact by fact. */
export class Story {
  readonly workflowId: string;
  readonly steps: Step[] = [];
  /** Workflows that this one opened. */
  readonly children: string[] = [];
  readonly timers = new Map<string, OpenTimer>();
  readonly calls = new Map<number, OpenCall>();
  standing = 'not begun';
  isClosed = false;
  startedAt = '';
  policy: Policy | undefined;
  private input: RecordedInput = {};
  private readonly callbacks = new CallbackLedger();
  private readonly tries = new Map<number, Of<'call-started'>>();

  constructor(workflowId: string, facts: readonly Fact[]) {
    this.workflowId = workflowId;
    for (const fact of facts) this.take(fact);
  }

  private take<K extends Fact['kind']>(fact: Of<K>): void {
    const tell = this.tell[fact.kind as K] as (one: Of<K>) => (string | undefined)[];
    const { at, eventId } = fact;
    for (const what of tell(fact)) {
      if (what !== undefined) this.steps.push({ at, workflowId: this.workflowId, eventId, what });
    }
  }

  private readonly tell: Tell = {
    started: ({ at, input }) => {
      this.startedAt = at;
      return [this.open(input)];
    },
    'timer-started': ({ at, timerId, summary, endsAt }) => {
      this.timers.set(timerId, { summary, since: at, until: endsAt });
      return [];
    },
    'timer-fired': ({ timerId }) => {
      const summary = this.timers.get(timerId)?.summary ?? '';
      this.timers.delete(timerId);
      return [`Time is up. ${summary}.`];
    },
    'timer-canceled': ({ timerId }) => {
      this.timers.delete(timerId);
      return [];
    },
    signaled: ({ name, argument }) => [
      name === 'callbackReceived' ? this.callbacks.tell(argument) : `Signal ${quoted(name)} ignored.`,
    ],
    updated: ({ name, argument }) => {
      const submitted = name === 'submitTransaction' ? read(inputSchema, argument)?.transactionId : undefined;
      const early = submitted === undefined ? '' : this.callbacks.expect(submitted);
      return [updateWords(name, argument) + early];
    },
    'call-scheduled': ({ at, eventId, activityId, summary, input }) => {
      const deadlineMs = read(callInputSchema, input)?.resultDeadlineMs;
      const until = deadlineMs === undefined ? undefined : new Date(deadlineMs).toISOString();
      this.calls.set(eventId, { activityId, summary, since: at, until });
      return [`CheckResult is asked. ${summary}.`];
    },
    'call-started': (fact) => {
      this.tries.set(fact.call, fact);
      const { tries, lastFailure } = fact;
      return tries > 1 ? [`Try ${tries}. The try before it failed: ${lastFailure?.message ?? 'a time-out'}`] : [];
    },
    'call-completed': ({ call, result }) => (this.calls.delete(call) ? this.answered(result) : []),
    'call-failed': ({ call, failure }) => (this.calls.delete(call) ? this.unanswered(call, failure) : []),
    'call-timed-out': ({ call, failure }) => (this.calls.delete(call) ? this.unanswered(call, failure) : []),
    'call-canceled': ({ call }) => {
      this.calls.delete(call);
      return ['The call is cut short: something else came first.'];
    },
    'child-started': ({ workflowId }) => {
      // Its own history tells how it begins, and how it ends.
      this.children.push(workflowId);
      return [];
    },
    'child-closed': ({ workflowId, ending }) => [
      ending === 'completed'
        ? undefined
        : `${capitalized(nameOf(workflowId))} came back without a decision (${ending}).`,
    ],
    attributes: ({ attributes }) => [this.attributesWords(attributes)],
    'cancel-requested': ({ identity }) => [
      this.isRoot ? `Cancellation requested by ${quoted(identity)}.` : 'Cancellation requested.',
    ],
    'task-failed': ({ failure }) => [
      `A workflow task failed: ${quoted(failure.message)}. Temporal tries it again until it works.`,
    ],
    reset: ({ reason }) => {
      this.isClosed = false;
      return [`Reset by an operator: ${quoted(reason)}.`];
    },
    ended: ({ ending, result, failure }) => {
      this.isClosed = true;
      this.timers.clear();
      this.calls.clear();
      const { standing, what } = endingWords(this.workflowId, ending, result, failure);
      this.standing = standing;
      return [what];
    },
  };

  private get isRoot(): boolean {
    return nameOf(this.workflowId) === 'verification';
  }

  private open(payload: unknown): string {
    this.standing = this.isRoot ? 'AWAITING_RESULT' : 'open';
    if (payload === UNREADABLE) return 'Started. Its input cannot be read: its payload key is missing here.';
    this.input = read(inputSchema, payload) ?? {};
    const { policy, transactionId } = this.input;
    if (policy === undefined || typeof policy === 'string' || 'rules' in policy) this.policy = resolvePolicy(policy);
    if (transactionId !== undefined) this.callbacks.expect(transactionId);
    return openingWords(this.workflowId, this.input, this.policy);
  }

  private answered(payload: unknown): string[] {
    const result = read(checkResultSchema, payload);
    const words = result ? resultWords(result) : 'something that cannot be read here';
    const answer = `CheckResult answered: ${words}.`;
    return result && this.policy ? [answer, this.ruling(result, this.policy)] : [answer];
  }

  private ruling(result: CheckResultSummary, policy: Policy): string {
    return rulingWords(rulingOn(result, policy, this.input.attempt ?? 1), policy);
  }

  private unanswered(call: number, failure: FailureFact): string[] {
    const { tries = 1, lastFailure } = this.tries.get(call) ?? {};
    const last = failure.type === undefined && lastFailure ? lastFailure : failure;
    const decision = AFTER_FAILURE[last.type === undefined ? 'TimedOut' : callFailureOf(last.type)];
    const times = tries === 1 ? 'one try' : `${tries} tries`;
    return [
      `CheckResult gave no result in ${times}. The last: ${last.message}`,
      `No rule is asked: after ${last.type ?? 'a time-out'} → ${decision.route}, ${decision.reason}.`,
    ];
  }

  private attributesWords({
    VerificationStatus: status,
    VerificationReason: reason,
    ReviewStatus: review,
  }: Of<'attributes'>['attributes']): string | undefined {
    if (this.isRoot && typeof status === 'string') {
      this.standing = [status, reason].filter((part) => typeof part === 'string').join(': ');
      // Of a final status the end of the workflow tells.
      return isFinal(status) ? undefined : `Status ${this.standing}.`;
    }
    if (typeof review === 'string') this.standing = review;
    if (review === 'SECOND_REVIEW') return 'Four eyes: a second, different reviewer has to agree.';
    return review === 'ESCALATED' ? 'The two disagree: a third reviewer decides.' : undefined;
  }
}

function isFinal(status: string): boolean {
  return (FINAL_STATUSES as readonly string[]).includes(status);
}
