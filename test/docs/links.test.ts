import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const PAGES = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
].toSorted();

describe.each(PAGES)('%s', (file) => {
  test('every relative link and every #anchor points to something that is there', () => {
    expect(linksOf(file).filter((link) => !pointsSomewhere(file, link))).toEqual([]);
  });
});

test('the check sees a file and an anchor that are not there', () => {
  expect(
    ['docs/cli.md#exit-statuses', 'src', '#see-it-hold'].filter((link) => !pointsSomewhere('README.md', link)),
  ).toEqual([]);
  const broken = ['docs/nowhere.md', 'docs/cli.md#nowhere', '#nowhere'];
  expect(broken.filter((link) => !pointsSomewhere('README.md', link))).toEqual(broken);
});

/** Targets of the links in a page that are no addresses on the web. */
function linksOf(file: string): string[] {
  const links = [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => !/^(https?|mailto):/.test(target));
}

function pointsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)));
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  return statSync(target).isFile() && target.endsWith('.md') && anchorsOf(target).includes(anchor);
}

/** Anchors of a page's headings, as GitHub names them: of equal ones the second ends in -1. */
function anchorsOf(file: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const name = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}-${count}`;
  });
}

/** The page without its code blocks, where brackets and # mean other things. */
function prose(file: string): string {
  return readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
}
