import type { CheckResultSummary } from '../contract/check-result';
import type { Policy, PolicyRule } from '../contract/schemas';
import type { Decision } from '../contract/status';

/** A decision, and what in the policy led to it. */
export interface Ruling {
  decision: Decision;
  /** Number of the rule that matched, from 1; undefined where none did. */
  rule: number | undefined;
  /** The guard that overruled it, where one did: no policy can take a guard away. */
  guard?: 'inconsistent-result' | 'risk-score' | 'attempts-exhausted' | undefined;
}

/** Decides what comes of a CheckResult answer: the decision of {@link rulingOn}. */
export function decide(result: CheckResultSummary, policy: Policy, attempt: number): Decision {
  return rulingOn(result, policy, attempt).decision;
}

/**
 * Rules on a CheckResult answer: the first rule that matches, then three guards that no policy can take away. Pure and
 * total: whatever the answer and the policy, only Passed `Y` with SubCode `200` and no sign of risk is approved.
 *
 * @param attempt number of the attempt, from 1: a fallback beyond `policy.maxAttempts` becomes a review
 */
export function rulingOn(result: CheckResultSummary, policy: Policy, attempt: number): Ruling {
  const index = policy.rules.findIndex((candidate) => matches(candidate, result));
  const decision = decisionOf(policy.rules[index]);
  const guard = guardAgainst(decision, result, policy, attempt);
  const number = index < 0 ? undefined : index + 1;
  return guard
    ? { decision: { route: 'manualReview', reason: guard }, rule: number, guard }
    : { decision, rule: number };
}

function decisionOf(matching: PolicyRule | undefined): Decision {
  if (!matching) return { route: 'manualReview', reason: 'unmapped-sub-code' };
  const { route, reason, guidance } = matching;
  return route === 'fallback' && guidance ? { route, reason, guidance } : { route, reason };
}

function guardAgainst(
  { route }: Decision,
  result: CheckResultSummary,
  { scoreLimits, maxAttempts }: Policy,
  attempt: number,
): Ruling['guard'] {
  switch (route) {
    case 'approve':
      if (result.passed !== 'Y' || result.subCode !== '200') return 'inconsistent-result';
      return showsRisk(result, scoreLimits) ? 'risk-score' : undefined;
    case 'fallback':
      return attempt >= maxAttempts ? 'attempts-exhausted' : undefined;
    case 'reject':
    case 'manualReview':
      return undefined;
  }
}

function matches(rule: PolicyRule, result: CheckResultSummary): boolean {
  return (
    rule.passed === result.passed &&
    (rule.subCode === '*' || rule.subCode === result.subCode) &&
    (rule.procedurePriority === undefined || rule.procedurePriority === result.procedurePriority)
  );
}

/** Whether something other than Passed and SubCode forbids an approval. What cannot be read counts as a risk. */
function showsRisk(result: CheckResultSummary, limits: Policy['scoreLimits'] = {}): boolean {
  const { faceAttackScore, guardRiskScore, faceComparisonScore } = result.scores;
  return (
    result.extFaceInfoUnreadable ||
    (result.faceAttack !== undefined && result.faceAttack !== 'N') ||
    isBelow(faceComparisonScore, limits.faceComparisonScoreMin) ||
    isAbove(faceAttackScore, limits.faceAttackScoreMax) ||
    isAbove(guardRiskScore, limits.guardRiskScoreMax)
  );
}

// Written as "not within", so that a missing score or NaN never passes a limit.
function isBelow(score: number | undefined, minimum: number | undefined): boolean {
  return minimum !== undefined && !(score !== undefined && score >= minimum);
}

function isAbove(score: number | undefined, maximum: number | undefined): boolean {
  return maximum !== undefined && !(score !== undefined && score <= maximum);
}
