// The letters and numbers in pictures can be read: in every look, each differs enough from what it is written on. What
// is seen is measured, since copies of a mark take other rules of style than the mark.

import { settled } from '../browser.mjs';

const LOOKS = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'forced colours', colorScheme: 'light', forcedColors: 'active' },
  { name: 'forced colours, dark', colorScheme: 'dark', forcedColors: 'active' },
];

// Edges of small letters are mixed with what is around them, so a little less than 4.5 is measured.
const ENOUGH = 4;

export async function check({ pages, opened }) {
  const found = [];
  const page = await opened({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 3 });
  const eye = await opened({});
  const seen = new Set();
  for (const one of pages) {
    await page.goto(one.url);
    const written = (await page.evaluate(places)).filter(({ like }) => {
      const isNew = !seen.has(`${one.site.name} ${one.kind} ${like}`);
      seen.add(`${one.site.name} ${one.kind} ${like}`);
      return isNew;
    });
    for (const look of written.length > 0 ? LOOKS : []) {
      await page.emulateMedia({ media: 'screen', ...look });
      await settled(page);
      for (const { words, box } of written) {
        const picture = await page.screenshot({ clip: box, fullPage: true });
        const contrast = await eye.evaluate(measured, picture.toString('base64'));
        if (contrast < ENOUGH) {
          found.push(`${one.name}: ${look.name}: "${words}" in a picture has a contrast of ${contrast.toFixed(1)}`);
        }
      }
    }
  }
  await page.context().close();
  await eye.context().close();
  return found;
}

// These functions run in the browser.

/** Where words are written in pictures; those that are like one another have the same `like`. */
function places() {
  const classes = (element) => element.getAttribute('class') ?? '';
  const written = [];
  for (const element of document.querySelectorAll('svg text, svg use')) {
    const original = element.localName === 'use' ? document.querySelector(element.getAttribute('href')) : element;
    const text = original?.localName === 'text' ? original : original?.querySelector('text');
    const box = element.getBoundingClientRect();
    if (!text || box.width < 2 || !element.checkVisibility()) continue;
    const like = `${element.localName} ${classes(text)} ${classes(element)} ${text.previousElementSibling?.getAttribute('class')}`;
    const [x, y] = [box.x + scrollX, box.y + scrollY];
    // A mark has an outline, which is not what its letter is written on.
    const inset = element.localName === 'use' ? 3 : 0;
    const inner = { x: x + inset, y: y + inset, width: box.width - 2 * inset, height: box.height - 2 * inset };
    if (x >= 0 && !written.some((other) => other.like === like)) {
      written.push({ words: text.textContent.trim(), like, box: inner });
    }
  }
  return written;
}

/** The contrast between the most frequent colour of a picture and the colour farthest from it. */
async function measured(base64) {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const channel = (value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const light = 0.2126 * channel(data[at]) + 0.7152 * channel(data[at + 1]) + 0.0722 * channel(data[at + 2]);
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    const known = counts.get(colour) ?? { light, count: 0 };
    known.count += 1;
    counts.set(colour, known);
  }
  const all = [...counts.values()].sort((a, b) => b.count - a.count);
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  return Math.max(...all.map(({ light }) => ratio(light, all[0].light)));
}
