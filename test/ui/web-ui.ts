import { mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/contract/search-attributes';
import { startTemporalServer } from '../../src/server';
import { onCleanup } from '../support/cleanup';
import { findChromium } from './chromium';

/** A tab of a workflow's page, as its address names it. */
export type Tab = 'timeline' | 'relationships' | 'pending-activities' | 'user-metadata' | 'search-attributes';

const WIDTH = 1440;

/**
 * Starts a Temporal server with its Web UI and a browser in front of it. What a test file starts after that, by
 * `startProduct`, runs on this server.
 */
export async function startWebUi(): Promise<WebUi> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium: install it, or name one in CHROMIUM_PATH.');
  const server = await startTemporalServer({
    cliPath: process.env.TEST_TEMPORAL_CLI ?? 'temporal',
    searchAttributes: SEARCH_ATTRIBUTE_TYPES,
    ui: true,
  });
  onCleanup(() => server.stop());
  process.env.TEST_TEMPORAL_ADDRESS = server.address;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  onCleanup(() => browser.close());
  const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-GB' });
  context.setDefaultTimeout(15_000);
  await context.addInitScript({ content: `${columnsExample()} localStorage.setItem('navOpen', 'false');` });
  return new WebUi(server.uiUrl ?? '', await context.newPage());
}

/** The script with which docs/web-ui.md lets a person choose the columns. */
function columnsExample(): string {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'web-ui.md'), 'utf8');
  const [, script] = /<!-- example: columns -->\s+```js\n([^]*?)```/.exec(page) ?? [];
  if (!script) throw new Error('docs/web-ui.md has no example named columns.');
  return script;
}

/** The Web UI in a browser, as a person uses it. */
export class WebUi {
  readonly url: string;
  readonly page: Page;
  private readonly screenshots = screenshotFolder();

  constructor(url: string, page: Page) {
    this.url = url;
    this.page = page;
  }

  /** Opens a workflow's page at one of its tabs. */
  async open(workflowId: string, tab: Tab = 'timeline', height = 900): Promise<void> {
    await this.goTo(`${this.url}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`, height);
    await this.page.waitForURL('**/timeline');
    if (tab !== 'timeline') await this.show(tab, height);
  }

  /** Goes to a tab of the page that is open. */
  async show(tab: Tab, height = 900): Promise<void> {
    const { page } = this;
    await page.setViewportSize({ width: WIDTH, height });
    await page.locator(`a[href*='/${tab}']`).first().click();
    await page.waitForURL(`**/${tab}*`);
  }

  /** Opens an address, such as that of a saved query. */
  async goTo(url: string, height = 600): Promise<void> {
    await this.page.setViewportSize({ width: WIDTH, height });
    await this.page.goto(url);
  }

  /** Waits until a text is visible, and fails when it does not become so. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** What stands under Current Details, line by line, as soon as there is something. */
  async currentDetails(): Promise<string[]> {
    const frame = this.page.frameLocator('#user-metadata-current-details');
    await frame.getByRole('heading').waitFor();
    const text = await frame.locator('main').innerText();
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** The JSON that Current Details give to paste. */
  async exampleToPaste(): Promise<string> {
    return this.page.frameLocator('#user-metadata-current-details').locator('code').innerText();
  }

  /** Chooses from the menu More Actions. */
  async chooseAction(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More Actions' }).click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  /** Chooses an update in the open list of updates, and gives it its JSON, which has to be laid out. */
  async fillUpdate(name: string, json: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('option', { name }).click();
    await dialog.locator('.cm-content').click();
    await this.page.keyboard.insertText(json);
    // When the editor loses the focus it lays the JSON out. What was not laid out before grows then, and the click is lost.
    await dialog.getByRole('heading').click();
  }

  /** Sends what the dialog holds. */
  async submit(): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Enters a codec server as a person does in the UI's settings, where they are kept in the browser. */
  async useCodecServer(url: string): Promise<void> {
    const store = (name: string, value: string) => `localStorage.setItem('${name}', ${JSON.stringify(value)});`;
    await this.page.evaluate(
      store('endpoint', JSON.stringify(url)) + store('overrideRemoteCodecConfiguration', 'true'),
    );
  }

  /** Takes a picture of what the browser shows; into docs/images where `SAVE_SCREENSHOTS` is set, else for temporary use. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.screenshots, `web-ui-${name}.png`), animations: 'disabled' });
  }
}

function screenshotFolder(): string {
  const folder = process.env.SAVE_SCREENSHOTS
    ? join(__dirname, '..', '..', 'docs', 'images')
    : join(tmpdir(), 'temporal-id-verification-web-ui');
  mkdirSync(folder, { recursive: true });
  return folder;
}
