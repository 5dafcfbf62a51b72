import {
  Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type WorkflowExecutionInfo,
} from '@temporalio/client';
import {
  ApplicationFailure,
  defaultPayloadConverter,
  type PayloadCodec,
  type UpdateDefinition,
} from '@temporalio/common';
import type { UpdateRefusal } from '../contract/messages';
import { VerificationClientError } from './errors';

/** How an update may be made idempotent by its caller. */
export interface UpdateOptions {
  /** Idempotency key: a retry under the same key is the same update. */
  updateId?: string | undefined;
}

/** Reads every payload as nothing: a list needs no memo, and one under a key that is not here may not end it. */
const READS_NOTHING: PayloadCodec = {
  encode: async (payloads) => payloads,
  decode: async (payloads) => payloads.map(() => defaultPayloadConverter.toPayload(undefined)),
};

/** Calls to Temporal, each within a deadline and with this client's own errors. */
export class TemporalCalls {
  readonly client: Client;
  private readonly lists: Client;
  private readonly timeoutMs: number;

  constructor(client: Client, timeoutMs: number) {
    this.client = client;
    const { connection, options } = client;
    this.lists = new Client({
      connection,
      namespace: options.namespace,
      dataConverter: { payloadCodecs: [READS_NOTHING] },
    });
    this.timeoutMs = timeoutMs;
  }

  /** @throws VerificationClientError */
  async within<T>(what: string, call: () => Promise<T>, timeoutMs = this.timeoutMs): Promise<T> {
    try {
      return await this.client.withDeadline(Date.now() + timeoutMs, call);
    } catch (error) {
      throw translate(error, what);
    }
  }

  /** A list; each page within the deadline. @throws VerificationClientError */
  async *list(query: string): AsyncGenerator<WorkflowExecutionInfo> {
    const pages = this.lists.workflow.list({ query })[Symbol.asyncIterator]();
    for (;;) {
      const next = await this.within('The list', () => pages.next());
      if (next.done) return;
      yield next.value;
    }
  }

  /** Sends an update; one that comes too late is told apart from one to a workflow that never was. */
  async update<A>(
    workflowId: string,
    what: string,
    definition: UpdateDefinition<void, [A]>,
    argument: A,
    { updateId }: UpdateOptions = {},
  ): Promise<void> {
    const handle = this.client.workflow.getHandle(workflowId);
    try {
      await this.within(what, () =>
        handle.executeUpdate(definition, { args: [argument], ...(updateId && { updateId }) }),
      );
    } catch (error) {
      if ((error as VerificationClientError).code !== 'NOT_FOUND') throw error;
      await this.within(what, () => handle.describe());
      throw new VerificationClientError('ALREADY_OVER', `${what}: it is over.`);
    }
  }
}

function translate(error: unknown, what: string): unknown {
  if (error instanceof WorkflowNotFoundError)
    return new VerificationClientError('NOT_FOUND', `${what}: there is no such workflow.`);
  if (error instanceof WorkflowUpdateFailedError) return refused(error, what);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof QueryNotRegisteredError) {
    return unavailable(what);
  }
  const cause = error instanceof ServiceError ? error.cause : error;
  if (isUnreadable(cause)) return new VerificationClientError('UNREADABLE', `${what}: ${cause.message}`);
  if (!isGrpcServiceError(cause)) return error;
  // gRPC status 5: NOT_FOUND
  return Number(cause.code) === 5
    ? new VerificationClientError('NOT_FOUND', `${what}: there is no such workflow.`)
    : unavailable(what);
}

/** The codec's error, or what the SDK says where there is no codec. */
function isUnreadable(error: unknown): error is Error {
  const { name, message } = error as Error;
  return name === 'PayloadCodecError' || (name === 'ValueError' && message === 'Unknown encoding: binary/encrypted');
}

function refused({ cause }: WorkflowUpdateFailedError, what: string): VerificationClientError {
  const { type, message } = cause instanceof ApplicationFailure ? cause : { type: undefined, message: 'it failed' };
  return new VerificationClientError('REFUSED', `${what}: ${message}`, {
    refusal: (type ?? undefined) as UpdateRefusal | undefined,
  });
}

function unavailable(what: string): VerificationClientError {
  return new VerificationClientError(
    'UNAVAILABLE',
    `${what}: Temporal did not answer in time. Nothing is lost; ask again.`,
  );
}
