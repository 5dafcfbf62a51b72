import { runProof } from '../command-line';
import { fuzz, TARGET_NAMES, type TargetName } from './fuzz';
import { verdictOf } from './report';
import type { TargetReport } from './target';

/** `npm run fuzz`: throws at every edge what nobody expects, and shows that nothing comes through it. */
runProof(
  {
    seed: 1,
    answers: 1_000_000,
    requests: 1_000_000,
    messages: 100_000,
    signatures: 100_000,
    only: '',
    from: 0,
    count: 0,
    address: '',
  },
  async (flags) => {
    const only = flags.only as TargetName | '';
    if (only !== '' && !TARGET_NAMES.includes(only)) throw new Error(`--only takes one of ${TARGET_NAMES.join(', ')}.`);
    const reports: TargetReport[] = [];
    for (const name of only ? [only] : TARGET_NAMES) {
      const count = flags.count || flags[name];
      if (count === 0) continue;
      process.stderr.write(`${name}: ${count} cases\n`);
      reports.push(await fuzz(name, { seed: flags.seed, from: flags.from, count }, flags.address));
    }
    return verdictOf(flags.seed, reports);
  },
);
