// The key Tab reaches every link and fold once, in the order of the text, and shows where it is. The first stop leads
// past the navigation.

// Long pages repeat the same parts, so the first stops are enough.
const STOPS = 40;

export async function check({ pages, opened }) {
  const found = [];
  const page = await opened({});
  for (const one of pages) {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(one.url);
      const expected = Math.min(STOPS, await page.evaluate(marked));
      const stops = [];
      for (let n = 0; n < expected; n += 1) {
        await page.keyboard.press('Tab');
        stops.push(await page.evaluate(focused));
      }
      judged(stops).forEach((what) => found.push(`${one.name}: ${width} px: ${what}`));
    }
  }
  await page.context().close();
  return found;
}

function judged(stops) {
  if (stops.length === 0) return ['has nothing that Tab can reach'];
  const found = [];
  if (!stops[0]?.skips) found.push('the first stop of Tab must lead to the main part');
  stops.forEach((stop, number) => {
    if (!stop) return found.push(`stop ${number + 1} of Tab is nowhere`);
    if (stop.number !== number) found.push(`stop ${number + 1} of Tab is element ${stop.number + 1}: ${stop.name}`);
    if (!stop.shown) found.push(`stop ${number + 1} of Tab cannot be seen: ${stop.name}`);
    if (!stop.outlined) found.push(`nothing shows that stop ${number + 1} of Tab has the focus: ${stop.name}`);
  });
  return found.slice(0, 5);
}

// These functions run in the browser.
function marked() {
  const all = [...document.querySelectorAll('a[href], summary, button, input, select, textarea, [tabindex]')];
  const reachable = all.filter((element) => element.checkVisibility() && element.getAttribute('tabindex') !== '-1');
  globalThis.reachable = reachable;
  return reachable.length;
}

function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: `${element.localName} "${element.textContent.trim().slice(0, 40)}"`,
    number: globalThis.reachable.indexOf(element),
    shown: box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    skips: element.matches('a[href^="#"]') && document.querySelector(element.getAttribute('href'))?.localName === 'main',
  };
}
