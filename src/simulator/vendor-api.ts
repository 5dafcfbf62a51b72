import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { actionOf, type ActionAnswer } from './actions';
import { injectFault } from './faults';
import { readRpcRequest, type RpcRequest } from './rpc-request';
import type { SimulatorState } from './simulator-state';
import type { Fault } from './user-script';
import { VendorError } from './vendor-error';

/** The vendor's RPC API: signature, then limit, then fault, then the operation. */
export function createVendorApi(state: SimulatorState): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/', async (context) => {
    const rpc = await readRpcRequest(context.req.raw);
    const call = new Call(state, rpc);
    try {
      const answer = call.begin();
      return call.fault ? call.faulty(injectFault(call.fault, context.env.outgoing)) : call.success(answer());
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      return call.failure(error);
    }
  });
  return app;
}

/** One call, with what the journal will say of it. */
class Call {
  fault: Fault | undefined;
  private accessKeyId: string | undefined;
  private readonly state: SimulatorState;
  private readonly rpc: RpcRequest;
  private readonly requestId: string;

  constructor(state: SimulatorState, rpc: RpcRequest) {
    this.state = state;
    this.rpc = rpc;
    this.requestId = state.identifiers.requestId();
  }

  /** Checks who calls and how often; the operation itself is what it returns. */
  begin(): () => ActionAnswer {
    const { state, rpc } = this;
    this.accessKeyId = state.signatures.verify(rpc).accessKeyId;
    const action = actionOf(rpc.action);
    state.rateLimit.take(this.accessKeyId, rpc.action);
    this.fault = state.takeFault(rpc.action, rpc.parameters.get('TransactionId'));
    return () => action(state, rpc.parameters);
  }

  success({ Code = 'Success', Result }: ActionAnswer): Response {
    this.journal(200, Code);
    return json(200, { RequestId: this.requestId, Code, Message: 'success', Result });
  }

  faulty(response: Response): Response {
    this.journal(response.status, 'none');
    return response;
  }

  failure({ httpStatus, vendorCode, message, retryAfterMs }: VendorError): Response {
    this.journal(httpStatus, vendorCode);
    const body = {
      RequestId: this.requestId,
      HostId: this.rpc.headers.host,
      Code: vendorCode,
      Message: message,
      Recommend: '',
    };
    return json(httpStatus, body, retryAfterMs === undefined ? {} : { 'x-acs-retry-after': String(retryAfterMs) });
  }

  private journal(httpStatus: number, code: string): void {
    const { state, rpc, accessKeyId, fault } = this;
    const transactionId = rpc.parameters.get('TransactionId');
    state.journal.add({
      kind: 'call',
      action: rpc.action,
      transactionId,
      accessKeyId,
      httpStatus,
      code,
      fault: fault?.kind,
    });
  }
}

function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}
