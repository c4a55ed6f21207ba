// The HTML checker of validator.nu has no error and no warning for any page, and none for the stylesheet.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const jar = String(createRequire(import.meta.url)('vnu-jar'));

// What is right on a web server. The checker knows no origin for a file, so 'self' means nothing to it. The check of
// requests sees what a browser really refuses.
const OF_FILES = 'blocked by “style-src” directive';

export async function check({ site }) {
  const files = [...site.files].filter((path) => /\.(html|css)$/.test(path)).map((path) => join(site.folder, path));
  // Many addresses would not fit into one command line.
  const found = [];
  for (let at = 0; at < files.length; at += 500) found.push(...judged(site, files.slice(at, at + 500)));
  return found;
}

function judged(site, files) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 28 };
  const run = spawnSync('java', ['-Xss4m', '-jar', jar, '--also-check-css', '--format', 'json', ...files], options);
  if (run.error) throw new Error(`java cannot be run: ${run.error.message}`);
  let messages;
  try {
    messages = JSON.parse(run.stderr).messages;
  } catch {
    throw new Error(`the HTML checker failed: ${run.stderr.slice(0, 500)}`);
  }
  return messages
    .filter((message) => message.type !== 'info' || message.subType === 'warning')
    .filter((message) => !message.message.includes(OF_FILES))
    .map((message) => {
      const path = relative(site.folder, fileURLToPath(message.url));
      return `${path}:${message.lastLine}:${message.lastColumn}: ${message.message}`;
    });
}
