import { Client, Connection } from '@temporalio/client';
import { createCallbackReceiver, type CallbackReceiver } from '../../src/callback';
import type { CallbackReceiverOptions } from '../../src/callback/callback-receiver';
import { WORKFLOW_TYPES } from '../../src/contract/names';
import type { VerificationInput } from '../../src/contract/schemas';
import { FUZZ_KEYS, makeRequest, ownToken, type RequestCase } from './request-cases';
import { MARKER } from './mutations';
import { claim, type FuzzTarget } from './target';

/** Where requests are tried, and with what receiver; a test puts a broken one in. */
export interface RequestPlace {
  temporalAddress: string;
  /** Part of the ids of the verifications that are started. */
  seed: number;
  makeReceiver?: (options: CallbackReceiverOptions) => CallbackReceiver;
}

const STATUSES: readonly number[] = [200, 400, 401, 404, 405, 413, 415];
const LIVE_COUNT = 4;

/** A target that is to be closed. */
export type OpenTarget = FuzzTarget<RequestCase> & { close(): Promise<void> };

/** Callback requests through the receiver, on a Temporal server where a few verifications run and nobody works. */
export async function openRequestsTarget(place: RequestPlace): Promise<OpenTarget> {
  const { temporalAddress, seed, makeReceiver = createCallbackReceiver } = place;
  const connection = await Connection.connect({ address: temporalAddress });
  const called = new Set<string>();
  const client = clientThatTells(connection, called);
  const live = await startVerifications(client, seed);
  const receive = makeReceiver({ client, keys: FUZZ_KEYS });
  return {
    name: 'requests',
    make: (random) => makeRequest(random, live),
    show: (made) => JSON.stringify({ ...made, body: String(made.body).slice(0, 200) }),
    check: (made) => checkRequest(receive, made, called),
    close: () => connection.close(),
  };
}

/** Every call about a workflow leaves its id. */
function clientThatTells(connection: Connection, called: Set<string>): Client {
  const tell = <I extends { workflowExecution: { workflowId?: string } }, R>(input: I, next: (input: I) => R): R => {
    called.add(input.workflowExecution.workflowId ?? '');
    return next(input);
  };
  const interceptor = { signal: tell, describe: tell, query: tell, terminate: tell, cancel: tell };
  return new Client({ connection, interceptors: { workflow: [interceptor] } });
}

async function startVerifications(client: Client, seed: number): Promise<string[]> {
  const ids = Array.from({ length: LIVE_COUNT }, (_, index) => `fuzz${seed}live${index}`);
  for (const id of ids) {
    const input: VerificationInput = { merchantBizId: id, transactionId: 'hksfuzz', region: 'ap-southeast-1' };
    await client.workflow.start(WORKFLOW_TYPES.verification, {
      workflowId: `verification-${id}`,
      taskQueue: 'fuzz-nobody-works-here',
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  }
  return ids;
}

async function checkRequest(receive: CallbackReceiver, made: RequestCase, called: Set<string>): Promise<string> {
  const request = toRequest(made);
  if (!request) return 'cannot be sent';
  called.clear();
  const response = await receive(request);
  checkAnswer(response.status, await response.text());
  claim(!JSON.stringify([...response.headers]).includes(MARKER), 'The answer has something of the request.');
  checkCalls(made, called);
  if (made.expected !== undefined) {
    claim(response.status === made.expected, `Answered ${response.status}, not ${made.expected}.`);
  }
  return `${response.status}${called.size > 0 ? ' after a call' : ''}`;
}

function checkAnswer(status: number, body: string): void {
  claim(STATUSES.includes(status), `Answered ${status}.`);
  claim(body === (status === 200 ? 'ok\n' : 'no\n'), 'The body is none of the two words.');
}

/** Whoever makes the receiver call about an attempt has shown the token of that attempt. */
function checkCalls({ shown, method }: RequestCase, called: Set<string>): void {
  for (const workflowId of called) {
    const [, id = '', attempt = '1'] = /^verification-([A-Za-z0-9]+)(?:\/attempt-(\d+))?$/.exec(workflowId) ?? [];
    const tokens = FUZZ_KEYS.map((key) => ownToken(id, Number(attempt), key));
    claim(
      tokens.some((token) => shown.includes(token)),
      'A call to Temporal without the token of the attempt.',
    );
    claim(/^(GET|POST)$/i.test(method), 'A call to Temporal for another method.');
  }
}

/** Undefined for what no HTTP client could send. */
function toRequest({ method, target, headers, body }: RequestCase): Request | undefined {
  try {
    const init = { method, headers, body: body === 'breaks off' ? streamThatBreaksOff() : body, duplex: 'half' };
    return new Request(`http://receiver.example${target}`, init as RequestInit);
  } catch {
    return undefined;
  }
}

function streamThatBreaksOff(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.error(new Error(`reset ${MARKER}`)),
  });
}
