import Table from 'cli-table3';
import { median } from '../proof/percentile';
import type { Random } from '../proof/random';

/** What every round of every candidate brought. */
export type Rounds<N extends string, R> = Readonly<Record<N, R[]>>;

/** One aim of a benchmark, and how it came out. */
export interface Goal {
  goal: string;
  measured: number;
  met: boolean;
}

/**
 * Lets the candidates take turns: in every round each once, in an order drawn for that round, so that what the machine
 * does meanwhile falls on all of them. The first round warms up and is dropped.
 */
export async function alternate<N extends string, R>(
  candidates: readonly N[],
  rounds: number,
  random: Random,
  run: (candidate: N, round: number) => Promise<R>,
): Promise<Rounds<N, R>> {
  const results = Object.fromEntries(candidates.map((name) => [name, [] as R[]])) as Record<N, R[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of random.shuffled(candidates)) {
      const result = await run(name, round);
      if (round > 0) results[name].push(result);
    }
  }
  return results;
}

/** The median of a figure over the rounds. */
export function middle<R>(rounds: readonly R[], figure: (round: R) => number): number {
  return median(rounds.map(figure));
}

/** The ratio of two candidates, round by round, and of those the median. */
export function pairwiseRatio<R>(above: readonly R[], below: readonly R[], figure: (round: R) => number): number {
  return median(above.map((round, index) => figure(round) / figure(below[index] as R)));
}

/** A goal for a ratio. */
export function goal(text: string, measured: number, limit: { atLeast: number } | { atMost: number }): Goal {
  const met = 'atLeast' in limit ? measured >= limit.atLeast : measured <= limit.atMost;
  const rounded = Math.round(measured * 1000) / 1000;
  return {
    goal: `${text} ${'atLeast' in limit ? `>= ${limit.atLeast}` : `<= ${limit.atMost}`}`,
    measured: rounded,
    met,
  };
}

/** A table for people, with the goals below it. */
export function tableOf(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  goals: readonly Goal[] = [],
): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push(row.map(String));
  const verdicts = goals.map((one) => `${one.met ? 'met   ' : 'MISSED'}  ${one.goal}: ${one.measured}`);
  return [title, table.toString(), ...verdicts].join('\n');
}
