// axe-core finds nothing that keeps people from reading a page, in light, dark and forced colours, with every fold
// open.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { settled } from '../browser.mjs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What does not depend on colours is looked at once. `once`: on one page of each kind.
const COLOURS = ['color-contrast', 'link-in-text-block'];
const LOOKS = [
  { name: 'light', media: { colorScheme: 'light' } },
  { name: 'phone', media: { colorScheme: 'light' }, width: 390, only: ['target-size', 'scrollable-region-focusable'] },
  { name: 'dark', media: { colorScheme: 'dark' }, only: COLOURS },
  { name: 'more contrast', media: { contrast: 'more' }, only: COLOURS, once: true },
  { name: 'forced colours', media: { forcedColors: 'active' }, only: COLOURS },
  { name: 'forced colours, dark', media: { forcedColors: 'active', colorScheme: 'dark' }, only: COLOURS, once: true },
];

export async function check({ pages, opened }) {
  const found = [];
  const page = await opened({});
  const protocol = await page.context().newCDPSession(page);
  const kinds = new Set();
  for (const one of pages) {
    await page.goto(one.url);
    // By the protocol, since the policy of the page lets no script in.
    await protocol.send('Runtime.evaluate', { expression: source });
    await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
    for (const look of LOOKS.filter(({ once }) => !once || !kinds.has(one.kind))) {
      await page.setViewportSize({ width: look.width ?? 1280, height: 800 });
      await page.emulateMedia({ media: 'screen', colorScheme: 'light', contrast: null, forcedColors: 'none', ...look.media });
      await settled(page);
      const rules = look.only ?? null;
      for (const what of await page.evaluate(violations, rules)) found.push(`${one.name}: ${look.name}: ${what}`);
    }
    kinds.add(one.kind);
    for (const what of await page.evaluate(mute)) found.push(`${one.name}: ${what}`);
  }
  await page.context().close();
  return found;
}

// This function runs in the browser.
async function violations(only) {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const runOnly = only ? { type: 'rule', values: only } : { type: 'tag', values: tags };
  const result = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] });
  return result.violations.map((violation) => {
    const places = violation.nodes.map((node) => node.target.join(' '));
    const more = places.length > 2 ? ` and ${places.length - 2} more` : '';
    return `${violation.id}: ${violation.help}: ${places.slice(0, 2).join(', ')}${more}`;
  });
}

// A picture is left out by screen readers, or is one picture with a sentence. axe-core also accepts loose words in it.
function mute() {
  const pictures = [...document.querySelectorAll('svg')].filter(
    (svg) => !svg.closest('[aria-hidden="true"]') && !(svg.getAttribute('role') === 'img' && svg.ariaLabel),
  );
  return pictures.map((svg) => `a picture says nothing to screen readers: ${svg.outerHTML.slice(0, 80)}`);
}
