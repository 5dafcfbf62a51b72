import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { runProof, type Verdict } from '../command-line';
import { proveModel } from '../model/verdict';
import { startPostgresServer } from '../postgres/server';
import { Random } from '../random';
import { startDevServer } from './dev-server';
import { setPatience } from './patience';
import { verdictOf } from './report';
import { runChaos, type ChaosRun } from './run';
import { startWorld, type World } from './world';

/** `npm run chaos`: breaks everything while verifications run, and shows that none is lost, wrong, doubled or leaked. */
runProof(
  {
    seed: 1,
    verifications: 200,
    concurrency: 40,
    branch: '',
    product: 'dist',
    server: 'dev',
    patience: 300,
    model: false,
    encrypted: false,
    sequences: 500,
  },
  async (flags) => {
    const folder = mkdtempSync(join(tmpdir(), 'idv-chaos-'));
    setPatience(flags.patience * 1000);
    if (flags.model) return inWorld({ ...flags, folder }, (world) => proveModel(world, flags));
    const onProgress = (line: string) => process.stderr.write(`${line}\n`);
    const run = await runChaos({ ...flags, folder, onProgress, startServer: serverOf(flags.server) });
    const verdict = verdictOf(flags.seed, run);
    if (verdict.holds) rmSync(folder, { recursive: true });
    else keepHistories(run, folder);
    return verdict;
  },
);

function serverOf(name: string): typeof startDevServer {
  if (name === 'dev') return startDevServer;
  if (name === 'postgres') return startPostgresServer;
  throw new Error('--server is dev or postgres.');
}

/** The model's world is whole, but for the workers that are killed in it. */
async function inWorld(
  options: { seed: number; product: string; folder: string },
  prove: (world: World) => Promise<Verdict>,
): Promise<Verdict> {
  const world = await startWorld(
    { ...options, startServer: startDevServer, vendorFaultShare: 0 },
    new Random(options.seed),
  );
  try {
    return await prove(world);
  } finally {
    await world.stop();
    rmSync(options.folder, { recursive: true });
  }
}

function keepHistories({ findings, runs }: ChaosRun, folder: string): void {
  const ids = new Set(findings.map(({ verificationId }) => `verification-${verificationId}`));
  for (const { info, history } of runs) {
    const [root = ''] = info.workflowId.split('/');
    if (!ids.has(root)) continue;
    writeFileSync(join(folder, `${info.workflowId.replaceAll('/', '_')}-${info.runId}.json`), historyToJSON(history));
  }
  process.stderr.write(`Histories, logs and the database are in ${folder}.\n`);
}
