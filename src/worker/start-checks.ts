import { Connection, isGrpcServiceError, ServiceError, type ConnectionOptions } from '@temporalio/client';
import { createCredentialsSource } from '../cloudauth';
import type { WorkerConfig } from '../config';
import { missingSearchAttributes } from '../contract/search-attributes';

/** Something that a worker needs is missing; the message says what, and what to do. */
export class WorkerStartError extends Error {
  override readonly name = 'WorkerStartError';
}

const ANSWER_WITHIN_MS = 10_000;

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
  await checkTemporal(connection, namespace);
  for (const profile of [undefined, ...new Set(config.accounts.map(({ account }) => account))]) {
    await createCredentialsSource({ profile })().catch((error: Error) => {
      throw new WorkerStartError(error.message);
    });
  }
}

async function checkTemporal(options: ConnectionOptions, namespace: string): Promise<void> {
  const address = options.address ?? '127.0.0.1:7233';
  const connection = Connection.lazy(options);
  try {
    await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      checkSearchAttributes(customAttributes ?? {}, namespace);
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
