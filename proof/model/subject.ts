import { VerificationClientError } from '../../src/client';
import { callbackReceived } from '../../src/contract/messages';
import { attemptWorkflowId } from '../../src/contract/names';
import type { Policy } from '../../src/contract/schemas';
import type { Outcome, VerificationState } from '../../src/contract/verification';
import { initializeAttempt, REGION } from '../../src/demo/initialize';
import { resolvePolicy } from '../../src/policy';
import { patiently } from '../chaos/patience';
import type { World } from '../chaos/world';
import type { Random } from '../random';
import { MAX_ATTEMPTS, type Action, type Settings } from './rules';
import { RESULTS, type ReviewDecision } from './state';

const SOON_MS = 1_200;
const LATER_MS = 600_000;
const REASON_CODES = { approve: 'identity-confirmed', reject: 'spoofing', newAttempt: 'poor-capture' } as const;

/** A verification on the real server: what may be done to it, and what can be seen of it. */
export class Subject {
  readonly id: string;
  private readonly world: World;
  private readonly restartWorker: () => Promise<void>;
  private readonly random: Random;
  private readonly settings: Settings;
  private readonly finished = new Set<string>();
  private readonly transactions: { merchantBizId: string; transactionId: string }[] = [];

  constructor(world: World, random: Random, settings: Settings, restartWorker: () => Promise<void>) {
    this.world = world;
    this.restartWorker = restartWorker;
    this.random = random;
    this.settings = settings;
    this.id = `model${random.hex(20)}`;
  }

  async start(): Promise<{ transactionId: string }> {
    const transaction = await this.initialize(this.id, 1);
    await patiently(() => this.client.start({ ...transaction, region: REGION, policy: policyOf(this.settings) }));
    return transaction;
  }

  /** Calls Initialize for an attempt, under a new MerchantBizId. */
  async initializeNext(attempt: number) {
    return this.initialize(`model${this.random.hex(20)}`, attempt);
  }

  /** Does it, and says whether it was taken or refused; `unknown` where no answer came in time. */
  async act(action: Action): Promise<'ok' | 'no' | 'unknown'> {
    return this.dispatch(action).then(
      () => 'ok',
      (error: unknown) => {
        if (!(error instanceof VerificationClientError)) throw error;
        return error.code === 'UNAVAILABLE' ? 'unknown' : 'no';
      },
    );
  }

  /** What can be seen from outside, in the model's words; undefined while nobody answers. */
  async look(): Promise<{ seen: string; outcome?: Outcome } | undefined> {
    const view = await this.client.get(this.id).catch(() => undefined);
    if (view?.phase === 'ended') {
      const { status, decidedBy, reason } = view.outcome;
      return { seen: `${status} by ${decidedBy}: ${reason}`, outcome: view.outcome };
    }
    if (view?.phase !== 'open') return undefined;
    const { state, fallback } = view;
    if (state.status === 'MANUAL_REVIEW') return this.lookAtReview(state);
    const attempt = state.attempts.length;
    if (state.status === 'AWAITING_RESULT') return { seen: `attempt ${attempt}` };
    if (!fallback?.waiting) return undefined;
    return { seen: `${fallback.waiting.for === 'submission' ? 'fallback' : 'attempt'} ${attempt}` };
  }

  private get client() {
    return this.world.stage.client;
  }

  private async lookAtReview({ waiting, reviews }: VerificationState): Promise<{ seen: string } | undefined> {
    const number = Number(/manual-review-(\d+)$/.exec(waiting?.workflowId ?? '')?.[1] ?? reviews.length + 1);
    const review = await this.client.reviews.get(this.id, number).catch(() => undefined);
    if (!review || review.result) return undefined;
    return { seen: `review ${number} ${review.status} ${review.assignee ?? '-'}` };
  }

  private async dispatch(action: Action): Promise<void> {
    const { control } = this.world.stage.simulator;
    const last = this.transactions.at(-1);
    switch (action.do) {
      case 'finish':
        if (last) this.finish(last.transactionId, action);
        return;
      case 'callback':
        if (last) await control.sendCallback(last.transactionId);
        return;
      case 'strangeCallback':
        return this.signalStrangely();
      case 'restartWorker':
        return this.restartWorker();
      case 'passTime':
        await new Promise((resolve) => setTimeout(resolve, this.settings.soon === 'none' ? 0 : SOON_MS * 1.5));
        return;
      default:
        return this.update(action);
    }
  }

  private finish(transactionId: string, { result }: Extract<Action, { do: 'finish' }>): void {
    const { control } = this.world.stage.simulator;
    if (this.finished.has(transactionId)) return;
    this.finished.add(transactionId);
    control.script(transactionId, { finishAfterMs: null, results: [RESULTS[result]], callback: { times: 0 } });
    control.finish(transactionId);
  }

  /** Signals that are no callback of this attempt: another transaction's, and one of the wrong form. */
  private async signalStrangely(): Promise<void> {
    const handle = this.world.temporal.workflow.getHandle(attemptWorkflowId(this.id, this.transactions.length));
    for (const argument of [{ transactionId: 'hksanother', passed: 'Y', subCode: '200' }, { passed: 'Y' }, 'Y']) {
      // To a workflow that is over nobody can say anything.
      await handle.signal(callbackReceived, argument as never).catch(() => undefined);
    }
  }

  private async update(
    action: Exclude<Action, { do: 'finish' | 'callback' | 'strangeCallback' | 'restartWorker' | 'passTime' }>,
  ): Promise<void> {
    const { reviews } = this.client;
    switch (action.do) {
      case 'submit':
        return this.submit();
      case 'submitUsed':
        return this.submitUsed();
      case 'sendToReview':
        return this.client.sendToReview(this.id, { operator: 'olga', reason: 'model' });
      case 'cancel':
        return this.client.cancel(this.id);
      case 'claim':
        return reviews.claim(this.id, await this.reviewNumber(), { reviewer: action.reviewer });
      case 'release':
        return reviews.release(this.id, await this.reviewNumber(), { reviewer: action.reviewer });
      case 'note':
        return reviews.addNote(this.id, await this.reviewNumber(), { reviewer: action.reviewer, note: 'seen' });
      case 'decide':
        return this.decide(action.reviewer, action.decision);
    }
  }

  private async decide(reviewer: string, decision: ReviewDecision): Promise<void> {
    const request = { reviewer, decision, reasonCode: REASON_CODES[decision] };
    await this.client.reviews.decide(this.id, await this.reviewNumber(), request as never);
  }

  /** A new transaction for the next attempt; one that was refused is not taken for the attempt's. */
  private async submit(): Promise<void> {
    const attempt = await this.wantedAttempt();
    const transaction = await this.initializeNext(attempt);
    try {
      await this.client.submitTransaction(this.id, attempt, transaction);
    } catch (error) {
      this.transactions.pop();
      throw error;
    }
  }

  private async submitUsed(): Promise<void> {
    const [first] = this.transactions;
    if (first) await this.client.submitTransaction(this.id, await this.wantedAttempt(), first);
  }

  private async wantedAttempt(): Promise<number> {
    const view = await this.client.get(this.id);
    return view.phase === 'open' ? (view.state.fallback?.attempt ?? MAX_ATTEMPTS) : MAX_ATTEMPTS;
  }

  /** The open review, or the last one. */
  private async reviewNumber(): Promise<number> {
    const view = await this.client.get(this.id);
    if (view.phase === 'ended') return Math.max(1, view.outcome.reviews.length);
    return view.phase === 'open' ? view.state.reviews.length + (view.state.status === 'MANUAL_REVIEW' ? 1 : 0) || 1 : 1;
  }

  private async initialize(merchantBizId: string, attempt: number) {
    const { vendor, client } = this.world.stage;
    const call = { client, vendor, merchantBizId, verificationId: this.id, attempt };
    const transaction = await patiently(() => initializeAttempt(call));
    this.transactions.push(transaction);
    return transaction;
  }
}

function policyOf({ soon, fourEyes, whenAbandoned }: Settings): Policy {
  const deadlineMs = (what: Settings['soon']) => (what === soon ? SOON_MS : LATER_MS);
  return {
    name: 'model',
    version: 1,
    rules: resolvePolicy('default/1')?.rules ?? [],
    callbackTimeoutMs: soon === 'completion' ? SOON_MS / 4 : LATER_MS,
    completionDeadlineMs: deadlineMs('completion'),
    resultDeadlineMs: 2 * LATER_MS,
    maxAttempts: MAX_ATTEMPTS,
    fallback: { deadlineMs: deadlineMs('fallback'), whenAbandoned },
    review: { dueMs: deadlineMs('review') / 2, deadlineMs: deadlineMs('review'), fourEyes, whenUndecided: 'reject' },
  };
}
