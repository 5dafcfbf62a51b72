import Table from 'cli-table3';
import type { Verdict } from '../command-line';
import { percentile } from '../percentile';
import { groupBy } from './group-by';
import type { ChaosRun } from './run';

const MOST_SHOWN = 20;

/** What a run came to: its claim is that nothing was lost, wrong, doubled or leaked, and that everything was broken as planned. */
export function verdictOf(seed: number, run: ChaosRun): Verdict {
  const { findings, faults, leaks, recoveries, scripts } = run;
  const count = (kind: string) => findings.filter((finding) => finding.kind === kind).length;
  const missing = faults.filter(({ planned, happened }) => happened < planned);
  const ms = recoveries.map((recovery) => recovery.ms);
  return {
    holds: findings.length === 0 && leaks.length === 0 && missing.length === 0,
    table: [summary(run), faultTable(run), recoveryTable(run), ...problems(run)].join('\n\n'),
    json: {
      seed,
      verifications: scripts.length,
      lost: count('lost'),
      wrong: count('wrong'),
      doubled: count('doubled'),
      leaked: leaks.length,
      faults: Object.fromEntries(faults.map(({ kind, happened }) => [kind, happened])),
      faultsMissing: missing.map(({ kind }) => kind),
      recoveryMs: { p50: percentile(ms, 0.5), p99: percentile(ms, 0.99) },
      branches: Object.fromEntries([...groupBy(scripts, branchOf)].map(([name, all]) => [name, all.length])),
      vendorCalls: run.vendorCalls,
      searchedMiB: Math.round(run.searchedBytes / 2 ** 20),
      seconds: Math.round(run.lastedMs / 1000),
      server: run.serverName,
    },
  };
}

const branchOf = ({ branch }: ChaosRun['scripts'][number]) => branch.name;

function summary({
  scripts,
  runs,
  findings,
  leaks,
  lastedMs,
  vendorCalls,
  searchedBytes,
  serverName,
}: ChaosRun): string {
  const count = (kind: string) => String(findings.filter((finding) => finding.kind === kind).length);
  const table = newTable(['Verifications', 'Lost', 'Wrong', 'Doubled', 'Leaked']);
  table.push([String(scripts.length), count('lost'), count('wrong'), count('doubled'), String(leaks.length)]);
  const seconds = Math.round(lastedMs / 1000);
  const branches = new Set(scripts.map(branchOf)).size;
  return [
    table.toString(),
    `${branches} branches, ${runs.length} workflows, ${vendorCalls} CheckResult calls in ${seconds} s; ${Math.round(searchedBytes / 2 ** 20)} MiB searched for markers.`,
    `Temporal: ${serverName}.`,
  ].join('\n');
}

function faultTable({ faults }: ChaosRun): string {
  const table = newTable(['Fault', 'At least', 'Happened']);
  for (const { kind, planned, happened } of faults) {
    table.push([kind, String(planned), `${happened}${happened < planned ? ' (too few)' : ''}`]);
  }
  return table.toString();
}

function recoveryTable({ recoveries }: ChaosRun): string {
  const table = newTable(['Who came when this happened', 'Times', 'waited p50', 'p99']);
  const groups = [...groupBy(recoveries, ({ kind }) => kind), ['all', recoveries] as const];
  for (const [kind, all] of groups) {
    const ms = all.map((recovery) => recovery.ms);
    table.push([kind, String(all.length), seconds(percentile(ms, 0.5)), seconds(percentile(ms, 0.99))]);
  }
  return table.toString();
}

function problems({ findings, leaks }: ChaosRun): string[] {
  const lines = [
    ...findings.map(({ kind, verificationId, branch, says }) => `${kind}: ${branch} ${verificationId}: ${says}`),
    ...leaks.map(({ marker, place }) => `leaked: ${marker} in ${place}`),
  ];
  return lines.length === 0 ? [] : [lines.slice(0, MOST_SHOWN).join('\n')];
}

function newTable(head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
