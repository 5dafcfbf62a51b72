/** Reason codes that a reviewer chooses from, by decision. */
export const REVIEW_REASON_CODES = {
  approve: ['identity-confirmed', 'false-alarm', 'known-customer'],
  reject: ['different-person', 'spoofing', 'duplicate-identity', 'fraud-suspected', 'insufficient-evidence'],
  newAttempt: ['poor-capture', 'technical-problem', 'user-request'],
} as const;
export type ReviewDecision = keyof typeof REVIEW_REASON_CODES;
export type ReviewReasonCode = (typeof REVIEW_REASON_CODES)[ReviewDecision][number];
