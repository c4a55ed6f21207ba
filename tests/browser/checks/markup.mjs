// The HTML checker of validator.nu has no error and no warning for any page, and none for the stylesheet.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const jar = String(createRequire(import.meta.url)('vnu-jar'));

// What the checker is wrong about. It knows no origin for a file, so 'self' means nothing to it; the check of requests
// sees what a browser really refuses. And it does not know a property that all browsers know since 2017.
const WRONG = ['blocked by “style-src” directive', 'CSS: “paint-order”: Property “paint-order” doesn\'t exist.'];

export async function check({ sites }) {
  const names = new Map();
  for (const site of sites) {
    const checked = [...site.files].filter((path) => /\.(html|css)$/.test(path));
    for (const path of checked) names.set(join(site.folder, path), `${site.name}/${path}`);
  }
  // Many addresses would not fit into one command line.
  const files = [...names.keys()];
  const found = [];
  for (let at = 0; at < files.length; at += 800) found.push(...(await judged(names, files.slice(at, at + 800))));
  return found;
}

async function judged(names, files) {
  const options = ['-Xss4m', '-jar', jar, '--also-check-css', '--format', 'json', ...files];
  const said = await new Promise((done, failed) => {
    execFile('java', options, { maxBuffer: 1 << 28 }, (error, _, stderr) => {
      if (error && typeof error.code !== 'number') failed(new Error(`java cannot be run: ${error.message}`));
      else done(stderr);
    });
  });
  let messages;
  try {
    messages = JSON.parse(said).messages;
  } catch {
    throw new Error(`the HTML checker failed: ${said.slice(0, 500)}`);
  }
  return messages
    .filter((message) => message.type !== 'info' || message.subType === 'warning')
    .filter((message) => !WRONG.some((words) => message.message.includes(words)))
    .map((message) => {
      const path = names.get(fileURLToPath(message.url));
      return `${path}:${message.lastLine}:${message.lastColumn}: ${message.message}`;
    });
}
