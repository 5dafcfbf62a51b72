import { Command } from 'commander';
import type { DecideReview } from '../contract/schemas';
import type { ReviewState } from '../contract/review';
import { printingCommand, wholeNumber } from './command';
import { collect, factsOf, print, tableOf, type OutputOptions } from './print';
import { withTemporal, type Operator } from './temporal';

interface ReviewerOptions extends OutputOptions {
  reviewer: string;
}

/** `idv reviews`: what a reviewer does. Acts from here are not attested: nobody vouches for the name. */
export const reviews = new Command('reviews')
  .description('List, claim and decide reviews')
  .addCommand(list())
  .addCommand(get())
  .addCommand(act('claim', 'Take a review: only its assignee may decide', (desk, ...of) => desk.claim(...of)))
  .addCommand(act('release', 'Give a review back', (desk, ...of) => desk.release(...of)))
  .addCommand(decide())
  .addCommand(note());

function list(): Command {
  return printingCommand('list', 'List open reviews', ['reviews list', 'reviews list --overdue'])
    .option('--overdue', 'only those that are past their due time')
    .option('--status <status>', 'e.g. OPEN, CLAIMED, SECOND_REVIEW, ESCALATED')
    .option('--all', 'those that are over too')
    .option('--limit <number>', 'how many at most', wholeNumber, 50)
    .action(({ overdue, status, all, limit, json }: ListOptions) =>
      withTemporal(async ({ verifications }) => {
        const filter = { status, limit, openOnly: !all, dueBefore: overdue ? new Date() : undefined };
        const found = await collect(verifications.reviews.list(filter));
        print({ json }, found, () =>
          tableOf(
            ['Verification', 'Review', 'Status', 'Reason', 'Due at'],
            found.map((one) => [one.verificationId, one.review, one.status, one.reason, one.dueAt?.toISOString()]),
          ),
        );
      }),
    );
}

interface ListOptions extends OutputOptions {
  overdue?: boolean;
  status?: string;
  all?: boolean;
  limit: number;
}

function get(): Command {
  return forReview('get', 'Show a review with its audit trail', []).action(
    (verificationId: string, review: number, options: OutputOptions) =>
      withTemporal(async ({ verifications }) => {
        const state = await verifications.reviews.get(verificationId, review);
        print(options, state, () => reviewText(state));
      }),
  );
}

type Desk = Operator['verifications']['reviews'];
type ReviewerAct = (desk: Desk, verificationId: string, review: number, request: { reviewer: string }) => Promise<void>;

function act(name: string, description: string, perform: ReviewerAct): Command {
  return byReviewer(name, description, []).action(
    (verificationId: string, review: number, { reviewer, json }: ReviewerOptions) =>
      withTemporal(async ({ verifications }) => {
        await perform(verifications.reviews, verificationId, review, { reviewer });
        done({ json }, verificationId, review, name);
      }),
  );
}

function decide(): Command {
  return byReviewer('decide', 'Decide a review, as its assignee', [
    '--decision approve --reason-code identity-confirmed',
    '--decision reject --reason-code spoofing --note "a printed photograph"',
  ])
    .requiredOption('--decision <decision>', 'approve, reject or newAttempt')
    .requiredOption('--reason-code <code>', 'why, e.g. identity-confirmed; docs/messages.md has them all')
    .option('--note <text>', 'for the audit trail')
    .action((verificationId: string, review: number, { json, ...decision }: DecideReview & OutputOptions) =>
      withTemporal(async ({ verifications }) => {
        await verifications.reviews.decide(verificationId, review, decision);
        done({ json }, verificationId, review, 'decide');
      }),
    );
}

function note(): Command {
  return byReviewer('note', 'Add a note to the audit trail', ['--note "called the user"'])
    .requiredOption('--note <text>', 'at most 1000 characters')
    .action(
      (verificationId: string, review: number, { reviewer, note: text, json }: ReviewerOptions & { note: string }) =>
        withTemporal(async ({ verifications }) => {
          await verifications.reviews.addNote(verificationId, review, { reviewer, note: text });
          done({ json }, verificationId, review, 'note');
        }),
    );
}

function byReviewer(name: string, description: string, endings: readonly string[]): Command {
  const examples = (endings.length > 0 ? endings : ['']).map((ending) => `--reviewer ana@example.com ${ending}`.trim());
  return forReview(name, description, examples).requiredOption('--reviewer <name>', 'a user name or mail address');
}

function forReview(name: string, description: string, endings: readonly string[]): Command {
  const examples = (endings.length > 0 ? endings : ['']).map(
    (ending) => `reviews ${name} e0c34a77f5ac40a5 1 ${ending}`,
  );
  return printingCommand(name, description, examples)
    .argument('<verificationId>', 'MerchantBizId of its first attempt')
    .argument('<review>', 'number of the review', wholeNumber);
}

function done(options: OutputOptions, verificationId: string, review: number, action: string): void {
  print(options, { verificationId, review, action, done: true }, () => `Review ${review} of ${verificationId}: done.`);
}

function reviewText({ auditTrail, attempts, ...state }: ReviewState): string {
  const facts = factsOf({
    Review: `${state.review} of ${state.verificationId}`,
    Status: state.status,
    Reason: state.reason,
    Priority: state.priority,
    'Claimed by': state.assignee,
    'Due at': state.dueAt,
    'Final deadline': state.deadlineAt,
    'New attempt': state.mayGrantNewAttempt ? 'may be granted' : 'may not be granted',
  });
  const results = attempts.map(({ attempt, result, failure }) => [
    attempt,
    result && `Passed ${result.passed}, SubCode ${result.subCode}`,
    result && Object.entries(result.scores).join(' ').replaceAll(',', ' '),
    failure,
  ]);
  const trail = auditTrail.map((entry) => [
    entry.at,
    entry.action,
    'reviewer' in entry ? entry.reviewer : undefined,
    'decision' in entry ? `${entry.decision}, ${entry.reasonCode}` : undefined,
    'note' in entry ? entry.note : undefined,
  ]);
  return [
    facts,
    tableOf(['Attempt', 'Result', 'Scores', 'Failure'], results),
    tableOf(['At', 'Action', 'By', 'Decision', 'Note'], trail),
  ].join('\n');
}
