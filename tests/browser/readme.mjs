// Makes the picture of a decision record that the README shows: node readme.mjs PAGE PICTURE

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launched, settled } from './browser.mjs';

const [from, to] = process.argv.slice(2);
const browser = await launched();
const page = await browser.newPage({ viewport: { width: 800, height: 1000 } });
await page.goto(pathToFileURL(resolve(from)).href);
await settled(page);
// Down to the count: the rest shows who gave the answers, and how they were judged.
const end = await page.evaluate(() => document.querySelector('#count .bar').getBoundingClientRect().bottom + 4);
await page.screenshot({ path: to, clip: { x: 0, y: 0, width: 800, height: Math.round(end) }, fullPage: true });
await browser.close();
