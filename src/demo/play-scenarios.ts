import { Listr, type ListrTask } from 'listr2';
import { isAsExpected, type Played } from './report';
import type { Scenario } from './scenario';
import { SCENARIOS } from './scenarios';
import type { DemoSystem } from './system';

const OUTCOME_WITHIN_MS = 55_000;

/** Plays every scenario at once, with live progress, or plain lines where stdout is no terminal. */
export async function playScenarios(system: DemoSystem): Promise<Played[]> {
  const results: Played[] = [];
  const tasks = SCENARIOS.map((scenario): ListrTask => ({
    title: scenario.title,
    task: async (_, task) => {
      const played = await playScenario(system, scenario);
      results.push(played);
      task.title = `${scenario.title}: ${'error' in played ? played.error : played.outcome.status}`;
      if (!isAsExpected(played)) throw new Error(task.title);
    },
  }));
  const renderer = process.stdout.isTTY ? 'default' : 'simple';
  // Signals are the process's own matter: listr2 would end it before anything is stopped.
  const options = { concurrent: true, exitOnError: false, registerSignalListeners: false, renderer } as const;
  await new Listr(tasks, options).run();
  return SCENARIOS.flatMap((scenario) => results.filter((played) => played.scenario === scenario));
}

/** Plays one scenario to its outcome. */
export async function playScenario({ stage }: DemoSystem, scenario: Scenario): Promise<Played> {
  const sinceMs = Date.now();
  const seconds = () => (Date.now() - sinceMs) / 1000;
  try {
    const verificationId = await scenario.play(stage);
    const outcome = await stage.parts.client.outcome(verificationId, { timeoutMs: OUTCOME_WITHIN_MS });
    const transactions = outcome.attempts.map(({ transactionId }) => transactionId);
    const calls = stage.parts.simulator.control
      .journal()
      .filter(
        (entry) =>
          entry.kind === 'call' && entry.action === 'CheckResult' && transactions.includes(entry.transactionId),
      );
    return { scenario, verificationId, outcome, vendorCalls: calls.length, seconds: seconds() };
  } catch (error) {
    return { scenario, error: (error as Error).message, seconds: seconds() };
  }
}
