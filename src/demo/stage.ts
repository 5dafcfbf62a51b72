import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { VerificationClient, VerificationView } from '../client';
import type { CloudauthClient } from '../cloudauth';
import { reviewWorkflowId } from '../contract/names';
import type { Policy, VerificationInput } from '../contract/schemas';
import type { Simulator, UserScriptInput } from '../simulator';
import { demoPolicy } from './demo-policy';
import { initializeAttempt, REGION } from './initialize';

/** The parts that a scenario is played on. */
export interface StageParts {
  /** Plain Temporal client, for what other people do to a workflow. */
  temporal: Client;
  client: VerificationClient;
  vendor: CloudauthClient;
  simulator: Simulator;
  /** Verifications on a queue whose workers are started later. */
  late: { client: VerificationClient; startWorkers(): Promise<void> };
}

/** A verification that was begun. */
export interface Begun {
  verificationId: string;
  transactionId: string;
  input: VerificationInput;
}

type DecideArgument = Parameters<VerificationClient['reviews']['decide']>[2];
type Decision = Pick<DecideArgument, 'decision' | 'reasonCode'>;

const POLL_MS = 100;
const PATIENCE_MS = 50_000;

/** Plays an onboarding backend and its reviewers, through the public client. */
export class Stage {
  readonly parts: StageParts;

  constructor(parts: StageParts) {
    this.parts = parts;
  }

  /** Calls Initialize; `go` lets the user follow the script. */
  async initialize(script: UserScriptInput = {}, verificationId?: string, attempt = 1) {
    const { client, vendor, simulator } = this.parts;
    const merchantBizId = `demo${randomBytes(8).toString('hex')}`;
    const { transactionId } = await initializeAttempt({ client, vendor, verificationId, merchantBizId, attempt });
    return { merchantBizId, transactionId, go: () => simulator.control.script(transactionId, script) };
  }

  /** Initialize, then start; then the user acts. */
  async begin(script: UserScriptInput = {}, policyChanges: Partial<Policy> = {}): Promise<Begun> {
    const { merchantBizId, transactionId, go } = await this.initialize(script);
    const input = {
      merchantBizId,
      transactionId,
      region: REGION,
      policy: demoPolicy(policyChanges),
    } as const;
    await this.parts.client.start(input);
    go();
    return { verificationId: merchantBizId, transactionId, input };
  }

  /** Waits for the fallback, initialises its attempt and submits the new transaction. */
  async submitFallback(verificationId: string, attempt: number, script: UserScriptInput = {}): Promise<void> {
    await this.untilOpen(verificationId, ({ state }) => state.fallback?.attempt === attempt);
    const { merchantBizId, transactionId, go } = await this.initialize(script, verificationId, attempt);
    await this.parts.client.submitTransaction(verificationId, attempt, { merchantBizId, transactionId });
    go();
  }

  /** Waits for the review, claims it and decides. */
  async decideReview(verificationId: string, review: number, decision: Decision, reviewer = 'ana@example.com') {
    const { reviews } = this.parts.client;
    await this.untilReview(verificationId, review);
    await reviews.claim(verificationId, review, { reviewer });
    await reviews.decide(verificationId, review, { ...decision, reviewer } as DecideArgument);
  }

  /** Resolves once the review is open. */
  async untilReview(verificationId: string, review: number): Promise<void> {
    const workflowId = reviewWorkflowId(verificationId, review);
    await this.untilOpen(verificationId, ({ state }) => state.waiting?.workflowId === workflowId);
    await until(() =>
      this.parts.client.reviews.get(verificationId, review).then(
        () => true,
        () => false,
      ),
    );
  }

  /** Resolves once an open verification is as wanted. */
  async untilOpen(
    verificationId: string,
    holds: (view: Extract<VerificationView, { phase: 'open' }>) => boolean,
  ): Promise<void> {
    await until(async () => {
      const view = await this.parts.client.get(verificationId);
      return view.phase === 'open' && holds(view);
    });
  }
}

/** Asks again and again, as a backend without a push has to. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) throw new Error(`Not so within ${PATIENCE_MS / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
