// Reads a site that `plenary report` made, and chooses which of its pages a browser opens.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

// The kinds of pages, each by its address. The first match counts.
const KINDS = [
  ['home', /^index\.html$/],
  ['decisions', /^decisions\//],
  ['proposal', /^p\/[^/]+\/index\.html$/],
  ['decision', /^p\/[^/]+\/\d+\/index\.html$/],
  ['names', /^p\/[^/]+\/(\d+\/)?names\.html$/],
  ['translation', /^p\/[^/]+\/t\//],
  ['revision', /^p\/[^/]+\/r\d+\/index\.html$/],
  ['objection', /^p\/[^/]+\/o\//],
  ['comments', /^p\/[^/]+\/comments\//],
  ['group', /^g\//],
  ['participant', /^who\//],
  ['balance', /^balance\//],
  ['rules', /^rules\//],
  ['meeting', /^meetings\//],
];

export function kindOf(path) {
  const kind = KINDS.find(([, pattern]) => pattern.test(path));
  return kind ? kind[0] : 'other';
}

/** The site in a folder: the addresses of all files, and its pages with their source. */
export function read(folder) {
  const site = { name: basename(folder), folder };
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
  site.files = new Set(files);
  site.pages = files
    .filter((path) => path.endsWith('.html'))
    .map((path) => ({
      path,
      site,
      name: `${site.name}/${path}`,
      kind: kindOf(path),
      html: readFileSync(join(folder, path), 'utf8'),
      url: pathToFileURL(join(folder, path)).href,
    }));
  return site;
}

/**
 * The pages that a browser opens: the home page of every site; of each kind the longest page, and the page with the
 * longest word; and every page with an element inside another that no page chosen before has. Pages of one kind are
 * alike, so the others would repeat what these show.
 */
export function chosen(sites) {
  const longestFirst = sites.flatMap((site) => site.pages).sort((a, b) => b.html.length - a.html.length);
  const picked = new Set(longestFirst.filter((page) => page.kind === 'home'));
  for (const kind of new Set(longestFirst.map((page) => page.kind))) {
    const alike = longestFirst.filter((page) => page.kind === kind);
    picked.add(alike[0]);
    picked.add(alike.reduce((most, page) => (page.facts.longestWord > most.facts.longestWord ? page : most)));
  }
  const seen = new Set([...picked].flatMap((page) => page.facts.shapes));
  for (const page of longestFirst) {
    if (picked.has(page) || page.facts.shapes.every((shape) => seen.has(shape))) continue;
    picked.add(page);
    page.facts.shapes.forEach((shape) => seen.add(shape));
  }
  return [...picked];
}
