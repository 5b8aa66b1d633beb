// Ends with 0 if ui/node_modules holds what ui/package-lock.json says: npm_matches.mjs FOLDER
// npm writes node_modules/.package-lock.json last, so an interrupted install has none or an old one.
// An optional package may be missing: it is for another platform. An extraneous one is never installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const packages = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).packages;

try {
  const wanted = packages('package-lock.json');
  const here = packages('node_modules/.package-lock.json');
  const same = Object.entries(wanted).every(([path, want]) => {
    if (path === '' || want.extraneous) return true;
    const got = here[path];
    if (!got) return Boolean(want.optional || want.devOptional || want.peer);
    return got.version === want.version && got.integrity === want.integrity;
  });
  const noneTooMany = Object.keys(here).every((path) => path in wanted);
  process.exitCode = same && noneTooMany ? 0 : 1;
} catch {
  process.exitCode = 1;
}
