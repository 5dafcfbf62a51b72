import type { AccountAndProduct } from './names';

/** Regions of ID Verification. Data is isolated per region: a result is found only where it was initialised. */
export const REGIONS = ['ap-southeast-1', 'ap-southeast-5', 'cn-hongkong', 'ap-southeast-3'] as const;
export type Region = (typeof REGIONS)[number];

/** What the CheckResult activity is asked. All times are epoch milliseconds. */
export interface CheckResultInput extends AccountAndProduct {
  region: Region;
  merchantBizId: string;
  /** The stored TransactionId of Initialize, never one that came from outside. */
  transactionId: string;
  /** True once a callback for this transaction arrived: the result should be there, so ask fast. */
  callbackReceived: boolean;
  /** When the attempt began to wait. The pull schedule counts from here. */
  waitingSinceMs: number;
  /** From here on "not completed" means that the user gave up. */
  completionDeadlineMs: number;
  /** From here on the vendor has deleted the result. */
  resultDeadlineMs: number;
}

/** The scores of ExtFaceInfo, 0 to 100. */
export const SCORE_NAMES = ['faceAttackScore', 'guardRiskScore', 'faceComparisonScore'] as const;
export type ScoreName = (typeof SCORE_NAMES)[number];

/** What is kept of a CheckResult answer: no image, no link, nothing that describes a face. */
export interface CheckResultSummary {
  requestId: string;
  passed: 'Y' | 'N';
  /** The vendor's SubCode where it has the documented form, else `OTHER`. */
  subCode: string;
  procedurePriority?: 'url' | 'keep' | 'unknown' | undefined;
  faceAttack?: 'Y' | 'N' | 'unknown' | undefined;
  scores: Partial<Record<ScoreName, number>>;
  /** True when ExtFaceInfo was there and could not be read. */
  extFaceInfoUnreadable: boolean;
}

/** Types of the `ApplicationFailure`s that the CheckResult activity throws. */
export const CHECK_RESULT_FAILURES = [
  'ProcessNotCompleted',
  'ResultPending',
  'Throttled',
  'VendorUnavailable',
  'MalformedResponse',
  'OperatorActionRequired',
  'InvalidRequest',
] as const;
export type CheckResultFailure = (typeof CHECK_RESULT_FAILURES)[number];

/** The activities that the check-result workers offer. */
export interface CheckResultActivities {
  checkResult(input: CheckResultInput): Promise<CheckResultSummary>;
}
