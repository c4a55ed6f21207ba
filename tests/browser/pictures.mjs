// Makes pictures of each kind of page of the sites that are named, for people to look at: on a desktop and a phone, in
// light and dark, in forced colours, and as paper. node pictures.mjs FOLDER SITE…

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launched, settled } from './browser.mjs';
import { read } from './site.mjs';

const LOOKS = [
  { name: 'desktop', width: 1060, media: { colorScheme: 'light' } },
  { name: 'dark', width: 1060, media: { colorScheme: 'dark' } },
  { name: 'forced', width: 1060, media: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'phone', width: 390, media: { colorScheme: 'light' } },
];

const [into, ...folders] = process.argv.slice(2);
if (!into || folders.length === 0) throw new Error('name the folder for the pictures, and the folder of a site');

/** The longest page of each kind, and every decision: that is what most people look at. */
function shown(site) {
  const longestFirst = [...site.pages].sort((a, b) => b.html.length - a.html.length);
  const kinds = new Set();
  return longestFirst.filter((page) => {
    const isNew = !kinds.has(page.kind);
    kinds.add(page.kind);
    return isNew || page.kind === 'decision';
  });
}

const browser = await launched();
for (const folder of folders) {
  const site = read(resolve(folder));
  const own = join(resolve(into), site.name);
  mkdirSync(own, { recursive: true });
  const pages = shown(site);
  for (const { path, url } of pages) {
    const name = join(own, path.replace(/\/?index\.html$|\.html$/, '').replaceAll('/', '-') || 'home');
    for (const look of LOOKS) {
      const context = await browser.newContext({ viewport: { width: look.width, height: 800 }, ...look.media });
      const page = await context.newPage();
      await page.goto(url);
      await settled(page);
      await page.screenshot({ path: `${name}.${look.name}.png`, fullPage: true });
      if (look.name === 'desktop') writeFileSync(`${name}.pdf`, await page.pdf({ preferCSSPageSize: true }));
      await context.close();
    }
  }
  console.log(`${own}: ${pages.length} pages`);
}
await browser.close();
