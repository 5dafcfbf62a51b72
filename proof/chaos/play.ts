import { setTimeout as sleep } from 'node:timers/promises';
import type { VerificationClient } from '../../src/client';
import type { CloudauthClient } from '../../src/cloudauth';
import { initializeAttempt, REGION } from '../../src/demo/initialize';
import { resolvePolicy } from '../../src/policy';
import type { Simulator } from '../../src/simulator';
import type { Board } from './board';
import { PATIENT_POLICY, type Branch, type ReviewStep } from './branches';
import type { Markers } from './markers';
import { attempting, eventually, patience, patiently } from './patience';
import type { Script } from './script';
import { userScript } from './user-script';

/** What the players act on. */
export interface Stage {
  client: VerificationClient;
  vendor: CloudauthClient;
  simulator: Simulator;
  board: Board;
  markers: Markers;
}

const RULES = resolvePolicy('default/1')?.rules ?? [];

/** Plays the backend, the user and the reviewers of one verification, until it has an outcome or patience ends. */
export async function play(stage: Stage, script: Script): Promise<void> {
  await new Play(stage, script).run();
}

class Play {
  private readonly stage: Stage;
  private readonly script: Script;
  private readonly branch: Branch;
  private readonly id: string;
  private readonly transactionIds: string[] = [];
  private isOver = false;

  constructor(stage: Stage, script: Script) {
    this.stage = stage;
    this.script = script;
    this.branch = script.branch;
    this.id = script.verificationId;
  }

  async run(): Promise<void> {
    await this.begin();
    await Promise.all([this.awaitOutcome(), this.submitFallbacks(), this.review(), this.intervene()]);
  }

  private async awaitOutcome(): Promise<void> {
    const timeoutMs = 2 * patience();
    await patiently(() => this.stage.client.outcome(this.id, { timeoutMs })).catch(() => undefined);
    this.isOver = true;
  }

  /** Initialize, then start, sometimes twice at once; then the user acts. */
  private async begin(): Promise<void> {
    const { client } = this.stage;
    const { transactionId, merchantBizId, go } = await this.initialize(0);
    if (this.script.attempts[0]?.callbacks === 'early') go();
    const policy = { ...PATIENT_POLICY, ...this.branch.policy, rules: RULES };
    const start = () => patiently(() => client.start({ merchantBizId, transactionId, region: REGION, policy }));
    await Promise.all(this.script.startsTwice ? [start(), start()] : [start()]);
    if (this.script.attempts[0]?.callbacks !== 'early') go();
  }

  private async initialize(index: number) {
    const { client, vendor, simulator, markers } = this.stage;
    const planned = this.script.attempts[index];
    const attempt = this.branch.attempts[index];
    if (!planned || !attempt) throw new Error(`The script of ${this.id} has no attempt ${index + 1}.`);
    const { merchantBizId } = planned;
    const { metaInfo } = markers;
    const call = { client, vendor, merchantBizId, verificationId: this.id, attempt: index + 1, metaInfo };
    const { transactionId } = await patiently(() => initializeAttempt(call));
    this.transactionIds[index] = transactionId;
    const go = () => simulator.control.script(transactionId, userScript(attempt, planned, markers));
    return { merchantBizId, transactionId, go };
  }

  private async submitFallbacks(): Promise<void> {
    for (let index = 1; index < this.branch.attempts.length; index += 1) {
      if (!(await this.untilFallback(index + 1))) return;
      const { merchantBizId, transactionId, go } = await this.initialize(index);
      const submit = () =>
        attempting(() => this.stage.client.submitTransaction(this.id, index + 1, { merchantBizId, transactionId }));
      const { submitsTwice, callbacks } = this.script.attempts[index] ?? {};
      await Promise.all(submitsTwice ? [submit(), submit()] : [submit()]);
      if (callbacks === 'stale') await this.repeatCallback(index - 1);
      go();
    }
  }

  private async repeatCallback(index: number): Promise<void> {
    const transactionId = this.transactionIds[index];
    if (transactionId) await this.stage.simulator.control.sendCallback(transactionId);
  }

  private async untilFallback(attempt: number): Promise<boolean> {
    const { board, client } = this.stage;
    const isWanted = async () => {
      if (this.isOver) return true;
      if (!board.isInFallback(this.id)) return false;
      const view = await client.get(this.id).catch(() => undefined);
      return view?.phase === 'open' && view.state.fallback?.attempt === attempt;
    };
    return (await eventually(isWanted)) && !this.isOver;
  }

  private async review(): Promise<void> {
    for (const [index, steps] of (this.branch.reviews ?? []).entries()) {
      const review = index + 1;
      const isOpen = await eventually(() => this.isOver || this.stage.board.isInReview(this.id, review));
      if (!isOpen || this.isOver) return;
      for (const step of steps) await this.decide(review, step);
    }
  }

  private async decide(review: number, { reviewer, decision, reasonCode, pushy }: ReviewStep): Promise<void> {
    const { reviews } = this.stage.client;
    const note = this.stage.markers.reviewNote;
    const request = { reviewer, decision, reasonCode, note } as Parameters<typeof reviews.decide>[2];
    const claim = () => attempting(() => reviews.claim(this.id, review, { reviewer }));
    const updateId = `${reviewer}-${review}`;
    await claim();
    const click = () => attempting(() => reviews.decide(this.id, review, request));
    await Promise.all([
      attempting(() => reviews.decide(this.id, review, request, { updateId })),
      ...(pushy ? [click(), click()] : []),
    ]);
    if (!pushy) return;
    await claim();
    await click();
  }

  /** The backend withdraws, or an operator sends the verification to review. */
  private async intervene(): Promise<void> {
    const { client, board, markers } = this.stage;
    const { cancelIn, sentToReview } = this.branch;
    if (cancelIn === 'FALLBACK') await eventually(() => this.isOver || board.isInFallback(this.id));
    if (cancelIn === 'MANUAL_REVIEW') await eventually(() => this.isOver || board.isInReview(this.id, 1));
    await sleep(this.script.actAfterMs);
    if (cancelIn) await attempting(() => client.cancel(this.id));
    if (sentToReview) {
      const request = { operator: 'olga', reason: markers.reviewNote };
      await attempting(() => client.sendToReview(this.id, request, { updateId: 'olga' }));
    }
  }
}
