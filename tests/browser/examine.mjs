// Runs every check on one site.

import * as access from './checks/access.mjs';
import * as keyboard from './checks/keyboard.mjs';
import * as layout from './checks/layout.mjs';
import * as links from './checks/links.mjs';
import * as markup from './checks/markup.mjs';
import * as paper from './checks/paper.mjs';
import * as passive from './checks/passive.mjs';
import * as requests from './checks/requests.mjs';
import { gathered } from './facts.mjs';
import { chosen, read } from './site.mjs';

export const CHECKS = { links, passive, markup, layout, access, requests, keyboard, paper };

/** What the checks found in the site in `folder`, as `{check, what}`, and how many pages were looked at. */
export async function examined(browser, folder, settings = {}) {
  const site = read(folder);
  await gathered(browser, site);
  const pages = settings.all ? site.pages : chosen(site);
  const opened = async (options) => (await browser.newContext(options)).newPage();
  const found = [];
  const times = {};
  const wanted = Object.entries(CHECKS).filter(([check]) => !settings.only || settings.only === check);
  for (const [check, { check: run }] of wanted) {
    const began = performance.now();
    for (const what of await run({ site, pages, opened, ...settings })) found.push({ check, what });
    times[check] = performance.now() - began;
  }
  return { found, times, site, pages };
}
