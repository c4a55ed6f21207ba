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
    // A page that is opened in forced colours keeps its background when they end.
    await page.emulateMedia(LOOKS[0]);
    await page.goto(one.url);
    const likes = await page.evaluate(written);
    const left = likes.map((like) => `${one.kind} ${like}`);
    const looked = [...left.keys()].filter((number) => !seen.has(left[number]));
    left.forEach((like) => seen.add(like));
    for (const look of looked.length > 0 ? LOOKS : []) {
      await page.emulateMedia({ media: 'screen', ...look });
      await settled(page);
      for (const number of looked) {
        const { words, clip } = await page.evaluate(shown, number);
        const picture = await page.screenshot({ clip });
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

/** Finds where words are written in pictures, one place of those that are like one another; gives what they are like. */
function written() {
  const classes = (element) => element?.getAttribute('class') ?? '';
  const places = new Map();
  for (const element of document.querySelectorAll('svg text, svg use')) {
    const original = element.localName === 'use' ? document.querySelector(element.getAttribute('href')) : element;
    const text = original?.localName === 'text' ? original : original?.querySelector('text');
    if (!text || text.textContent.trim() === '' || !element.checkVisibility()) continue;
    const like = [element.localName, classes(text), classes(element), classes(text.previousElementSibling)].join(' ');
    if (!places.has(like)) places.set(like, { element, words: text.textContent.trim() });
  }
  globalThis.places = [...places.values()];
  return [...places.keys()];
}

/** Brings a place into the window; gives its words, and where it is now. */
function shown(number) {
  const { element, words } = globalThis.places[number];
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  // A mark has an outline, which is not what its letter is written on.
  const inset = element.localName === 'use' ? 3 : 0;
  const [x, y] = [Math.max(0, box.x) + inset, Math.max(0, box.y) + inset];
  return { words, clip: { x, y, width: box.width - 2 * inset, height: box.height - 2 * inset } };
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
