import type { CheckResultSummary } from '../contract/check-result';
import type { Policy, PolicyRule } from '../contract/schemas';
import type { Decision } from '../contract/status';

/**
 * Decides what comes of a CheckResult answer: the first rule that matches, then three guards that no policy can take
 * away. Pure and total: whatever the answer and the policy, only Passed `Y` with SubCode `200` and no sign of risk is
 * approved.
 *
 * @param attempt number of the attempt, from 1: a fallback beyond `policy.maxAttempts` becomes a review
 */
export function decide(result: CheckResultSummary, policy: Policy, attempt: number): Decision {
  const decision = applyRules(result, policy.rules);
  switch (decision.route) {
    case 'approve':
      if (result.passed !== 'Y' || result.subCode !== '200') {
        return { route: 'manualReview', reason: 'inconsistent-result' };
      }
      return showsRisk(result, policy.scoreLimits) ? { route: 'manualReview', reason: 'risk-score' } : decision;
    case 'fallback':
      return attempt >= policy.maxAttempts ? { route: 'manualReview', reason: 'attempts-exhausted' } : decision;
    case 'reject':
    case 'manualReview':
      return decision;
  }
}

function applyRules(result: CheckResultSummary, rules: readonly PolicyRule[]): Decision {
  const rule = rules.find((candidate) => matches(candidate, result));
  if (!rule) return { route: 'manualReview', reason: 'unmapped-sub-code' };
  const { route, reason, guidance } = rule;
  return route === 'fallback' && guidance ? { route, reason, guidance } : { route, reason };
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
