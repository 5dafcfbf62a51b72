import fc from 'fast-check';
import { Random } from '../random';
import type { World } from '../chaos/world';
import { commands, settings, type Model } from './commands';
import { Restarts } from './restarts';
import { Subject } from './subject';

/** What random sequences came to. */
export interface SequencesReport {
  sequences: number;
  /** Final statuses and open states that the sequences ended in. */
  ends: Readonly<Record<string, number>>;
  workerRestarts: number;
  failures: readonly string[];
}

/** Sequences that run at once. */
const LANES = 8;

/** Does random sequences of everything that anybody may do to verifications, and follows each step in the model. */
export async function runSequences(world: World, seed: number, sequences: number): Promise<SequencesReport> {
  const restarts = new Restarts(world, Math.ceil(sequences / 10));
  const ends: Record<string, number> = {};
  const runLane = (lane: number) => {
    const numRuns = Math.floor((sequences + lane) / LANES);
    const random = new Random(`${seed}/${lane}`);
    const property = fc.asyncProperty(settings, commands, async (policy, acts) => {
      const model = await runSequence(new Subject(world, random, policy, () => restarts.one()), policy, acts);
      const end = model.state.at === 'final' ? model.state.status : model.state.at;
      ends[end] = (ends[end] ?? 0) + 1;
    });
    return fc.check(property, { numRuns: Math.max(1, numRuns), seed: seed * LANES + lane, endOnFailure: true });
  };
  const details = await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane)));
  const failures = details
    .filter(({ failed }) => failed)
    .map((failed) => `${String(failed.errorInstance)}\n${fc.defaultReportMessage(failed)}`);
  return { sequences: sum(Object.values(ends)) + failures.length, ends, workerRestarts: restarts.done, failures };
}

async function runSequence(
  subject: Subject,
  policy: Model['settings'],
  acts: Iterable<fc.AsyncCommand<Model, Subject>>,
): Promise<Model> {
  const model: Model = { settings: policy, state: { at: 'attempt', attempt: 1, reviews: 0, called: false } };
  await subject.start();
  await fc.asyncModelRun(() => ({ model, real: subject }), acts);
  // Whatever is still open would only burden the others.
  await subject.act({ do: 'cancel' });
  return model;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
