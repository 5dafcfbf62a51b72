import { patched, workflowInfo } from '@temporalio/workflow';
import { decoded, Undecodable } from './undecodable';

/**
 * Keeps what became of a signal as it was when it came first. A signal under a key that the worker lacked was ignored, and
 * must stay so when a worker with the key replays it, or the workflow could not be replayed for ever. So that it was ignored
 * is written into the history, by the marker of a patch, which costs nothing where no key was lacking.
 */
export class IgnoredSignals {
  private signals = 0;

  /** The arguments of a signal, as workflow code has to see them. */
  asFirstSeen(args: unknown[]): unknown[] {
    this.signals += 1;
    const marker = `signal-without-key-${this.signals}`;
    const lacksKey = args.some((argument) => argument instanceof Undecodable && argument.lacksKey);
    if (!workflowInfo().unsafe.isReplaying) {
      if (lacksKey) patched(marker);
      return args;
    }
    // In a replay this only asks whether the marker is there.
    if (patched(marker)) return [new Undecodable('no worker had its key when it came.', true)];
    return lacksKey ? args.map((argument) => decoded(argument, 'A signal that was taken up')) : args;
  }
}
