import { savedQueries, savedQueryLink } from '../client';
import { checkNamespace, checkSearchAttributes, createSearchAttributes } from '../doctor';
import { printingCommand } from './command';
import { exitByFindings, findingsText } from './findings-text';
import { print, type OutputOptions } from './print';
import { withTemporal, type Operator } from './temporal';

interface SetupOptions extends OutputOptions {
  create?: boolean;
}

/** `idv setup`: what a namespace needs, and the queries worth keeping as links. */
export const setup = printingCommand(
  'setup',
  'See whether the namespace has what verifications need, create the search attributes that it lacks, and print the saved queries as links',
  ['setup', 'setup --create'],
)
  .option('--create', 'create the search attributes that are missing')
  .action((options: SetupOptions) => withTemporal((operator) => setUp(operator, options)));

async function setUp({ client, namespace, uiUrl }: Operator, options: SetupOptions): Promise<void> {
  const created = options.create ? await createSearchAttributes(client, namespace) : [];
  const findings = [await checkNamespace({ client, namespace }), await checkSearchAttributes({ client, namespace })];
  const queries = savedQueries().map((saved) => ({ ...saved, link: savedQueryLink(saved, { uiUrl, namespace }) }));
  print(options, { created, findings, queries }, () =>
    [
      ...(created.length > 0 ? [`Created: ${created.join(', ')}.`] : []),
      findingsText(findings),
      '',
      'Saved queries',
      ...queries.map(({ title, link }) => `- ${title}\n  ${link}`),
    ].join('\n'),
  );
  exitByFindings(findings);
}
