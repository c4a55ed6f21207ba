// Starts the Chromium that the system has, cut off from every network but this computer.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function place() {
  return [process.env.CHROMIUM, ...PLACES].find((path) => path && existsSync(path));
}

export async function launched() {
  const executablePath = place();
  if (!executablePath) {
    throw new Error('chromium was not found: install it, or write its path into CHROMIUM');
  }
  const args = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--font-render-hinting=none'];
  // Chromium has no sandbox for root. The pages are our own and have no script.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromium.launch({ executablePath, args });
}

/** Lets every part that waits its next frame, so that sizes are those of the new window. */
export function settled(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
