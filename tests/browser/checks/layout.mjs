// No page is wider than its window, no text is cut off, and no text in a picture leaves it or covers another text.

import { settled } from '../browser.mjs';

const SIZES = [
  { name: '320 px', width: 320, height: 640 },
  { name: '390 px', width: 390, height: 844 },
  { name: '1280 px', width: 1280, height: 800 },
  // A window of 1280 px at a zoom of 200 %.
  { name: '1280 px at 200 %', width: 640, height: 400 },
  { name: '1280 px, letters twice as large', width: 1280, height: 800, letters: 32 },
  // What is left of A4 between margins of 14 mm.
  { name: 'paper', width: 688, height: 1000, media: 'print' },
];

export async function check({ pages, opened }) {
  const found = [];
  const page = await opened({});
  const protocol = await page.context().newCDPSession(page);
  const letters = (size) => protocol.send('Page.setFontSizes', { fontSizes: { standard: size, fixed: size } });
  for (const one of pages) {
    await page.goto(one.url);
    await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
    for (const size of SIZES) {
      await page.setViewportSize({ width: size.width, height: size.height });
      await page.emulateMedia({ media: size.media ?? 'screen' });
      await letters(size.letters ?? 16);
      await settled(page);
      const all = [...new Set(await page.evaluate(measured))];
      for (const what of all.slice(0, 3)) found.push(`${one.name}: ${size.name}: ${what}`);
      if (all.length > 3) found.push(`${one.name}: ${size.name}: and ${all.length - 3} more like these`);
    }
  }
  await page.context().close();
  return found;
}

// This function runs in the browser.
function measured() {
  const found = [];
  const name = (element) => {
    const classes = [...element.classList].map((word) => '.' + word).join('');
    return `${element.localName}${element.id ? '#' + element.id : ''}${classes}`;
  };
  const place = (element) => (element.parentElement ? `${name(element.parentElement)} > ` : '') + name(element);
  const root = document.scrollingElement;
  const scrolls = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrolls(element),
    );
    const widest = wide.length > 0 ? place(wide[wide.length - 1]) : 'nothing that was found';
    found.push(`is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px: ${widest}`);
  }
  const isHidden = (box) => box.width <= 1 || box.height <= 1;
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    const cuts = ['hidden', 'clip'].some((word) => style.overflowX === word || style.overflowY === word);
    if (!cuts || element.closest('svg') || isHidden(element.getBoundingClientRect())) continue;
    if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) {
      found.push(`cuts off what it contains: ${place(element)}`);
    }
  }
  for (const picture of document.querySelectorAll('svg')) {
    const frame = picture.getBoundingClientRect();
    if (isHidden(frame)) continue;
    const texts = [...picture.querySelectorAll('text')]
      .map((text) => ({ text, words: text.textContent.trim(), box: text.getBoundingClientRect() }))
      .filter(({ words, box }) => words !== '' && box.width > 0);
    texts.forEach(({ text, words, box }, number) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1) {
        found.push(`"${words}" leaves its picture: ${place(picture)}`);
      }
      // A line ends where the letters have the colour of the ground around them.
      const style = getComputedStyle(text);
      const isFramed = style.paintOrder.startsWith('stroke') && parseFloat(style.strokeWidth) >= 3;
      for (const line of isFramed ? [] : picture.querySelectorAll('line')) {
        const stroke = line.getBoundingClientRect();
        const within = stroke.left > box.left + 1 && stroke.right < box.right - 1;
        if (within && stroke.top < box.bottom - 3 && stroke.bottom > box.top + 3) {
          found.push(`a line goes through "${words}": ${place(picture)}`);
        }
      }
      for (const other of texts.slice(number + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        // Boxes of letters have air above and below.
        if (across > 1 && down > 0.35 * Math.min(box.height, other.box.height)) {
          found.push(`"${words}" covers "${other.words}": ${place(picture)}`);
        }
      }
    });
  }
  return found;
}
