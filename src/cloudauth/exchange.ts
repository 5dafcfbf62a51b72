import type { Dispatcher } from 'undici';

/** An HTTP answer, whole. */
export interface HttpAnswer {
  httpStatus: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/**
 * One request and its whole answer. `pool.request` makes a stream for every answer and takes an AbortSignal for every
 * call; together they cost more CPU than all that is done with the answer.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<HttpAnswer>;
  private aborted = false;
  private controller: Dispatcher.DispatchController | undefined;
  private httpStatus = 0;
  private headers: HttpAnswer['headers'] = {};
  private readonly chunks: Buffer[] = [];
  private resolve!: (answer: HttpAnswer) => void;
  private reject!: (error: unknown) => void;

  constructor() {
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get isAborted(): boolean {
    return this.aborted;
  }

  /** Ends it, whatever it waits for; its socket is closed. */
  abort(): void {
    this.aborted = true;
    const reason = new Error('aborted');
    this.reject(reason);
    this.controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // Aborted while it waited for a connection.
    if (this.aborted) controller.abort(new Error('aborted'));
  }

  onResponseStart(_: Dispatcher.DispatchController, httpStatus: number, headers: HttpAnswer['headers']): void {
    this.httpStatus = httpStatus;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { httpStatus, headers, chunks } = this;
    this.resolve({ httpStatus, headers, body: textOf(chunks) });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}

function textOf([first, ...more]: readonly Buffer[]): string {
  if (!first) return '';
  const text = (more.length === 0 ? first : Buffer.concat([first, ...more])).toString('utf8');
  // A byte order mark is no part of a text.
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
