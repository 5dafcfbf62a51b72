import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/server';
import { onCleanup } from '../support/cleanup';
import { startObservedProduct } from '../support/observed-product';
import { describeWith, findProgram } from '../support/program';
import { succeeds, until } from '../support/until';

const PROMETHEUS = findProgram('prometheus');

interface Panel {
  title: string;
  targets: { expr: string }[];
}

/** Queries that have nothing to show while all is well, and why. */
const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'sum(rate(idv_callback_disagreements_total[$__rate_interval]))': 'it needs a vendor that lies',
  'sum by (failure_reason) (rate(temporal_workflow_task_execution_failed_total[$__rate_interval]))':
    'no workflow task failed',
};

const { panels } = JSON.parse(readFileSync('ops/grafana/id-verification.json', 'utf8')) as { panels: Panel[] };
const QUERIES = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));

/** Runs Prometheus on loopback, with these targets scraped each second. */
async function startPrometheus(targets: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'idv-prometheus-'));
  onCleanup(() => rmSync(folder, { recursive: true }));
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'idv', static_configs: [{ targets }] }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    PROMETHEUS ?? 'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  onCleanup(async () => {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  });
  await until(() =>
    succeeds(fetch(`http://${address}/-/ready`).then(({ ok }) => (ok ? ok : Promise.reject(new Error())))),
  );
  return `http://${address}`;
}

async function query(prometheus: string, expr: string): Promise<{ status: string; results: number }> {
  const url = new URL('/api/v1/query', prometheus);
  url.searchParams.set('query', expr.replaceAll('$__rate_interval', '30s'));
  const answer = (await (await fetch(url)).json()) as { status: string; data?: { result: unknown[] } };
  return { status: answer.status, results: answer.data?.result.length ?? 0 };
}

describeWith(PROMETHEUS, 'REQUIRE_PROMETHEUS')('the dashboard', () => {
  test('has queries that a real Prometheus answers, from the metrics of a real worker and receiver', async () => {
    const product = await startObservedProduct();
    const hostOf = (url: string) => new URL(url).host;
    const prometheus = await startPrometheus([hostOf(product.workerMetricsUrl), hostOf(product.receiverMetricsUrl)]);
    const play = async () => {
      const passed = await product.begin({ callback: { forgedFirst: ['other-transaction'] } });
      await product.begin({ results: [{ passed: 'N', subCode: '299' }] });
      await product.client.outcome(passed, { timeoutMs: 30_000 });
    };
    const isFilled = async ({ expr }: { expr: string }) =>
      (await query(prometheus, expr)).results > 0 || expr in MAY_BE_EMPTY;
    // A rate needs a series that grows while it is looked at.
    await until(async () => {
      await play();
      return (await Promise.all(QUERIES.map(isFilled))).every(Boolean);
    }).catch(() => undefined);
    const answers = await Promise.all(
      QUERIES.map(async ({ title, expr }) => ({ title, expr, ...(await query(prometheus, expr)) })),
    );
    expect(answers.length).toBeGreaterThan(15);
    expect(answers.filter(({ status }) => status !== 'success')).toEqual([]);
    expect(answers.filter(({ expr, results }) => results === 0 && !(expr in MAY_BE_EMPTY))).toEqual([]);
  });
});
