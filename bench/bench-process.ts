import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Longest wait for one answer of a process; nothing here takes a third of it. */
const ANSWER_WITHIN_MS = 60_000;

/** What a process does in its role: it gets ready once, and then answers questions. */
export interface RoleAtWork {
  /** Told to the parent as soon as the process is ready, e.g. where it listens. */
  ready: object;
  answer(question: never): Promise<object>;
}

/** Makes a role ready, with the settings that the parent gave. */
export type Role = (settings: never) => Promise<RoleAtWork>;

type Reply = { value: object } | { error: string };

/** A process of its own, so that what it costs can be told from what all the others cost. */
export class BenchProcess<Ready, Question, Answer> {
  readonly ready: Ready;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, ready: Ready) {
    this.child = child;
    this.ready = ready;
  }

  /** Starts `file` in a role. */
  static async start<Ready, Question, Answer>(
    file: string,
    role: string,
    settings: object = {},
    execArgv: readonly string[] = [],
  ): Promise<BenchProcess<Ready, Question, Answer>> {
    const child = fork(file, [role, JSON.stringify(settings)], { execArgv: ['--expose-gc', ...execArgv] });
    return new BenchProcess(child, (await replyOf(child, role)) as Ready);
  }

  /** One question at a time. */
  async ask(question: Question): Promise<Answer> {
    this.child.send(question as object);
    return (await replyOf(this.child, 'a process')) as Answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}

/** The child's side: takes up the role that its arguments name. */
export function takeUpRole(roles: Readonly<Record<string, Role>>): void {
  const [name = '', settings = '{}'] = process.argv.slice(2);
  const role = roles[name];
  if (!role) throw new Error(`There is no role "${name}".`);
  process.once('disconnect', () => process.exit(0));
  const ready = role(JSON.parse(settings) as never);
  void reply(ready.then((atWork) => atWork.ready));
  process.on('message', (question) => void reply(ready.then((atWork) => atWork.answer(question as never))));
}

async function reply(value: Promise<object>): Promise<void> {
  const message: Reply = await value.then(
    (known) => ({ value: known }),
    (error: unknown) => ({ error: error instanceof Error ? String(error.stack) : String(error) }),
  );
  process.send?.(message);
}

async function replyOf(child: ChildProcess, what: string): Promise<object> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const exited = once(child, 'exit', stop).then(() => [{ error: `${what} ended` }]);
    const [message] = (await Promise.race([once(child, 'message', stop), exited])) as [Reply];
    if ('error' in message) throw new Error(message.error);
    return message.value;
  } finally {
    clearTimeout(timer);
    // Ends the wait that lost the race; the race swallows its rejection.
    stop.abort();
  }
}
