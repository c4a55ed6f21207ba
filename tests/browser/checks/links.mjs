// Every link and anchor leads to something, every page can be reached from the home page, and the site works below
// any path: its links name files, relative to the page.

import { posix } from 'node:path';

const OUTSIDE = /^(https?:|mailto:)/i;
const REL = ['nofollow', 'noopener', 'noreferrer'];
// Addresses that say where a page is published. They are absolute, and nothing is loaded from them.
const NAMED = /^(canonical|alternate)$/;

export async function check({ sites }) {
  return sites.flatMap(checked);
}

function checked(site) {
  const found = site.files.has('index.html') ? [] : [`${site.name}: the site has no index.html`];
  const ids = new Map(site.pages.map((page) => [page.path, new Set(page.facts.ids)]));
  const next = new Map();
  for (const page of site.pages) {
    const targets = [];
    for (const link of page.facts.links) {
      const say = (what) => found.push(`${page.name}: ${link.element} ${link.name}="${link.to}": ${what}`);
      if (OUTSIDE.test(link.to)) {
        if (link.element === 'link' && NAMED.test(link.rel)) continue;
        if (link.element !== 'a') say('is loaded from outside of the site');
        else if (!REL.every((word) => link.rel.split(' ').includes(word))) say(`rel must have ${REL.join(' ')}`);
        continue;
      }
      const [file, anchor] = link.to.split('#');
      if (/^[a-z][a-z0-9+.-]*:/i.test(file) || file.startsWith('/')) {
        say('must be relative to the page');
        continue;
      }
      const target = file === '' ? page.path : posix.join(posix.dirname(page.path), decodeURIComponent(file));
      targets.push(target);
      if (!site.files.has(target)) say('the site does not have this file');
      else if (anchor !== undefined && !ids.get(target)?.has(decodeURIComponent(anchor))) {
        say(`${target} has no element with this id`);
      }
    }
    next.set(page.path, targets);
  }
  const reached = new Set(['index.html']);
  for (const path of reached) next.get(path)?.forEach((target) => reached.add(target));
  for (const page of site.pages) {
    if (!reached.has(page.path)) found.push(`${page.name}: no link leads from the home page to this page`);
  }
  return found;
}
