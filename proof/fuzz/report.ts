import Table from 'cli-table3';
import type { Verdict } from '../command-line';
import type { FuzzFailure, TargetReport } from './target';

/** How many failures are shown. */
const MAX_SHOWN = 20;

/** The verdict on a run: it holds when no case broke a claim. */
export function verdictOf(seed: number, reports: readonly TargetReport[]): Verdict {
  const failures = sum(reports, ({ failureCount }) => failureCount);
  const cases = sum(reports, (report) => report.cases);
  const shown = reports.flatMap((report) => report.failures).slice(0, MAX_SHOWN);
  const perTarget = Object.fromEntries(reports.map((report) => [report.name, figuresOf(report)]));
  return {
    holds: failures === 0 && cases > 0,
    table: [tableOf(reports), ...kindsOf(reports), ...shown.map(failureText)].join('\n'),
    json: { seed, cases, failures, perTarget, ...(shown.length > 0 ? { shown } : {}) },
  };
}

function figuresOf({ cases, failureCount, seconds, heapGrowthMiB, kinds }: TargetReport): object {
  const figures = { seconds: Number(seconds.toFixed(1)), perSecond: Math.round(cases / seconds) };
  return { ...kinds, cases, failures: failureCount, ...figures, heapGrowthMiB: heapGrowthMiB ?? null };
}

function tableOf(reports: readonly TargetReport[]): string {
  const table = new Table({
    head: ['target', 'cases', 'failures', 'seconds', 'cases/s', 'heap growth'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const { name, cases, failureCount, seconds, heapGrowthMiB } of reports) {
    const heap = heapGrowthMiB === undefined ? 'not measured' : `${heapGrowthMiB} MiB`;
    table.push([name, cases, failureCount, seconds.toFixed(1), Math.round(cases / seconds), heap]);
  }
  return table.toString();
}

function kindsOf(reports: readonly TargetReport[]): string[] {
  return reports.map(
    ({ name, kinds }) =>
      `${name}: ${Object.entries(kinds)
        .map(([kind, count]) => `${kind} ${count}`)
        .join(', ')}`,
  );
}

function failureText(failure: FuzzFailure): string {
  const again = `--seed ${failure.seed} --only ${failure.target} --from ${failure.case} --count 1`;
  return `\n${failure.message}\n  ${again}\n  ${failure.shown}`;
}

function sum(reports: readonly TargetReport[], of: (report: TargetReport) => number): number {
  return reports.reduce((total, report) => total + of(report), 0);
}
