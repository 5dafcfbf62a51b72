import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { z } from 'zod';
import { verificationWorkflowId, WORKFLOW_TYPES } from '../contract/names';
import { verificationInputSchema, type VerificationInput } from '../contract/schemas';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import { DEFAULT_POLICY, resolvePolicy } from '../policy';
import { inputDigest } from './digest';
import { VerificationClientError } from './errors';
import { parseInput } from './parse-input';
import type { TemporalCalls } from './temporal-calls';

/** A verification that runs, or ran. */
export interface StartedVerification {
  verificationId: string;
  workflowId: string;
  runId: string;
  /** False when the same start came before. */
  started: boolean;
}

/** What a start takes: see the `verification` workflow's input. */
export type StartInput = z.input<typeof verificationInputSchema>;

/**
 * Starts a verification; the same start again is the same verification, open or closed. That holds for as long as the
 * namespace keeps closed workflows.
 *
 * @throws VerificationClientError `INVALID_INPUT`, `ID_TAKEN`, `UNAVAILABLE`
 */
export async function startVerification(
  calls: TemporalCalls,
  taskQueue: string,
  argument: StartInput,
): Promise<StartedVerification> {
  const input = acceptStart(argument);
  const verificationId = input.merchantBizId;
  const workflowId = verificationWorkflowId(verificationId);
  const digest = inputDigest(input);
  const what = `Starting verification ${verificationId}`;
  try {
    const { firstExecutionRunId } = await calls.within(what, () =>
      calls.client.workflow.start(WORKFLOW_TYPES.verification, {
        workflowId,
        taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        memo: { inputDigest: digest },
        typedSearchAttributes: [
          {
            key: SEARCH_ATTRIBUTES.VerificationStatus,
            value: 'AWAITING_RESULT',
          },
        ],
        staticSummary: `Verification ${verificationId} in ${input.region}`,
        staticDetails: details(input),
      }),
    );
    return { verificationId, workflowId, runId: firstExecutionRunId, started: true };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  const { runId, memo } = await calls.within(what, () => calls.client.workflow.getHandle(workflowId).describe());
  if (memo?.inputDigest === digest) return { verificationId, workflowId, runId, started: false };
  throw new VerificationClientError(
    'ID_TAKEN',
    `${what}: this id is taken by a verification with another transaction or region. Use a new MerchantBizId.`,
  );
}

function acceptStart(argument: StartInput): VerificationInput {
  const input = parseInput(verificationInputSchema, argument);
  const policy = input.policy ?? DEFAULT_POLICY;
  if (!resolvePolicy(policy)) {
    throw new VerificationClientError('INVALID_INPUT', 'policy: there is no built-in policy of that name and version', {
      field: 'policy',
    });
  }
  return { ...input, policy };
}

function details({ region, policy, transactionId }: VerificationInput): string {
  const name = typeof policy === 'object' ? `${policy.name}/${policy.version}` : policy;
  return [`- **Region:** ${region}`, `- **Policy:** ${name}`, `- **TransactionId:** ${transactionId}`].join('\n');
}
