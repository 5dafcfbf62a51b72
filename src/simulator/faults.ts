import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Fault } from './user-script';
import { returnCode, VendorError } from './vendor-error';

/**
 * Lets a call go wrong.
 *
 * @throws VendorError for a fault that is an answer in the usual form
 */
export function injectFault(fault: Fault, outgoing: ServerResponse): Response {
  switch (fault.kind) {
    case 'refused':
      outgoing.socket?.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'reset':
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.write('{"RequestId":', () => outgoing.socket?.resetAndDestroy());
      return RESPONSE_ALREADY_SENT;
    case 'stall':
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      outgoing.write('{"RequestId":');
      return RESPONSE_ALREADY_SENT;
    case 'malformed':
      return new Response('<script>not json</script>', { headers: { 'content-type': 'application/json' } });
    case 'html-502':
      return new Response('<html><h1>502 Bad Gateway</h1></html>', {
        status: 502,
        headers: { 'content-type': 'text/html' },
      });
    case 'empty-504':
      return new Response(null, { status: 504 });
    case 'throttled':
      throw returnCode('Throttling.Api', fault.retryAfterMs);
    case 'code':
      throw new VendorError(fault.httpStatus, fault.code, 'As scripted.');
  }
}
