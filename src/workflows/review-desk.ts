import { decisionProblems, reviewerProblems, reviewNoteProblems } from '../contract/input-checks';
import { MAX_RELEASES } from '../contract/limits';
import { reviewWorkflowId } from '../contract/names';
import type { ReviewDecision } from '../contract/review-reason-codes';
import type { AuditEntry, ManualReviewInput, ReviewResult, ReviewState } from '../contract/review';
import type { DecideReview, ReviewerRequest, ReviewNote } from '../contract/schemas';
import { refusal, refuseProblems } from './refusal';

/**
 * The rules of a review, without a clock or a server: each act has a check that refuses it before it leaves a trace,
 * and every act that is done stands in the audit trail. Times are epoch milliseconds.
 */
export class ReviewDesk {
  readonly state: ReviewState;
  readonly input: ManualReviewInput;
  /** Decisions that wait for another pair of eyes. */
  private readonly decisions: DecideReview[] = [];
  private readonly deadlineMs: number;

  constructor(input: ManualReviewInput, nowMs: number) {
    const { verificationId, review, reason, sentBy, policy, attempts, mayGrantNewAttempt } = input;
    this.input = input;
    this.deadlineMs = nowMs + policy.deadlineMs;
    this.state = {
      verificationId,
      review,
      reason,
      attempts,
      mayGrantNewAttempt,
      workflowId: reviewWorkflowId(verificationId, review),
      status: 'OPEN',
      priority: 'normal',
      openedAt: iso(nowMs),
      dueAt: iso(nowMs + policy.dueMs),
      deadlineAt: iso(this.deadlineMs),
      overdue: false,
      auditTrail: [
        {
          at: iso(nowMs),
          action: 'opened',
          reason,
          operator: sentBy?.operator,
          note: sentBy?.reason,
        },
      ],
    };
  }

  checkClaim(argument: unknown, nowMs: number): void {
    refuseProblems('claimReview', reviewerProblems(argument));
    const { reviewer } = argument as ReviewerRequest;
    this.refuseWhenOver(nowMs);
    if (this.state.assignee !== undefined && this.state.assignee !== reviewer) {
      throw refusal('ClaimedByAnother', 'claimReview: another reviewer has claimed this review.');
    }
    if (this.decisions.some((decision) => decision.reviewer === reviewer)) {
      throw refusal('SameReviewer', 'claimReview: you already decided here; another reviewer has to.');
    }
  }

  claim(request: ReviewerRequest, nowMs: number): void {
    this.checkClaim(request, nowMs);
    // Claiming again what one holds is a retry of a call whose answer was lost.
    if (this.state.assignee === request.reviewer) return;
    this.state.assignee = request.reviewer;
    if (this.state.status === 'OPEN') this.state.status = 'CLAIMED';
    this.record(nowMs, { action: 'claimed', ...signature(request) });
  }

  checkRelease(argument: unknown, nowMs: number): void {
    refuseProblems('releaseReview', reviewerProblems(argument));
    this.refuseWhenOver(nowMs);
    this.refuseUnlessAssigned('releaseReview', argument as ReviewerRequest);
    if (this.count('released') >= MAX_RELEASES) {
      throw refusal('TooManyReleases', 'releaseReview: the review was given back too often; decide.');
    }
  }

  release(request: ReviewerRequest, nowMs: number): void {
    this.checkRelease(request, nowMs);
    this.state.assignee = undefined;
    if (this.state.status === 'CLAIMED') this.state.status = 'OPEN';
    this.record(nowMs, { action: 'released', ...signature(request) });
  }

  checkNote(argument: unknown, nowMs: number): void {
    refuseProblems('addReviewNote', reviewNoteProblems(argument));
    this.refuseWhenOver(nowMs);
    if (this.count('noted') >= this.input.notesLeft) {
      throw refusal('TooManyNotes', 'addReviewNote: this verification has as many notes as it may have.');
    }
  }

  addNote(request: ReviewNote, nowMs: number): void {
    this.checkNote(request, nowMs);
    this.record(nowMs, { action: 'noted', ...signature(request), note: request.note });
  }

  checkDecision(argument: unknown, nowMs: number): void {
    refuseProblems('decideReview', decisionProblems(argument));
    const request = argument as DecideReview;
    this.refuseWhenOver(nowMs);
    this.refuseUnlessAssigned('decideReview', request);
    if (this.input.policy.requireAttested && request.attested !== true) {
      throw refusal(
        'NotAttested',
        'decideReview: the policy takes only decisions that the authorize hook of the client vouched for.',
      );
    }
    if (request.decision === 'newAttempt' && !this.state.mayGrantNewAttempt) {
      throw refusal('NewAttemptNotAllowed', 'decideReview: there were as many attempts as there may be.');
    }
  }

  /** Records a decision. It is final, or the next reviewer has to agree with it. */
  decide(request: DecideReview, nowMs: number): void {
    this.checkDecision(request, nowMs);
    const { decision, reasonCode, note } = request;
    this.record(nowMs, { action: 'decided', ...signature(request), decision, reasonCode, note });
    this.decisions.push(request);
    this.state.assignee = undefined;
    const verdict = this.verdict(request);
    if (verdict === 'final') {
      this.close('DECIDED', decision, nowMs, request);
      return;
    }
    this.state.status = verdict;
    if (verdict === 'ESCALATED') {
      this.state.priority = 'high';
      this.record(nowMs, { action: 'escalated' });
    }
  }

  markOverdue(nowMs: number): void {
    this.state.overdue = true;
    this.state.priority = 'high';
    this.record(nowMs, { action: 'overdue' });
  }

  passDeadline(nowMs: number): ReviewResult {
    this.record(nowMs, { action: 'deadline-passed' });
    return this.close('UNDECIDED', 'undecided', nowMs);
  }

  cancel(nowMs: number): void {
    this.state.status = 'CANCELLED';
    this.record(nowMs, { action: 'cancelled' });
  }

  private verdict({ decision }: DecideReview): 'final' | 'SECOND_REVIEW' | 'ESCALATED' {
    const { fourEyes } = this.input.policy;
    const [first] = this.decisions;
    // A new attempt is no verdict on the person, and a third reviewer's word ends a disagreement.
    if (decision === 'newAttempt' || this.decisions.length > 2) return 'final';
    if (first && this.decisions.length === 2) return first.decision === decision ? 'final' : 'ESCALATED';
    const needsSecond = fourEyes === 'always' || (fourEyes === 'approvals' && decision === 'approve');
    return needsSecond ? 'SECOND_REVIEW' : 'final';
  }

  private close(
    status: 'DECIDED' | 'UNDECIDED',
    decision: ReviewDecision | 'undecided',
    nowMs: number,
    last?: DecideReview,
  ): ReviewResult {
    const { review, reason, openedAt, auditTrail } = this.state;
    const agreeing = this.decisions.filter((one) => one.decision === decision).map((one) => one.reviewer);
    this.state.status = status;
    const result: ReviewResult = {
      review,
      reason,
      decision,
      openedAt,
      auditTrail,
      reasonCode: last?.reasonCode,
      decidedBy: agreeing,
      closedAt: iso(nowMs),
    };
    this.state.result = result;
    return result;
  }

  private refuseWhenOver(nowMs: number): void {
    if (this.state.result) throw refusal('AlreadyDecided', 'The review is over: it has its decision.');
    if (nowMs >= this.deadlineMs) throw refusal('DeadlinePassed', 'The review is over: its final deadline has passed.');
  }

  private refuseUnlessAssigned(update: string, { reviewer }: ReviewerRequest): void {
    if (this.state.assignee === reviewer) return;
    throw this.state.assignee === undefined
      ? refusal('NotClaimed', `${update}: claim the review first.`)
      : refusal('ClaimedByAnother', `${update}: another reviewer has claimed this review.`);
  }

  private count(action: AuditEntry['action']): number {
    return this.state.auditTrail.filter((entry) => entry.action === action).length;
  }

  private record(nowMs: number, entry: WithoutTime<AuditEntry>): void {
    this.state.auditTrail.push({ at: iso(nowMs), ...entry });
  }
}

type WithoutTime<E> = E extends unknown ? Omit<E, 'at'> : never;

function signature({ reviewer, attested }: ReviewerRequest): { reviewer: string; attested: boolean } {
  return { reviewer, attested: attested === true };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
