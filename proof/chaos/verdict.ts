import { isDeepStrictEqual } from 'node:util';
import type { Attempt } from '../../src/contract/attempt';
import type { ReviewResult } from '../../src/contract/review';
import type { Outcome } from '../../src/contract/verification';
import type { Expected } from './branches';
import { groupBy } from './group-by';
import { statusesOf, type WorkflowRun } from './evidence';
import type { Script } from './script';

/** What is wrong with a verification, by what the server's own histories say. */
export interface Finding {
  kind: 'lost' | 'wrong' | 'doubled';
  verificationId: string;
  branch: string;
  says: string;
}

const FINAL = ['APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED'];

/** Holds every verification against its script. */
export function judge(scripts: readonly Script[], runs: readonly WorkflowRun[]): Finding[] {
  const byWorkflow = groupBy(runs, ({ info }) => info.workflowId);
  return scripts.flatMap((script) => judgeOne(script, byWorkflow));
}

function judgeOne(script: Script, byWorkflow: ReadonlyMap<string, WorkflowRun[]>): Finding[] {
  const { verificationId, branch } = script;
  const finding = (kind: Finding['kind'], says: string): Finding => ({
    kind,
    verificationId,
    branch: branch.name,
    says,
  });
  const root = `verification-${verificationId}`;
  const [run] = byWorkflow.get(root) ?? [];
  if (!run) return [finding('lost', 'there is no workflow')];
  const { outcome } = run;
  if (!outcome) return [finding('lost', `no outcome; Temporal says ${run.info.status.name}`)];
  const found = described(outcome);
  const isAsExpected = isDeepStrictEqual(found, branch.expected);
  const wrong = `${JSON.stringify(found)} instead of ${JSON.stringify(branch.expected)}`;
  return [
    ...(isAsExpected ? [] : [finding('wrong', wrong)]),
    ...doublesOf(script, outcome, run, byWorkflow).map((says) => finding('doubled', says)),
  ];
}

/** An outcome in the oracle's words. */
function described({ status, decidedBy, reason, attempts, reviews }: Outcome): Expected {
  return { status, decidedBy, reason, attempts: attempts.map(attemptSays), reviews: reviews.map(reviewSays) };
}

function attemptSays({ result, failure, decision }: Attempt): string {
  return result ? `${result.passed}/${result.subCode}` : (failure ?? decision?.reason ?? 'open');
}

function reviewSays({ decision, decidedBy }: ReviewResult): string {
  return `${decision} by ${decidedBy.join('+')}`;
}

/** What there is twice, or more than is due. */
function doublesOf(
  script: Script,
  outcome: Outcome,
  run: WorkflowRun,
  byWorkflow: ReadonlyMap<string, WorkflowRun[]>,
): string[] {
  const finals = statusesOf(run).filter((status) => FINAL.includes(status));
  const ids = childrenOf(script, byWorkflow);
  const reviewsDue = script.branch.expected.reviews.length + (script.branch.cancelIn === 'MANUAL_REVIEW' ? 1 : 0);
  const attemptsDue = script.branch.expected.attempts.length - 1;
  const reviews = ids.filter((id) => id.includes('/manual-review-'));
  const transactions = outcome.attempts.flatMap(({ transactionId }) => transactionId ?? []);
  return [
    ...(finals.length === 1 && finals[0] === outcome.status ? [] : [`final statuses ${finals.join(', ') || 'none'}`]),
    ...(reviews.length > reviewsDue ? [`${reviews.length} reviews, ${reviewsDue} due`] : []),
    ...(ids.length - reviews.length > attemptsDue
      ? [`${ids.length - reviews.length} fallbacks, ${attemptsDue} due`]
      : []),
    ...(new Set(transactions).size === transactions.length ? [] : ['two attempts with one transaction']),
    ...decidedTwice(script, outcome),
    ...[`verification-${script.verificationId}`, ...ids]
      .filter((id) => (byWorkflow.get(id)?.length ?? 0) > 1)
      .map((id) => `${id} ran twice`),
  ];
}

function childrenOf({ verificationId, attempts }: Script, byWorkflow: ReadonlyMap<string, unknown>): string[] {
  const root = `verification-${verificationId}`;
  const most = attempts.length + 3;
  return Array.from({ length: most }, (_, index) => index + 1)
    .flatMap((number) => [`${root}/attempt-${number}`, `${root}/manual-review-${number}`])
    .filter((id) => byWorkflow.has(id));
}

/** Decisions in the audit trails beyond those that the reviewers were due to make. */
function decidedTwice({ branch }: Script, { reviews }: Outcome): string[] {
  return reviews.flatMap(({ review, auditTrail }) => {
    const due = branch.reviews?.[review - 1]?.length ?? 0;
    const made = auditTrail.filter(({ action }) => action === 'decided').length;
    return made > due ? [`review ${review} took ${made} decisions, ${due} due`] : [];
  });
}
