import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Outcome } from '../../src/contract/verification';
import { drift, step, type Action, type Settings } from './rules';
import { RESULTS, REVIEWERS, seen, type Result, type State } from './state';
import type { Subject } from './subject';

/** What the model believes, with the outcome once there is one. */
export interface Model {
  settings: Settings;
  /** More than one where a deadline may have passed meanwhile. */
  state: State;
  outcome?: Outcome | undefined;
}

const SETTLED_WITHIN_MS = 90_000;

/** One action, done to the model and to the real verification, which then must be where the model says. */
class Act implements fc.AsyncCommand<Model, Subject> {
  private readonly action: Action;

  constructor(action: Action) {
    this.action = action;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, subject: Subject): Promise<void> {
    const answer = await subject.act(this.action);
    const allowed = allowedAfter(model, this.action, answer);
    if (allowed.length === 0) throw new Error(`${this.toString()} in ${seen(model.state)} was answered "${answer}".`);
    await follow(model, subject, allowed, this.toString());
  }

  toString(): string {
    const { do: what, ...details } = this.action;
    return [what, ...Object.values(details)].join(' ');
  }
}

/** Where the verification may stand after an action that was answered so. */
function allowedAfter({ state, settings }: Model, action: Action, answer: 'ok' | 'no' | 'unknown'): State[] {
  const before = [state, ...drift(state, settings)];
  const steps = before.map((one) => step(one, action, settings)).filter((one) => one.answer === answer);
  const after = answer === 'unknown' ? [...before, ...before.map((one) => step(one, action, settings).state)] : [];
  return [...after, ...steps.map((one) => one.state)].flatMap((one) => [one, ...drift(one, settings)]);
}

/** Waits until the verification is seen in an allowed state, and takes that for the model's. A final one stays. */
async function follow(model: Model, subject: Subject, allowed: readonly State[], action: string): Promise<void> {
  const deadlineMs = Date.now() + SETTLED_WITHIN_MS;
  let last: string | undefined;
  while (Date.now() < deadlineMs) {
    const look = await subject.look();
    last = look?.seen ?? last;
    const state = allowed.find((one) => seen(one) === look?.seen);
    if (state && look) {
      model.state = state;
      return keepOutcome(model, look.outcome, action);
    }
    if (model.outcome && look) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`After ${action} it is "${last}" and not ${allowed.map(seen).join(' or ')}.`);
}

function keepOutcome(model: Model, outcome: Outcome | undefined, action: string): void {
  if (model.outcome && !isDeepStrictEqual(model.outcome, outcome)) {
    throw new Error(`After ${action} the outcome changed: ${JSON.stringify(outcome)}.`);
  }
  model.outcome = outcome;
}

const reviewer = fc.constantFrom(...REVIEWERS);
const result = fc.constantFrom(...(Object.keys(RESULTS) as Result[]));
const decision = fc.constantFrom('approve', 'reject', 'newAttempt');
const plain = (...names: ('callback' | 'strangeCallback' | 'submit' | 'submitUsed' | 'passTime')[]) =>
  fc.constantFrom(...names).map((name): Action => ({ do: name }));

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: result.map((one): Action => ({ do: 'finish', result: one })) },
  { weight: 7, arbitrary: plain('callback') },
  { weight: 3, arbitrary: plain('submit') },
  { weight: 2, arbitrary: plain('strangeCallback', 'submitUsed', 'passTime') },
  {
    weight: 4,
    arbitrary: fc
      .record({ do: fc.constantFrom('claim', 'claim', 'release', 'note'), reviewer })
      .map((one) => one as Action),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('decide' as const), reviewer, decision }) as fc.Arbitrary<Action>,
  },
  { weight: 1, arbitrary: fc.constantFrom<Action>({ do: 'sendToReview' }, { do: 'cancel' }, { do: 'restartWorker' }) },
);

/** Sequences of actions, in any order. */
export const commands = fc.commands([action.map((one) => new Act(one))], { size: 'max', maxCommands: 40 });

/** Policies of sequences. */
export const settings: fc.Arbitrary<Settings> = fc.record({
  soon: fc.constantFrom('none', 'none', 'completion', 'fallback', 'review'),
  fourEyes: fc.constantFrom('never', 'approvals', 'always'),
  whenAbandoned: fc.constantFrom('expire', 'manualReview'),
});
