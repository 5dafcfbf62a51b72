/** A call as it came over the wire. */
export interface RpcRequest {
  method: string;
  pathname: string;
  query: [string, string][];
  headers: Record<string, string>;
  body: Uint8Array;
  action: string;
  /** Parameters of the query and of a form body. */
  parameters: ReadonlyMap<string, string>;
}

/** Reads a call; parameters are taken wherever an SDK puts them. */
export async function readRpcRequest(request: Request): Promise<RpcRequest> {
  const url = new URL(request.url);
  const query = [...url.searchParams];
  const headers = Object.fromEntries(request.headers);
  const body = new Uint8Array(await request.arrayBuffer());
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = isForm ? [...new URLSearchParams(Buffer.from(body).toString())] : [];
  return {
    method: request.method,
    pathname: url.pathname,
    query,
    headers,
    body,
    action: headers['x-acs-action'] ?? '',
    parameters: new Map([...query, ...form]),
  };
}
