import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { checkCallbackKeys, isCallbackToken, type CallbackKey } from '../client';
import { PATTERNS } from '../contract/limits';
import { callbackReceived } from '../contract/messages';
import { attemptWorkflowId } from '../contract/names';
import type { CallbackReceived } from '../contract/schemas';
import { parseCallback, type CallbackParameters, type CallbackTarget } from './callback-request';
import { SignalMemory } from './signal-memory';

/** What became of a request; for logs and metrics. */
export type CallbackEvent =
  'signaled' | 'repeated' | 'refused' | 'closed' | 'probed' | 'malformed' | 'forged' | 'unknown' | 'unavailable';

/** What a receiver works with. */
export interface CallbackReceiverOptions {
  client: Client;
  /** All are accepted; see `createVerificationClient`, whose first one signs. */
  keys: readonly CallbackKey[];
  /** Longest wait for Temporal before the answer is 503. Default: 5 s. */
  timeoutMs?: number | undefined;
  /** Attempts whose callbacks are remembered, so that repeats cost nothing. Default: 10 000. */
  memorySize?: number | undefined;
  /** Told of every request. Holds no query and no token. */
  onEvent?: ((event: CallbackEvent, target: CallbackTarget | undefined) => void) | undefined;
}

/** Answers a callback. Mount it under any prefix. */
export type CallbackReceiver = (request: Request) => Promise<Response>;

const EVENT_OF_STATUS = {
  400: 'malformed',
  404: 'unknown',
  405: 'malformed',
  413: 'malformed',
  415: 'malformed',
} as const;

/**
 * Makes the receiver of the vendor's callbacks: path → workflow, token → proof, then one signal. It needs no database,
 * echoes nothing, and never answers with more than a status and a constant word.
 *
 * Answers: 200 signaled, or nothing to do (repeat, closed verification, probe without transactionId); 400 malformed;
 * 401 bad token; 404 never existed; 405; 413; 415; 503 with Retry-After when Temporal does not answer.
 *
 * @throws VerificationClientError `INVALID_INPUT` for keys that are too short
 */
export function createCallbackReceiver(options: CallbackReceiverOptions): CallbackReceiver {
  checkCallbackKeys(options.keys);
  const receiver = new Receiver(options);
  return async function callbackReceiver(request) {
    const parsed = await parseCallback(request).catch(() => ({ status: 400 as const }));
    if ('status' in parsed) {
      options.onEvent?.(EVENT_OF_STATUS[parsed.status], undefined);
      return answer(parsed.status);
    }
    const event = await receiver.receive(parsed.target, parsed.token, parsed.parameters);
    options.onEvent?.(event, parsed.target);
    return answer(STATUS_OF_EVENT[event]);
  };
}

const STATUS_OF_EVENT: Readonly<Record<CallbackEvent, number>> = {
  signaled: 200,
  repeated: 200,
  refused: 200,
  closed: 200,
  probed: 200,
  malformed: 400,
  forged: 401,
  unknown: 404,
  unavailable: 503,
};

class Receiver {
  private readonly client: Client;
  private readonly keys: readonly CallbackKey[];
  private readonly timeoutMs: number;
  private readonly memory: SignalMemory;

  constructor({ client, keys, timeoutMs = 5_000, memorySize = 10_000 }: CallbackReceiverOptions) {
    this.client = client;
    this.keys = keys;
    this.timeoutMs = timeoutMs;
    this.memory = new SignalMemory(memorySize);
  }

  async receive(
    target: CallbackTarget,
    token: string | undefined,
    parameters: CallbackParameters,
  ): Promise<CallbackEvent> {
    const { verificationId, attempt } = target;
    const { transactionId } = parameters;
    if (token === undefined && transactionId === undefined) return 'probed';
    if (token === undefined || !isCallbackToken(this.keys, token, verificationId, attempt)) return 'forged';
    if (transactionId === undefined) return 'probed';
    if (!PATTERNS.transactionId.test(transactionId)) return 'malformed';
    const claim = { transactionId, ...bounded('passed', parameters), ...bounded('subCode', parameters) };
    return this.signal(attemptWorkflowId(verificationId, attempt), claim);
  }

  private async signal(workflowId: string, callback: CallbackReceived): Promise<CallbackEvent> {
    const handle = this.client.workflow.getHandle(workflowId);
    const within = <T>(call: () => Promise<T>) => this.client.withDeadline(Date.now() + this.timeoutMs, call);
    try {
      const done = await this.memory.once(workflowId, callback.transactionId, () =>
        within(() => handle.signal(callbackReceived, callback)),
      );
      return done === 'sent' ? 'signaled' : done;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) return 'unavailable';
    }
    // Not found means closed, or never there.
    return within(() => handle.describe()).then(
      () => 'closed',
      (error: unknown) => (error instanceof WorkflowNotFoundError ? 'unknown' : 'unavailable'),
    );
  }
}

/** A claim of the callback, where it is short enough to be one. */
function bounded<N extends 'passed' | 'subCode'>(name: N, parameters: CallbackParameters): Partial<Record<N, string>> {
  const value = parameters[name];
  return value !== undefined && value.length <= 32 ? ({ [name]: value } as Record<N, string>) : {};
}

function answer(status: number): Response {
  return new Response(status === 200 ? 'ok\n' : 'no\n', {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(status === 405 ? { allow: 'GET, POST' } : {}),
      ...(status === 503 ? { 'retry-after': '5' } : {}),
    },
  });
}
