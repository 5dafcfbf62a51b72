import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Connection } from '@temporalio/client';
import { freePort } from './free-port';

/** What a server for development and tests is started with. */
export interface TemporalServerOptions {
  /** Path of the Temporal CLI. */
  cliPath: string;
  /** Names and types, e.g. `{ VerificationStatus: 'Keyword' }`. */
  searchAttributes: Readonly<Record<string, string>>;
  /** Default: a free one. */
  port?: number | undefined;
  /** Whether the Web UI runs too, and where; `true`: on a free port. */
  ui?: boolean | number | undefined;
  /** Keeps everything in this file; without it, in memory. */
  dbFilename?: string | undefined;
  /** Adds what the server says to this file. */
  logFile?: string | undefined;
}

/** A running server. */
export interface TemporalServer {
  /** Host and port of the gRPC API. */
  address: string;
  /** Where the Web UI is, if it runs. */
  uiUrl: string | undefined;
  pid: number;
  stop(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

/** How long a server may take to answer. */
const READY_WITHIN_MS = 30_000;
/** How often a start is tried. */
const STARTS = 3;

/**
 * Starts `temporal server start-dev` on loopback and waits until it answers. It ends with this process, however that ends
 * in an orderly way.
 *
 * @throws Error with the last lines that the server printed, when it does not start
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // The ports that were free a moment ago, and those that the server chooses for its parts, may be taken by now.
      if (tries === STARTS) throw error;
    }
  }
}

async function startOnce(options: TemporalServerOptions): Promise<TemporalServer> {
  const port = options.port ?? (await freePort());
  const uiPort = typeof options.ui === 'number' ? options.ui : options.ui ? await freePort() : undefined;
  // In a process group of its own, so that Ctrl-C reaches it only through us, after workers and clients have let go.
  const child = spawn(options.cliPath, serverArguments(options, port, uiPort), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const output = lastLines(child, options.logFile);
  const address = `127.0.0.1:${port}`;
  try {
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    await Promise.race([answering(address, hasEnded), failedToStart(child, output)]);
  } catch (error) {
    kill();
    throw error;
  }
  return {
    address,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    pid: child.pid ?? 0,
    stop: async () => {
      process.off('exit', kill);
      const timer = setTimeout(kill, 5_000);
      await end(child, 'SIGTERM');
      clearTimeout(timer);
    },
    kill: async () => {
      process.off('exit', kill);
      await end(child, 'SIGKILL');
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

function serverArguments(options: TemporalServerOptions, port: number, uiPort: number | undefined): string[] {
  return [
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    `--port=${port}`,
    '--log-level=error',
    ...(uiPort === undefined ? ['--headless'] : ['--ui-ip=127.0.0.1', `--ui-port=${uiPort}`]),
    ...(options.dbFilename ? [`--db-filename=${options.dbFilename}`] : []),
    ...Object.entries(options.searchAttributes).map(([name, type]) => `--search-attribute=${name}=${type}`),
  ];
}

async function answering(address: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  // A connection to a port that nobody listens on would go on trying after it is closed, and then throw.
  while (!(await isListening(address))) await pauseUnlessOver(hasEnded, deadline);
  const connection = Connection.lazy({ address });
  try {
    for (;;) {
      const ready = await connection
        .withDeadline(Date.now() + 1_000, () => connection.workflowService.describeNamespace({ namespace: 'default' }))
        .then(
          () => true,
          () => false,
        );
      if (ready) return;
      await pauseUnlessOver(hasEnded, deadline);
    }
  } finally {
    await connection.close();
  }
}

async function isListening(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  try {
    return await once(socket, 'connect').then(
      () => true,
      () => false,
    );
  } finally {
    socket.destroy();
  }
}

async function pauseUnlessOver(hasEnded: () => boolean, deadline: number): Promise<void> {
  if (hasEnded()) throw new Error('The Temporal server ended.');
  if (Date.now() > deadline) throw new Error(`The Temporal server did not answer within ${READY_WITHIN_MS / 1000} s.`);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

async function failedToStart(child: ChildProcess, output: () => string): Promise<never> {
  await Promise.race([once(child, 'exit'), once(child, 'error')]);
  throw new Error(`The Temporal server ended at once. It said:\n${output()}`);
}

function lastLines(child: ChildProcess, logFile: string | undefined): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4_000);
    if (logFile) appendFileSync(logFile, chunk);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text.trim();
}
