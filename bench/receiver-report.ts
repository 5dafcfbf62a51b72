import type { Cost } from './measure';
import type { ReceiverUse } from './receiver-processes';
import { goal, middle, pairwiseRatio, tableOf, type Rounds } from './side-by-side';

/** One round of one receiver: the load generator's cost, and the receiver's own. */
export type ReceiverRound = Cost & { receiver: ReceiverUse };
type Both = Rounds<'ours' | 'bare', ReceiverRound>;

const perSecond = ({ units, wallMs }: ReceiverRound) => (units / wallMs) * 1000;
const receiverCpu = ({ units, receiver }: ReceiverRound) => receiver.cpuMicros / units;
const loadCpu = ({ units, cpuMicros }: ReceiverRound) => cpuMicros / units;
const temporalCalls = (rounds: readonly ReceiverRound[]) =>
  rounds.reduce((sum, { receiver }) => sum + receiver.temporalCalls, 0);

/** The table and figures of the receiver's rounds. */
export function reportReceiver(accepted: Both, rejected: Both): { table: string; figures: object } {
  const goals = [
    goal('accepted per second, ours / bare', pairwiseRatio(accepted.ours, accepted.bare, perSecond), { atLeast: 0.9 }),
    goal('Temporal calls for forged tokens', temporalCalls(rejected.ours), { atMost: 0 }),
  ];
  const candidates = [
    { work: 'accepted, ours', ...figuresOf(accepted.ours) },
    { work: 'accepted, bare', ...figuresOf(accepted.bare) },
    { work: 'forged, ours', ...figuresOf(rejected.ours) },
    { work: 'a constant 401, bare', ...figuresOf(rejected.bare) },
  ];
  const ratios = {
    acceptedPerSecond: pairwiseRatio(accepted.ours, accepted.bare, perSecond),
    acceptedCpu: pairwiseRatio(accepted.ours, accepted.bare, receiverCpu),
    rejectedCpu: pairwiseRatio(rejected.ours, rejected.bare, receiverCpu),
  };
  const head = ['', 'requests/s', 'per CPU second', 'CPU us/request', 'load CPU us/request', 'Temporal calls', 'of'];
  const rows = candidates.map((one) => Object.values(one));
  return {
    table: tableOf('Receiver (32 at a time, keep-alive, one Temporal server)', head, rows, goals),
    figures: { candidates, ratios, goals },
  };
}

function figuresOf(rounds: readonly ReceiverRound[]) {
  return {
    perSecond: Math.round(middle(rounds, perSecond)),
    perCpuSecond: Math.round(1_000_000 / middle(rounds, receiverCpu)),
    cpuMicros: Math.round(middle(rounds, receiverCpu)),
    loadCpuMicros: Math.round(middle(rounds, loadCpu)),
    temporalCalls: temporalCalls(rounds),
    requests: rounds.reduce((sum, { units }) => sum + units, 0),
  };
}
