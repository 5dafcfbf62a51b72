/** Workflow types, as the Web UI and clients in other languages see them. */
export const WORKFLOW_TYPES = {
  verification: 'verification',
  fallbackVerification: 'fallbackVerification',
  manualReview: 'manualReview',
} as const;

/** The task queue of the workflows, unless a deployment names its own. */
export const DEFAULT_TASK_QUEUE = 'id-verification';

/** Whose credentials and whose QPS limit a vendor call uses; both absent means the default pair. */
export interface AccountAndProduct {
  account?: string | undefined;
  productCode?: string | undefined;
}

/** `{taskQueue}.check-result`, then `.{account}` and `.{productCode}` where the verification names them. */
export function checkResultTaskQueue(taskQueue: string, { account, productCode }: AccountAndProduct = {}): string {
  const suffix = account || productCode ? `.${account ?? 'default'}.${productCode ?? 'any'}` : '';
  return `${taskQueue}.check-result${suffix}`;
}

/** The workflow id of a verification. Its id is the MerchantBizId of its first attempt. */
export function verificationWorkflowId(verificationId: string): string {
  return `verification-${verificationId}`;
}

/** The workflow that attempt `attempt` (1, 2, …) lives in: the verification itself for the first, a fallback after that. */
export function attemptWorkflowId(verificationId: string, attempt: number): string {
  const root = verificationWorkflowId(verificationId);
  return attempt === 1 ? root : `${root}/attempt-${attempt}`;
}

/** The workflow id of review number `review` (1, 2, …). */
export function reviewWorkflowId(verificationId: string, review: number): string {
  return `${verificationWorkflowId(verificationId)}/manual-review-${review}`;
}
