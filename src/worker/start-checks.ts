import { Connection, isGrpcServiceError, ServiceError, type ConnectionOptions } from '@temporalio/client';
import { createCredentialsSource } from '../cloudauth';
import { keyIdsInUse } from '../codec';
import type { WorkerConfig } from '../config';
import { WORKFLOW_TYPES } from '../contract/names';
import { missingSearchAttributes } from '../contract/search-attributes';

/** Something that a worker needs is missing; the message says what, and what to do. */
export class WorkerStartError extends Error {
  override readonly name = 'WorkerStartError';
}

const ANSWER_WITHIN_MS = 10_000;

/** Open verifications whose keys are looked at, the latest first. */
const VERIFICATIONS_LOOKED_AT = 20;

/**
 * Looks at everything that a worker cannot do without, before it takes work.
 *
 * @throws WorkerStartError
 */
export async function checkBeforeStart(
  connection: ConnectionOptions,
  namespace: string,
  config: WorkerConfig,
): Promise<void> {
  await checkTemporal(connection, namespace, config);
  for (const profile of [undefined, ...new Set(config.accounts.map(({ account }) => account))]) {
    await createCredentialsSource({ profile })().catch((error: Error) => {
      throw new WorkerStartError(error.message);
    });
  }
}

async function checkTemporal(options: ConnectionOptions, namespace: string, config: WorkerConfig): Promise<void> {
  const address = options.address ?? '127.0.0.1:7233';
  const connection = Connection.lazy(options);
  try {
    await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      checkSearchAttributes(customAttributes ?? {}, namespace);
      await checkPayloadKeys(connection, namespace, config);
    });
  } catch (error) {
    throw error instanceof WorkerStartError ? error : temporalError(error, address, namespace);
  } finally {
    await connection.close();
  }
}

function checkSearchAttributes(found: Readonly<Record<string, unknown>>, namespace: string): void {
  const missing = missingSearchAttributes(found);
  if (missing.length === 0) return;
  throw new WorkerStartError(
    `The namespace "${namespace}" lacks search attributes, or has them with another type: ${missing.join(', ')}. Create them: idv setup --create`,
  );
}

/** Looks at what open verifications were started with: signals are not asked, as anybody in the namespace may send them. */
async function checkPayloadKeys(
  connection: Connection,
  namespace: string,
  { taskQueue, payloadKeys }: WorkerConfig,
): Promise<void> {
  const { workflowIdsByKeyId } = await keyIdsInUse(connection, namespace, {
    query: `WorkflowType = '${WORKFLOW_TYPES.verification}' AND ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`,
    maxWorkflows: VERIFICATIONS_LOOKED_AT,
    events: 'start',
  });
  for (const [keyId, workflowIds] of workflowIdsByKeyId) {
    if (payloadKeys.some(({ id }) => id === keyId)) continue;
    throw new WorkerStartError(
      `Open verifications of the namespace "${namespace}" need the payload key "${keyId}", which this worker does not have (${workflowIds[0]}, for one). Add it to IDV_PAYLOAD_KEYS or to the file of IDV_PAYLOAD_KEYS_FILE. A key can be retired when nothing open needs it any more.`,
    );
  }
}

/** A sentence on why Temporal cannot be used. */
export function temporalError(error: unknown, address: string, namespace: string): WorkerStartError {
  // gRPC status 5: NOT_FOUND, 7: PERMISSION_DENIED, 16: UNAUTHENTICATED
  const cause = error instanceof ServiceError ? error.cause : error;
  const status = isGrpcServiceError(cause) ? Number(cause.code) : undefined;
  if (status === 5) {
    return new WorkerStartError(
      `The namespace "${namespace}" does not exist at ${address}. Create it, or set TEMPORAL_NAMESPACE.`,
    );
  }
  if (status === 7 || status === 16) {
    return new WorkerStartError(
      `Temporal at ${address} refuses the credentials. Look at TEMPORAL_API_KEY and TEMPORAL_TLS_*.`,
    );
  }
  return new WorkerStartError(
    `No Temporal server answers at ${address}. Start one (npm run server), or set TEMPORAL_ADDRESS.`,
  );
}
