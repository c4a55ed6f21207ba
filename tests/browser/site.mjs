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
  ['names', /^p\/[^/]+\/\d+\/names\.html$/],
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
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
  const pages = files
    .filter((path) => path.endsWith('.html'))
    .map((path) => ({
      path,
      kind: kindOf(path),
      html: readFileSync(join(folder, path), 'utf8'),
      url: pathToFileURL(join(folder, path)).href,
    }));
  return { name: basename(folder), folder, files: new Set(files), pages };
}

/**
 * The pages that a browser opens: of each kind the longest, and every page with an element inside another that no
 * page chosen before has. Pages of one kind are alike, so the others would repeat what these show.
 */
export function chosen(site) {
  const seen = new Set();
  const longestFirst = [...site.pages].sort((a, b) => b.html.length - a.html.length);
  const kinds = new Set();
  return longestFirst.filter((page) => {
    const isNew = !kinds.has(page.kind) || page.facts.shapes.some((shape) => !seen.has(shape));
    if (isNew) {
      kinds.add(page.kind);
      page.facts.shapes.forEach((shape) => seen.add(shape));
    }
    return isNew;
  });
}
